import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.consumption.domain import (
    Days,
    against_last_month,
    against_last_year,
    against_year_before,
    month_of,
    total,
)

DAY = dt.timedelta(days=1)


def even(first, last, amount):
    """The same use on every day from ``first`` to ``last``."""
    return {first + n * DAY: Decimal(amount) for n in range((last - first).days + 1)}


class TestMonthOf:
    @pytest.mark.parametrize(
        ("day", "count"),
        [
            (dt.date(2026, 2, 14), 28),
            (dt.date(2028, 2, 29), 29),
            (dt.date(2026, 4, 30), 30),
            (dt.date(2026, 12, 1), 31),
        ],
    )
    def test_is_the_whole_calendar_month(self, day, count):
        month = month_of(day)
        assert (month.first.day, month.count, month.past.day) == (1, count, 1)
        assert day in month.each()


class TestTotal:
    def test_adds_up_what_is_known_and_counts_what_is_missing(self):
        daily = {dt.date(2026, 3, 1): Decimal(2), dt.date(2026, 3, 3): Decimal(4)}
        found = total(daily, Days(dt.date(2026, 3, 1), dt.date(2026, 3, 4)))
        assert (found.amount, found.known_days, found.missing_days) == (6, 2, 1)
        assert found.a_day == 3

    def test_counts_a_day_without_use_as_known(self):
        day = dt.date(2026, 3, 1)
        found = total({day: Decimal(0)}, Days(day, day + DAY))
        assert (found.known_days, found.a_day) == (1, 0)

    def test_knows_no_mean_of_nothing(self):
        found = total({}, Days(dt.date(2026, 3, 1), dt.date(2026, 3, 4)))
        assert (found.amount, found.missing_days, found.a_day) == (0, 3, None)

    @given(
        st.dictionaries(
            st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
            st.decimals(min_value=0, max_value=100, places=6),
        )
    )
    def test_of_the_months_is_that_of_the_year(self, daily):
        months = [month_of(dt.date(2026, n, 1)) for n in range(1, 13)]
        year = total(daily, Days(dt.date(2026, 1, 1), dt.date(2027, 1, 1)))
        assert sum(total(daily, month).amount for month in months) == year.amount


class TestAgainstLastMonth:
    def test_compares_as_many_days(self):
        daily = even(dt.date(2026, 2, 1), dt.date(2026, 2, 28), 10)
        daily |= even(dt.date(2026, 3, 1), dt.date(2026, 3, 10), 11)
        found = against_last_month(daily, until=dt.date(2026, 3, 10))
        assert (found.now.days, found.before.days) == (10, 10)
        assert (found.before.amount, found.change) == (100, Decimal("0.1"))

    def test_leaves_out_the_days_a_short_month_does_not_have(self):
        daily = even(dt.date(2026, 2, 1), dt.date(2026, 3, 31), 5)
        found = against_last_month(daily, until=dt.date(2026, 3, 31))
        assert (found.now.days, found.before.days, found.change) == (28, 28, 0)

    def test_looks_over_the_turn_of_the_year(self):
        daily = even(dt.date(2025, 12, 1), dt.date(2026, 1, 5), 5)
        assert against_last_month(daily, until=dt.date(2026, 1, 5)).before.amount == 25

    def test_knows_nothing_without_either(self):
        march = even(dt.date(2026, 3, 1), dt.date(2026, 3, 3), 5)
        assert against_last_month(march, until=dt.date(2026, 3, 3)).change is None
        assert against_last_month({}, until=dt.date(2026, 3, 3)).change is None

    def test_knows_no_share_of_nothing(self):
        daily = even(dt.date(2026, 2, 1), dt.date(2026, 2, 28), 0)
        daily |= even(dt.date(2026, 3, 1), dt.date(2026, 3, 3), 5)
        assert against_last_month(daily, until=dt.date(2026, 3, 3)).change is None


class TestAgainstLastYear:
    def test_compares_the_same_month(self):
        daily = even(dt.date(2025, 3, 1), dt.date(2025, 3, 31), 10)
        daily |= even(dt.date(2026, 3, 1), dt.date(2026, 3, 10), 9)
        found = against_last_year(daily, until=dt.date(2026, 3, 10))
        assert (found.before.amount, found.change) == (100, Decimal("-0.1"))

    def test_knows_what_to_do_on_a_leap_day(self):
        daily = even(dt.date(2027, 2, 1), dt.date(2028, 2, 29), 4)
        found = against_last_year(daily, until=dt.date(2028, 2, 29))
        assert (found.now.days, found.before.days, found.change) == (28, 28, 0)


class TestAgainstYearBefore:
    def test_sets_only_days_against_each_other_that_are_known_in_both(self):
        daily = even(dt.date(2026, 1, 1), dt.date(2026, 3, 31), 3)
        daily |= even(dt.date(2025, 3, 1), dt.date(2025, 3, 31), 2)
        found = against_year_before(daily, Days(dt.date(2026, 1, 1), dt.date(2026, 4, 1)))
        assert (found.change, found.now.known_days) == (Decimal("0.5"), 31)

    def test_knows_no_change_without_a_year_before(self):
        daily = even(dt.date(2026, 1, 1), dt.date(2026, 1, 31), 3)
        days = Days(dt.date(2026, 1, 1), dt.date(2026, 2, 1))
        assert against_year_before(daily, days).change is None
