import datetime as dt
import random
from decimal import Decimal

import pytest

from daybook.apps.consumption.domain import (
    ONE_DAY,
    Days,
    contract_year,
    month_of,
    projected_month,
    projected_year,
    total,
)

MARCH = month_of(dt.date(2026, 3, 1))
UNTIL = dt.date(2026, 3, 10)


def steady(amount, *, past=UNTIL + ONE_DAY, count=60):
    """The same every day."""
    return {past - n * ONE_DAY: Decimal(amount) for n in range(1, count + 1)}


def noisy(seed, *, first=dt.date(2024, 1, 1), count=800):
    """Days that stray around a weekday's usual use, each a little like the one before."""
    draw, found, stray = random.Random(seed), {}, 0.0
    for day in Days(first, first + count * ONE_DAY).each():
        stray = 0.3 * stray + draw.gauss(0, 0.19)
        usual = 12 if day.weekday() > 4 else 10
        found[day] = Decimal(str(round(max(usual * (1 + stray), 0), 3)))
    return found


def hits(daily, span, until, projected):
    """Whether ``span`` came to what was projected for it at the end of ``until``."""
    told = projected({day: n for day, n in daily.items() if day <= until}, span, until=until)
    return told.low <= total(daily, span).amount <= told.high


class TestProjectedMonth:
    def test_adds_what_is_expected_to_what_is_known(self):
        told = projected_month(steady(8), MARCH, until=UNTIL)
        assert (told.low, told.middle, told.high) == (248, 248, 248)
        assert told.expected_days == 21

    def test_expects_the_mean_of_the_same_weekday(self):
        daily = {day: Decimal(20 if day.weekday() == 6 else 10) for day in steady(1)}
        assert projected_month(daily, MARCH, until=UNTIL).middle == 26 * 10 + 5 * 20

    @pytest.mark.parametrize(("count", "is_told"), [(6, False), (7, True)])
    def test_takes_seven_known_days(self, count, is_told):
        told = projected_month(steady(8, count=count), MARCH, until=UNTIL)
        assert (told is not None) is is_told

    def test_knows_nothing_from_long_ago(self):
        old = steady(8, past=UNTIL - 40 * ONE_DAY)
        assert projected_month(old, MARCH, until=UNTIL) is None

    def test_is_wider_the_less_is_known(self):
        daily = noisy(1)
        month = month_of(dt.date(2024, 5, 1))
        spans = []
        for last in (5, 15, 25):
            until = dt.date(2024, 5, last)
            known = {day: n for day, n in daily.items() if day <= until}
            told = projected_month(known, month, until=until)
            spans.append(told.high - told.low)
        assert spans == sorted(spans, reverse=True)
        assert spans[-1] > 0

    def test_is_what_is_known_when_all_of_it_is(self):
        told = projected_month(steady(8, past=MARCH.past), MARCH, until=MARCH.last)
        assert (told.low, told.high, told.expected_days) == (248, 248, 0)

    def test_fills_days_that_are_missing_in_between(self):
        daily = steady(8)
        del daily[dt.date(2026, 3, 5)]
        assert projected_month(daily, MARCH, until=UNTIL).middle == 248

    def test_follows_the_season_of_the_year_before(self):
        daily = steady(8) | steady(8, past=dt.date(2025, 3, 1), count=60)
        daily |= steady(4, past=dt.date(2025, 4, 10), count=40)
        told = projected_month(daily, MARCH, until=UNTIL)
        assert total(daily, MARCH).amount < told.middle < 248

    def test_never_falls_below_what_is_known(self):
        daily = steady(0) | {UNTIL: Decimal(100)}
        assert projected_month(daily, MARCH, until=UNTIL).low >= 100

    def test_is_right_in_about_eight_of_ten_months(self):
        months = [month_of(dt.date(2024, n, 1)) for n in range(3, 13)]
        found = [
            hits(daily, month, month.first + 9 * ONE_DAY, projected_month)
            for daily in map(noisy, range(12))
            for month in months
        ]
        assert 0.7 < sum(found) / len(found) < 0.95


class TestProjectedYear:
    YEAR = contract_year(dt.date(2025, 1, 1), dt.date(2025, 6, 1))

    def test_is_last_years_days_at_this_years_level(self):
        daily = steady(10, past=dt.date(2025, 1, 1), count=366)
        daily |= steady(8, past=dt.date(2025, 8, 1), count=212)
        told = projected_year(daily, self.YEAR, until=dt.date(2025, 7, 31))
        assert abs(told.middle - 365 * 8) < 2
        assert round(told.high - told.low, 6) == 0

    def test_needs_the_same_days_of_the_year_before(self):
        daily = steady(10, past=dt.date(2025, 7, 1), count=250)
        assert projected_year(daily, self.YEAR, until=dt.date(2025, 6, 30)) is None

    def test_says_nothing_where_nothing_was_used(self):
        daily = steady(0, past=dt.date(2025, 7, 1), count=600)
        assert projected_year(daily, self.YEAR, until=dt.date(2025, 6, 30)) is None

    def test_is_right_in_about_eight_of_ten_years(self):
        ends = [dt.date(2025, n, 1) for n in range(4, 11)]
        found = [
            hits(daily, self.YEAR, until, projected_year)
            for daily in map(noisy, range(10))
            for until in ends
        ]
        assert 0.65 < sum(found) / len(found) < 0.95
