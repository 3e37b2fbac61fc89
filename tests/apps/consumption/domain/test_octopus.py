import datetime as dt

import pytest

from daybook.apps.consumption.domain import (
    Agreed,
    Days,
    Point,
    Utility,
    account_number,
    api_key,
    due_again,
    fill_start,
    next_ask,
    next_month,
    period_of,
)
from daybook.apps.consumption.errors import InvalidAccountNumber, InvalidApiKey
from daybook.lib.periods import HALF_HOUR

TODAY = dt.date(2026, 3, 3)
ONE_DAY = dt.timedelta(days=1)


def at(day):
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)


def point(*agreed, is_export=False):
    agreements = tuple(
        Agreed("E-1R-X-C", at(since), at(until) if until else None) for since, until in agreed
    )
    return Point(
        utility=Utility.ELECTRICITY, number="1", is_export=is_export, agreements=agreements
    )


class TestAccountNumber:
    @pytest.mark.parametrize("text", ["A-1B2C3D4E", " a-1b2c3d4e ", "A-1B2C 3D4E"])
    def test_is_read_as_people_copy_it(self, text):
        assert account_number(text) == "A-1B2C3D4E"

    @pytest.mark.parametrize("text", ["", "1B2C3D4E", "A-1B2C3D4", "A-1B2C3D4G", "A-1/../../x"])
    def test_refuses_anything_else(self, text):
        with pytest.raises(InvalidAccountNumber):
            account_number(text)


class TestApiKey:
    def test_loses_the_space_around_it(self):
        assert api_key(" sk_live_0123456789abcdef\n") == "sk_live_0123456789abcdef"

    @pytest.mark.parametrize(
        "text", ["", "short", "sk_live_0123 456789abcdef", "a:" * 12, "ü" * 20]
    )
    def test_refuses_what_basic_authentication_cannot_carry(self, text):
        with pytest.raises(InvalidApiKey):
            api_key(text)


class TestFilling:
    def test_begins_with_the_first_agreement(self):
        points = [point((dt.date(2025, 4, 1), None)), point((dt.date(2025, 9, 1), None))]
        assert fill_start(points, TODAY) == dt.date(2025, 4, 1)

    def test_goes_back_three_years_at_most(self):
        assert fill_start([point((dt.date(2018, 4, 1), None))], TODAY).year == 2023

    def test_leaves_out_what_is_fed_in(self):
        points = [
            point((dt.date(2024, 4, 1), None), is_export=True),
            point((dt.date(2025, 9, 1), None)),
        ]
        assert fill_start(points, TODAY) == dt.date(2025, 9, 1)

    def test_of_a_supply_that_is_to_begin_is_today(self):
        assert fill_start([point((dt.date(2026, 4, 1), None))], TODAY) == TODAY

    def test_goes_back_month_by_month_and_leaves_no_day_out(self):
        first, since, months = dt.date(2025, 11, 17), TODAY + ONE_DAY, []
        while month := next_month(first, since):
            months.append(month)
            since = month.first
        assert [one.first for one in months] == [
            dt.date(2026, 3, 1),
            dt.date(2026, 2, 1),
            dt.date(2026, 1, 1),
            dt.date(2025, 12, 1),
            first,
        ]
        assert sum(one.count for one in months) == (TODAY + ONE_DAY - first).days


class TestAskingAgain:
    def again(self, *gaps, asked_until=TODAY, filled_since=dt.date(2025, 1, 1)):
        return due_again(today=TODAY, asked_until=asked_until, filled_since=filled_since, gaps=gaps)

    def test_is_about_the_last_week(self):
        assert self.again() == [Days(TODAY - 7 * ONE_DAY, TODAY + ONE_DAY)]

    def test_reaches_as_far_back_as_nobody_asked(self):
        away = TODAY - 20 * ONE_DAY
        assert self.again(asked_until=away) == [Days(away, TODAY + ONE_DAY)]

    def test_does_not_touch_what_is_still_to_be_filled(self):
        assert self.again(filled_since=TODAY + ONE_DAY) == []

    def test_joins_gaps_that_are_near_one_another(self):
        gaps = [dt.date(2026, 1, 5), dt.date(2026, 1, 9), dt.date(2026, 2, 1)]
        assert self.again(*gaps)[1:] == [
            Days(dt.date(2026, 2, 1), dt.date(2026, 2, 2)),
            Days(dt.date(2026, 1, 5), dt.date(2026, 1, 10)),
        ]

    def test_is_tomorrow_morning_at_a_minute_of_ones_own(self):
        now = at(TODAY) + dt.timedelta(hours=9)
        minutes = {next_ask(now, n) for n in range(240)}
        assert len(minutes) == 240
        assert min(minutes) == at(TODAY + ONE_DAY) + dt.timedelta(hours=5)


class TestPoints:
    YEAR = Days(dt.date(2025, 1, 1), dt.date(2026, 1, 1))

    def test_are_asked_only_while_they_are_supplied(self):
        old = point((dt.date(2024, 1, 1), dt.date(2025, 2, 1)))
        assert old.supplied(period_of(self.YEAR)).ends_at == at(dt.date(2025, 2, 1))
        assert old.supplied(period_of(Days(TODAY, TODAY + ONE_DAY))) is None

    def test_without_agreements_are_asked_always(self):
        assert point().supplied(period_of(self.YEAR)) == period_of(self.YEAR)

    def test_are_supplied_on_while_one_agreement_is_open(self):
        both = point((dt.date(2024, 1, 1), dt.date(2025, 2, 1)), (dt.date(2025, 2, 1), None))
        assert both.supplied(period_of(self.YEAR)) == period_of(self.YEAR)

    @pytest.mark.parametrize(
        ("day", "count"), [(dt.date(2025, 3, 30), 46), (dt.date(2025, 10, 26), 50)]
    )
    def test_of_a_day_that_changes_clocks_are_asked_about_all_of_it(self, day, count):
        assert period_of(Days(day, day + ONE_DAY)).duration == count * HALF_HOUR
