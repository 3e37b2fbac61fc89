"""Statistics against the plainest way of counting, on days of every length."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices.domain.statistics import BIN_PENCE, clock_rows, history
from daybook.apps.prices.errors import NoPrices
from daybook.lib.half_hours import place_count, starts
from daybook.lib.periods import LONDON

MARCH = dt.date(2026, 3, 1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)
DAY = dt.timedelta(days=1)
PENCE = st.integers(-30_0000, 120_0000).map(lambda n: Decimal(n).scaleb(-4))
few = settings(max_examples=15)


@st.composite
def stretches(draw):
    """A few days around a clock change or a month's end, of which some is missing."""
    first = draw(st.sampled_from([SPRING - DAY, AUTUMN - DAY, MARCH - DAY, MARCH]))
    days = {}
    for n in range(draw(st.integers(1, 3))):
        count = place_count(first + n * DAY, LONDON)
        places = draw(st.lists(st.none() | PENCE, min_size=count, max_size=count))
        days[first + n * DAY] = (Decimal(7), Decimal(8), *places[2:])
    return first, days


class TestSums:
    @few
    @given(stretches())
    def test_are_those_of_the_half_hours_one_by_one(self, stretch):
        first, days = stretch
        found = history(days, first=first, past=first + len(days) * DAY)
        known = [p for places in days.values() for p in places if p is not None]
        assert found.whole.known == len(known)
        assert abs(found.whole.mean - sum(known) / len(known)) < Decimal("1e-20")
        assert found.whole.negative == sum(p < 0 for p in known)
        assert (found.lowest.pence, found.highest.pence) == (min(known), max(known))

    @few
    @given(stretches())
    def test_lose_no_half_hour_of_the_calendar(self, stretch):
        first, days = stretch
        found = history(days, first=first, past=first + len(days) * DAY)
        everything = sum(place_count(day, LONDON) for day in days)
        assert found.whole.known + found.whole.missing == everything
        tallies = found.months.values()
        assert sum(t.known for t in tallies) == found.whole.known
        assert sum(t.missing for t in tallies) == found.whole.missing
        assert sum(t.negative for t in tallies) == found.whole.negative

    @few
    @given(stretches())
    def test_of_the_spread_are_all_that_is_known_in_its_column(self, stretch):
        first, days = stretch
        found = history(days, first=first, past=first + len(days) * DAY)
        known = [p for places in days.values() for p in places if p is not None]
        for column in found.bins:
            end = column.from_pence + BIN_PENCE
            assert column.count == sum(column.from_pence <= p < end for p in known)
        assert sum(column.count for column in found.bins) == len(known)

    @few
    @given(stretches())
    def test_of_the_clock_are_those_of_the_wall(self, stretch):
        first, days = stretch
        found = history(days, first=first, past=first + len(days) * DAY)
        walls = [[] for _ in range(48)]
        for day, places in days.items():
            for at, p in zip(starts(day, LONDON), places, strict=True):
                local = at.astimezone(LONDON)
                walls[2 * local.hour + local.minute // 30] += [] if p is None else [p]
        for wall, mean in zip(walls, found.whole.by_clock, strict=True):
            assert (mean is None) == (not wall)
            assert mean is None or abs(mean - sum(wall) / len(wall)) < Decimal("1e-20")

    @few
    @given(stretches())
    def test_name_the_earliest_half_hour_of_equals(self, stretch):
        first, days = stretch
        found = history(days, first=first, past=first + len(days) * DAY)
        flat = [
            (at, p)
            for day, places in sorted(days.items())
            for at, p in zip(starts(day, LONDON), places, strict=True)
        ]
        assert found.lowest.starts_at == next(at for at, p in flat if p == found.lowest.pence)
        assert found.highest.starts_at == next(at for at, p in flat if p == found.highest.pence)


class TestTooLittle:
    def test_of_single_half_hours_no_hour_can_be_named(self):
        places = tuple(Decimal(n) if n % 2 else None for n in range(48))
        with pytest.raises(NoPrices, match="Too few"):
            history({MARCH: places}, first=MARCH, past=MARCH + DAY)

    def test_of_days_outside_the_stretch_nothing_is_counted(self):
        places = (Decimal(5),) * 48
        with pytest.raises(NoPrices):
            history({MARCH: (None,) * 48}, first=MARCH, past=MARCH + DAY)
        found = history({MARCH: places}, first=MARCH, past=MARCH + 2 * DAY)
        assert (found.whole.known, found.whole.missing) == (48, 48)


class TestClockRows:
    @pytest.mark.parametrize(("day", "count"), [(MARCH, 48), (SPRING, 46), (AUTUMN, 50)])
    def test_keep_every_amount_once(self, day, count):
        places = tuple(map(Decimal, range(count)))
        rows = clock_rows(day, places)
        assert sorted(p for row in rows for p in row if p is not None) == list(places)
        assert {len(row) for row in rows} == {48}

    def test_tell_the_repeated_hour_in_a_row_of_its_own(self):
        first, second = clock_rows(AUTUMN, tuple(map(Decimal, range(50))))
        assert first[2:6] == (2, 3, 6, 7)
        assert [n for n, p in enumerate(second) if p is not None] == [2, 3]
        assert second[2:4] == (4, 5)

    def test_have_no_hour_that_the_clock_skips(self):
        first, second = clock_rows(SPRING, tuple(map(Decimal, range(46))))
        assert [n for n, p in enumerate(first) if p is None] == [2, 3]
        assert second == (None,) * 48
