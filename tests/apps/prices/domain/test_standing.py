import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices import domain
from daybook.apps.prices.domain import Band, rank, standing
from daybook.lib.periods import LONDON, Period, local_day

DAY = dt.date(2026, 3, 3)
NOON = dt.datetime(2026, 3, 3, 12, 10, tzinfo=dt.UTC)
FOUR = Decimal(4)


def flat(pence, day=DAY):
    price = Decimal(pence)
    return domain.half_hourly(local_day(day, LONDON), pence_inc_vat=price, pence_exc_vat=price)


def at(slots, now=NOON, hours=FOUR):
    return standing(slots, hours, now)


class TestRank:
    def test_is_shared_by_equal_prices(self):
        cheap, *rest = flat(10)
        dear = domain.Slot(cheap.starts_at, cheap.ends_at, Decimal(20), Decimal(20))
        assert rank([dear, *rest], dear) == 48
        assert rank([dear, *rest], rest[3]) == 1


class TestStanding:
    def test_knows_this_half_hour_and_the_next(self):
        found = at(flat(-1))
        assert found.current.starts_at == NOON.replace(minute=0)
        assert found.following.starts_at == NOON.replace(minute=30)
        assert (found.band, found.rank, found.known) == (Band.NEGATIVE, 1, 48)

    def test_has_the_block_of_all_day_and_the_one_to_come(self):
        found = at(flat(10))
        assert found.block_today.starts_at == local_day(DAY, LONDON).starts_at
        assert found.block_next.starts_at == NOON.replace(minute=0)

    def test_says_what_is_not_known(self):
        found = at(flat(10)[:20])
        assert (found.current, found.band, found.rank, found.following) == (None,) * 4
        assert found.block_next is None
        assert found.block_today

    def test_of_nothing_is_empty(self):
        assert at([]).known == 0

    @pytest.mark.parametrize(("day", "count"), [("2026-03-29", 46), ("2025-10-26", 50)])
    def test_counts_the_half_hours_of_days_when_clocks_change(self, day, count):
        date = dt.date.fromisoformat(day)
        noon = dt.datetime.combine(date, dt.time(12), tzinfo=dt.UTC)
        found = at(flat(10, date), noon)
        assert (found.known, found.rank) == (count, 1)

    def test_of_the_last_half_hour_looks_into_tomorrow(self):
        tomorrow = DAY + dt.timedelta(days=1)
        found = at([*flat(10), *flat(5, tomorrow)], NOON.replace(hour=23, minute=45))
        assert found.following.pence_inc_vat == 5
        day = local_day(tomorrow, LONDON)
        assert found.block_next.period == Period(day.starts_at, day.starts_at + 4 * HOUR)


HOUR = dt.timedelta(hours=1)
