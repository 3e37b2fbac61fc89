import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices.domain.statistics import clock_rows, history
from daybook.apps.prices.errors import NoPrices
from daybook.lib.periods import LONDON, local_midnight

MARCH = dt.date(2026, 3, 1)
DAY = dt.timedelta(days=1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)


def flat(pence, count=48):
    return (Decimal(pence),) * count


def rising(count=48):
    return tuple(map(Decimal, range(count)))


def of(days, *, first=MARCH, length=None):
    return history(days, first=first, past=first + (length or len(days)) * DAY)


class TestMeans:
    def test_are_of_all_half_hours_and_of_each_of_the_clock(self):
        found = of({MARCH: flat(10), MARCH + DAY: rising()})
        assert found.whole.mean == (10 * 48 + sum(range(48))) / Decimal(96)
        assert found.whole.by_clock[47] == (10 + 47) / Decimal(2)

    def test_are_told_by_month(self):
        found = of({MARCH - DAY: flat(4), MARCH: flat(8)}, first=MARCH - DAY)
        assert {month: tally.mean for month, tally in found.months.items()} == {
            dt.date(2026, 2, 1): 4,
            MARCH: 8,
        }

    def test_name_the_cheapest_and_the_dearest_hour(self):
        found = of({MARCH: rising()})
        assert (found.cheapest_hour, found.dearest_hour) == (0, 23)

    def test_of_equal_hours_name_the_first(self):
        found = of({MARCH: flat(3)})
        assert (found.cheapest_hour, found.dearest_hour) == (0, 0)


class TestClockChanges:
    def test_leave_out_the_hour_that_is_skipped(self):
        (row, nothing) = clock_rows(SPRING, rising(46))
        assert row[:5] == (0, 1, None, None, 2)
        assert set(nothing) == {None}

    def test_count_the_repeated_hour_twice(self):
        found = of({AUTUMN: rising(50)}, first=AUTUMN)
        assert found.whole.by_clock[2:4] == (Decimal(2 + 4) / 2, Decimal(3 + 5) / 2)
        assert found.whole.known == 50

    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (AUTUMN, 50)])
    def test_are_right_about_what_is_missing(self, day, count):
        found = of({day: (None, *flat(1, count - 1))}, first=day)
        assert (found.whole.known, found.whole.missing) == (count - 1, 1)


class TestGaps:
    def test_are_counted_for_days_of_which_nothing_is_kept(self):
        found = of({MARCH: flat(1)}, length=31)
        assert (found.whole.known, found.whole.missing) == (48, 31 * 48 - 2 - 48)

    def test_take_no_part_in_means(self):
        found = of({MARCH: (None, *flat(6, 47))})
        assert (found.whole.mean, found.whole.by_clock[0]) == (6, None)

    def test_leave_a_month_without_a_mean(self):
        found = of({MARCH: flat(1)}, length=32)
        april = found.months[dt.date(2026, 4, 1)]
        assert (april.mean, april.lowest, april.missing, len(april.by_clock)) == (
            None,
            None,
            48,
            48,
        )

    @pytest.mark.parametrize("days", [{}, {MARCH: (None,) * 48}])
    def test_of_everything_are_refused(self, days):
        with pytest.raises(NoPrices):
            of(days, length=1)


class TestSpread:
    def test_counts_by_five_pence_without_a_hole(self):
        odd = (Decimal("-0.01"), Decimal(0), Decimal("4.99"), Decimal(15))
        found = of({MARCH: (*odd, *flat(15, 44))})
        assert [(b.from_pence, b.count) for b in found.bins] == [
            (-5, 1),
            (0, 2),
            (5, 0),
            (10, 0),
            (15, 45),
        ]

    def test_counts_what_is_below_zero_and_not_zero(self):
        found = of({MARCH: (Decimal(-1), Decimal(0), *flat(2, 46))})
        assert (found.whole.negative, found.whole.lowest) == (1, -1)

    def test_finds_the_earliest_of_the_lowest_and_the_highest(self):
        found = of({MARCH: rising(), MARCH + DAY: rising()})
        midnight = local_midnight(MARCH, LONDON)
        assert (found.lowest.starts_at, found.lowest.pence) == (midnight, 0)
        assert found.highest.starts_at == midnight + dt.timedelta(hours=23.5)
