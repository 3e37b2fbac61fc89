"""Which tariffs are half-hourly, and that no day is asked about twice or left out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.consumption.domain import (
    Agreed,
    Days,
    Point,
    Utility,
    account_number,
    agile_of,
    api_key,
    due_again,
    fill_start,
    next_ask,
    next_month,
    period_of,
)
from daybook.apps.consumption.domain.octopus import FILL_YEARS, RECENT_DAYS
from daybook.apps.consumption.errors import InvalidAccountNumber, InvalidApiKey
from daybook.lib.periods import HALF_HOUR, LONDON, Period, local_date

TODAY = dt.date(2026, 3, 3)
ONE_DAY = dt.timedelta(days=1)
dates = st.dates(dt.date(2018, 1, 1), dt.date(2030, 12, 31))
instants = st.integers(0, 110_000).map(
    lambda hours: dt.datetime(2018, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hours)
)
agreements = st.lists(
    st.builds(Agreed, st.just("E-1R-X-C"), instants, st.none() | instants), max_size=4
)


def point(agreed, *, is_export=False):
    return Point(
        utility=Utility.ELECTRICITY, number="1", is_export=is_export, agreements=tuple(agreed)
    )


class TestAgile:
    @pytest.mark.parametrize(
        ("code", "product", "letter"),
        [
            ("E-1R-AGILE-24-10-01-C", "AGILE-24-10-01", "C"),
            ("E-1R-AGILE-18-02-21-A", "AGILE-18-02-21", "A"),
            ("E-1R-AGILE-FLEX-22-11-25-P", "AGILE-FLEX-22-11-25", "P"),
            ("E-1R-AGILE-BB-24-10-01-H", "AGILE-BB-24-10-01", "H"),
            ("E-1R-AGILE-BB-VAR-24-10-01-H", "AGILE-BB-VAR-24-10-01", "H"),
        ],
    )
    def test_names_its_product_and_region(self, code, product, letter):
        rates = agile_of(code)
        assert (rates.product, rates.region) == (product, letter)

    @pytest.mark.parametrize(
        "code",
        [
            "",
            "AGILE-24-10-01",
            "E-1R-VAR-22-11-01-C",
            "E-1R-OE-FIX-12M-25-01-10-C",
            "E-1R-GO-VAR-22-10-14-C",
            "E-1R-SILVER-24-12-31-C",
            "G-1R-AGILE-24-10-01-C",
            "E-2R-AGILE-24-10-01-C",
            "E-1R-AGILE-OUTGOING-19-05-13-C",
            "E-1R-AGILE-24-10-01-I",
            "E-1R-AGILE-24-10-01-O",
            "E-1R-AGILE-24-10-01-Z",
            "E-1R-AGILE-24-10-C",
            "E-1R-AGILE-24-10-0\u0661-C",
            "E-1R-AGILE-BB-OUTGOING-24-10-01-C",
            "E-1R-AGILE-24-10-01-C\n",
            "e-1r-agile-24-10-01-c",
            "E-1R-AGILE/../X-24-10-01-C",
        ],
    )
    def test_is_not_seen_in_other_codes(self, code):
        assert agile_of(code) is None

    @given(st.text(max_size=60))
    def test_never_chokes_on_a_code(self, text):
        assert agile_of(text) is None

    @given(st.from_regex(r"\AE-1R-AGILE(-[A-Z]{1,12}){0,3}(-\d\d){3}-[A-P]\Z"))
    def test_says_either_rates_or_nothing(self, code):
        rates = agile_of(code)
        assert rates is None or f"E-1R-{rates.product}-{rates.region}" == code


class TestTyped:
    @given(st.text(max_size=30))
    def test_account_number_is_refused_or_good_for_an_address(self, text):
        try:
            number = account_number(text)
        except InvalidAccountNumber:
            return
        assert account_number(number) == number
        assert number.isascii()
        assert len(number) == 10

    @given(st.text(max_size=110))
    def test_key_is_refused_or_good_for_basic_authentication(self, text):
        try:
            key = api_key(text)
        except InvalidApiKey:
            return
        assert ":" not in key
        assert key.isascii()
        assert key == key.strip()

    @pytest.mark.parametrize("length", [15, 101])
    def test_key_of_another_length_is_none(self, length):
        with pytest.raises(InvalidApiKey, match="sk_live_"):
            api_key("k" * length)

    def test_refusal_does_not_repeat_the_key(self):
        with pytest.raises(InvalidApiKey) as told:
            api_key("sk_live_secret secret")
        assert "secret" not in str(told.value)


class TestMonths:
    @given(dates, st.integers(0, 1200))
    def test_cover_each_day_once(self, first, count):
        since, seen = first + count * ONE_DAY, []
        while month := next_month(first, since):
            seen = [*month.each(), *seen]
            since = month.first
        assert seen == [first + n * ONE_DAY for n in range(count)]

    @given(dates, st.integers(1, 1200))
    def test_are_at_most_a_month_long(self, first, count):
        month = next_month(first, first + count * ONE_DAY)
        assert 1 <= month.count <= 31
        assert month.first.month == (month.past - ONE_DAY).month

    def test_end_where_the_filling_began(self):
        assert next_month(TODAY, TODAY) is None
        assert next_month(TODAY, TODAY - ONE_DAY) is None


class TestAgain:
    @given(
        st.dates(TODAY - 400 * ONE_DAY, TODAY + ONE_DAY),
        st.dates(TODAY - 400 * ONE_DAY, TODAY + ONE_DAY),
        st.sets(st.dates(TODAY - 60 * ONE_DAY, TODAY), max_size=20),
    )
    def test_asks_about_every_gap_once(self, asked_until, filled_since, gaps):
        found = due_again(
            today=TODAY, asked_until=asked_until, filled_since=filled_since, gaps=gaps
        )
        days = [day for stretch in found for day in stretch.each()]
        assert len(days) == len(set(days))
        assert {gap for gap in gaps if gap >= filled_since} <= set(days)
        assert all(filled_since <= day <= TODAY for day in days)

    @given(st.dates(TODAY - 400 * ONE_DAY, TODAY))
    def test_leaves_no_day_unasked_after_a_silence(self, asked_until):
        (recent,) = due_again(
            today=TODAY, asked_until=asked_until, filled_since=dt.date(2020, 1, 1), gaps=[]
        )
        assert recent.first == min(asked_until, TODAY - RECENT_DAYS)
        assert recent.past == TODAY + ONE_DAY

    @given(st.sets(st.dates(TODAY - 60 * ONE_DAY, TODAY - 8 * ONE_DAY), max_size=30))
    def test_asks_few_questions(self, gaps):
        found = due_again(
            today=TODAY, asked_until=TODAY, filled_since=dt.date(2020, 1, 1), gaps=gaps
        )
        assert len(found) <= 1 + 60 // 7
        assert found == sorted(found, key=lambda days: days.first, reverse=True)


class TestNextAsk:
    @given(instants, st.integers(1, 10**9))
    def test_is_between_five_and_nine_of_the_next_morning(self, now, account_id):
        at = next_ask(now, account_id)
        assert at.date() == now.date() + ONE_DAY
        assert 5 <= at.hour < 9

    @given(instants, st.integers(1, 10**6))
    def test_is_the_same_minute_every_day(self, now, account_id):
        later = next_ask(now + ONE_DAY, account_id) - next_ask(now, account_id)
        assert later == ONE_DAY


class TestSupplied:
    @given(agreements, dates)
    def test_is_a_part_of_what_was_asked(self, agreed, day):
        period = period_of(Days(day, day + 30 * ONE_DAY))
        part = point(agreed).supplied(period)
        assert part is None or period.starts_at <= part.starts_at < part.ends_at <= period.ends_at

    @given(agreements, dates)
    def test_never_leaves_out_a_moment_that_was_agreed(self, agreed, day):
        period = period_of(Days(day, day + 30 * ONE_DAY))
        part = point(agreed).supplied(period)
        for one in agreed:
            if (
                period.contains(one.valid_from)
                and (one.valid_to or period.ends_at) > one.valid_from
            ):
                assert part.contains(one.valid_from)

    def test_of_a_supply_that_has_ended_is_nothing_later(self):
        over = Agreed("E-1R-X-C", dt.datetime(2020, 1, 1, tzinfo=dt.UTC), period_of_year(2021))
        assert point([over]).supplied(period_of(Days(TODAY, TODAY + ONE_DAY))) is None

    def test_of_a_supply_to_come_is_nothing_yet(self):
        coming = Agreed("E-1R-X-C", dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
        assert point([coming]).supplied(period_of(Days(TODAY, TODAY + ONE_DAY))) is None

    @given(st.lists(agreements, max_size=3))
    def test_filling_begins_neither_too_early_nor_in_the_future(self, each):
        first = fill_start([point(agreed) for agreed in each], TODAY)
        assert TODAY - FILL_YEARS * 365 * ONE_DAY <= first <= TODAY


def period_of_year(year):
    return dt.datetime(year, 1, 1, tzinfo=dt.UTC)


@given(dates, st.integers(1, 40))
def test_a_period_has_the_half_hours_of_its_days(day, count):
    period = period_of(Days(day, day + count * ONE_DAY))
    assert isinstance(period, Period)
    assert local_date(period.starts_at, LONDON) == day
    assert local_date(period.ends_at - HALF_HOUR, LONDON) == day + (count - 1) * ONE_DAY
    assert abs(period.duration - count * ONE_DAY) in {dt.timedelta(0), dt.timedelta(hours=1)}
