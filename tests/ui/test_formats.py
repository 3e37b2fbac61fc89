"""Numbers and times read as people say them."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.lib.periods import LONDON
from daybook.ui import formats

MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


class TestNumber:
    @pytest.mark.parametrize(
        ("amount", "places", "text"),
        [
            ("12.3456", 2, "12.35"),
            ("12.345", 2, "12.35"),
            ("-12.345", 2, f"{MINUS}12.35"),
            ("1234567.5", 0, "1,234,568"),
            ("0", 2, "0.00"),
            ("7", 1, "7.0"),
        ],
    )
    def test_rounds_halves_away_from_zero(self, amount, places, text):
        assert formats.number(Decimal(amount), places) == text

    def test_has_no_negative_nought(self):
        assert formats.number(Decimal("-0.001"), 2) == "0.00"


class TestSigned:
    def test_says_plus_for_a_rise(self):
        assert formats.signed(Decimal(3), 1) == "+3.0"

    def test_says_a_real_minus_for_a_fall(self):
        assert formats.signed(Decimal("-2.5"), 1) == f"{MINUS}2.5"

    def test_says_nothing_where_nothing_changed(self):
        assert formats.signed(Decimal("0.04"), 1) == "0.0"

    def test_is_what_a_percentage_uses(self):
        assert formats.percent(Decimal(1200)) == "+1,200%"
        assert formats.percent(Decimal("-3.25"), 1) == f"{MINUS}3.3%"


class TestExact:
    @pytest.mark.parametrize(
        ("amount", "text"),
        [("12.3456", "12.3456"), ("12.3400", "12.34"), ("100", "100"), ("1E+2", "100"), ("0", "0")],
    )
    def test_keeps_every_digit_but_the_noughts_at_the_end(self, amount, text):
        assert formats.exact(Decimal(amount)) == text

    def test_has_a_real_minus(self):
        assert formats.exact(Decimal("-0.42")) == f"{MINUS}0.42"

    def test_tells_the_unit_of_a_rate(self):
        assert formats.exact_pence(Decimal("-5.2605")) == f"{MINUS}5.2605p per kWh"


class TestMoneyAndEnergy:
    def test_pence_have_two_decimals(self):
        assert formats.pence(Decimal("19.9")) == "19.90p"

    def test_a_negative_price_has_a_real_minus(self):
        assert formats.pence(Decimal("-0.4")) == f"{MINUS}0.40p"

    def test_pounds_have_their_sign_before_the_pound(self):
        assert formats.pounds(Decimal("1.204")) == "£1.20"
        assert formats.pounds(Decimal("-0.345")) == f"{MINUS}£0.35"

    def test_exact_pounds_keep_every_digit(self):
        assert formats.exact_pounds(Decimal("1.20340")) == "£1.2034"
        assert formats.exact_pounds(Decimal("-0.0021")) == f"{MINUS}£0.0021"

    def test_what_never_ends_is_cut_where_it_says_nothing_more(self):
        assert formats.exact_pence(Decimal(50) / 3) == "16.666667p per kWh"
        assert formats.exact_pounds(Decimal(-1) / 3) == f"{MINUS}£0.333333"

    @pytest.mark.parametrize(
        ("amount", "text"), [("10", "10"), ("0.125", "0.125"), ("3.50", "3.5"), ("0.0004", "0")]
    )
    def test_energy_has_up_to_three_decimals(self, amount, text):
        assert formats.kwh(Decimal(amount)) == f"{text}{SPACE}kWh"


class TestClock:
    def test_is_the_time_on_the_wall(self):
        assert formats.clock(at("2026-07-01T15:30"), LONDON) == "16:30"

    def test_names_the_zone_in_the_hour_shown_twice(self):
        assert formats.clock(at("2026-10-25T00:30"), LONDON) == "01:30 BST"
        assert formats.clock(at("2026-10-25T01:30"), LONDON) == "01:30 GMT"

    def test_a_span_has_a_dash_between(self):
        words = formats.span(at("2026-03-03T13:00"), at("2026-03-03T16:00"), LONDON)
        assert words == "13:00\N{EN DASH}16:00"

    def test_a_span_over_a_change_of_clocks_names_both_zones(self):
        words = formats.span(at("2026-10-24T23:30"), at("2026-10-25T03:00"), LONDON)
        assert words == "00:30 BST\N{EN DASH}03:00 GMT"


class TestDays:
    TODAY = dt.date(2026, 3, 3)

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            ("2026-03-02", "yesterday"),
            ("2026-03-03", "today"),
            ("2026-03-04", "tomorrow"),
            ("2026-03-05", "Thu 5 Mar"),
            ("2025-12-31", "Wed 31 Dec 2025"),
        ],
    )
    def test_are_said_as_people_say_them(self, day, words):
        assert formats.day_words(dt.date.fromisoformat(day), self.TODAY) == words

    def test_have_a_long_form(self):
        assert formats.long_day(self.TODAY) == "Tuesday 3 March 2026"

    def test_a_moment_is_told_by_the_local_day(self, now):
        assert formats.moment(at("2026-03-03T16:30"), now, LONDON) == "today 16:30"
        assert formats.moment(at("2026-03-04T07:00"), now, LONDON) == "tomorrow 07:00"

    def test_a_moment_after_local_midnight_is_tomorrow(self):
        evening = at("2026-06-30T20:00")
        assert formats.moment(at("2026-06-30T23:30"), evening, LONDON) == "tomorrow 00:30"

    def test_a_full_moment_leaves_nothing_out(self):
        words = formats.full_moment(at("2026-07-01T08:10"), LONDON)
        assert words == "Wednesday 1 July 2026, 09:10 BST"


class TestAgo:
    @pytest.mark.parametrize(
        ("seconds", "words"),
        [
            (-5, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (4 * 60 + 59, "4 minutes ago"),
            (3600, "1 hour ago"),
            (3 * 3600, "3 hours ago"),
            (86400, "1 day ago"),
            (2 * 86400 + 5, "2 days ago"),
        ],
    )
    def test_is_said_in_the_largest_unit_that_fits(self, seconds, words, now):
        assert formats.ago(now - dt.timedelta(seconds=seconds), now) == words


class TestDuration:
    @pytest.mark.parametrize(
        ("minutes", "words"),
        [(195, "3 h 15 min"), (45, "45 min"), (120, "2 h"), (0, "0 min"), (-9, "0 min")],
    )
    def test_is_hours_and_minutes(self, minutes, words):
        text = formats.duration(dt.timedelta(minutes=minutes))
        assert text.replace(SPACE, " ") == words
