import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from daybook.apps.prices.domain import (
    PRESETS,
    Kind,
    Machine,
    TimerKind,
    normalised,
    plan,
    sample_slots,
)
from daybook.apps.prices.errors import NoPrices, NoWindow
from daybook.lib.periods import LONDON, Period, local_day
from tests.priced import HALF_HOUR, MIDNIGHT, priced, recorded_slots

HOUR = 2 * HALF_HOUR
KETTLE = Machine(kind=Kind.OWN, kwh=Decimal(1), minutes=60)
CAR = Machine(kind=Kind.EV, kwh=Decimal(3), kw=Decimal(2), is_split=True)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)


def at(hours):
    return MIDNIGHT + dt.timedelta(hours=hours)


def night(day):
    """Sample prices from the day's eve to its end."""
    return sample_slots(
        Period(local_day(day, LONDON).starts_at - 4 * HOUR, local_day(day, LONDON).ends_at)
    )


class TestPlan:
    def test_compares_with_starting_at_once_and_with_the_dearest(self):
        found = plan(priced(9, 9, 20, 20, 3, 3), KETTLE, now=MIDNIGHT)
        assert [block.starts_at for block in found.blocks] == [at(2)]
        assert (found.pence, found.at_once.pence, found.dearest.pence) == (3, 9, 20)

    def test_starts_at_the_next_whole_half_hour(self):
        found = plan(priced(1, 5, 5, 5), KETTLE, now=MIDNIGHT + dt.timedelta(minutes=10, seconds=5))
        assert found.blocks[0].starts_at == MIDNIGHT + HALF_HOUR
        assert found.at_once.starts_at == MIDNIGHT + dt.timedelta(minutes=11)

    def test_is_ready_in_time(self):
        early = replace(KETTLE, ready_by=dt.time(2))
        found = plan(priced(9, 8, 8, 8, 1, 1), early, now=MIDNIGHT)
        assert found.blocks[0].ends_at <= found.finish_by == at(2)

    def test_means_tomorrow_when_there_is_no_time_left_today(self):
        late = replace(KETTLE, ready_by=dt.time(7))
        assert plan(priced(*[5] * 96), late, now=at(6.5)).finish_by == at(31)
        assert plan(priced(*[5] * 96), late, now=at(6)).finish_by == at(7)

    def test_says_when_prices_up_to_the_deadline_are_not_all_known(self):
        late = replace(KETTLE, ready_by=dt.time(7))
        assert plan(priced(5, 5, 5), late, now=MIDNIGHT).is_open
        assert not plan(priced(*[5] * 14), late, now=MIDNIGHT).is_open

    def test_charges_in_several_blocks_with_the_energy_of_each(self):
        found = plan(priced(9, 1, 2, 9, 9, 3, 9), CAR, now=MIDNIGHT)
        assert [block.kwh for block in found.blocks] == [2, 1]
        assert (found.kwh, found.pence) == (3, 6)

    def test_charges_in_one_block_where_it_may_not_be_split(self):
        found = plan(priced(9, 1, 2, 9, 9, 3, 9), replace(CAR, is_split=False), now=MIDNIGHT)
        assert len(found.blocks) == 1
        assert found.pence == 12

    def test_adds_up_the_carbon_where_all_of_it_is_known(self):
        carbon = {MIDNIGHT + n * HALF_HOUR: 100 for n in range(4)}
        slots = priced(5, 5, 5, 5)
        assert plan(slots, KETTLE, now=MIDNIGHT, carbon=carbon).grams == 100
        assert plan(slots, KETTLE, now=MIDNIGHT).grams is None

    def test_pays_the_household_below_zero(self):
        assert plan(priced(-4, -4), KETTLE, now=MIDNIGHT).pence == -4

    def test_is_refused_without_prices_and_where_nothing_fits(self):
        with pytest.raises(NoPrices):
            plan(priced(1, 1), KETTLE, now=at(5))
        with pytest.raises(NoWindow):
            plan(priced(1), KETTLE, now=MIDNIGHT)

    @pytest.mark.parametrize("kind", PRESETS)
    def test_costs_no_more_than_starting_on_any_half_hour(self, kind):
        slots = normalised(recorded_slots())
        found = plan(slots, PRESETS[kind], now=slots[0].starts_at)
        others = [plan(slots[n:], PRESETS[kind], now=slots[n].starts_at) for n in range(10)]
        assert all(found.pence <= other.at_once.pence for other in others if other.at_once)


class TestPlanOnNightsWhenClocksChange:
    @pytest.mark.parametrize(("day", "length"), [(SPRING, 9), (AUTUMN, 11)])
    def test_allows_the_hours_of_the_clock(self, day, length):
        owl = replace(KETTLE, allowed_from=dt.time(22), allowed_until=dt.time(8))
        eve = local_day(day, LONDON).starts_at - 2 * HOUR
        slots = night(day)
        free = [
            slot
            for slot in slots
            if owl.hours.allow(slot.starts_at, 30) and eve <= slot.starts_at < eve + 12 * HOUR
        ]
        assert len(free) == 2 * length

    @pytest.mark.parametrize("day", [SPRING, AUTUMN])
    def test_is_ready_by_the_clock_on_the_wall(self, day):
        car = replace(PRESETS[Kind.EV], kwh=Decimal(40))
        found = plan(night(day), car, now=local_day(day, LONDON).starts_at - HOUR)
        assert found.finish_by.astimezone(LONDON).time() == dt.time(7)
        assert found.blocks[-1].ends_at <= found.finish_by
        assert found.kwh == 40

    @pytest.mark.parametrize("day", [SPRING, AUTUMN])
    def test_runs_so_many_real_hours(self, day):
        found = plan(night(day), KETTLE, now=local_day(day, LONDON).starts_at)
        assert found.blocks[0].ends_at - found.blocks[0].starts_at == HOUR


class TestTimer:
    PRICES = (9, 9, 9, 9, 9, 9, 4, 4, 9, 9, 9, 9, 5, 5, 9, 9, 9, 9, 1, 1, 9, 9)

    def answer(self, kind, hours, **more):
        machine = replace(KETTLE, timer=kind, timer_steps=hours, **more)
        return plan(priced(*self.PRICES), machine, now=MIDNIGHT).timer

    def test_starts_after_the_best_of_its_hours(self):
        found = self.answer(TimerKind.START, "3 6 9")
        assert (found.at, found.hours, found.block.starts_at) == (MIDNIGHT, 9, at(9))

    def test_ends_after_the_best_of_its_hours(self):
        found = self.answer(TimerKind.END, "1-12")
        assert (found.hours, found.block.ends_at, found.block.pence) == (10, at(10), 1)

    def test_may_be_best_without(self):
        assert self.answer(TimerKind.START, "1 2").hours == 0

    def test_keeps_the_deadline_and_the_allowed_hours(self):
        assert self.answer(TimerKind.START, "3 6 9", ready_by=dt.time(5)).hours == 3
        hours = {"allowed_from": dt.time(5), "allowed_until": dt.time(8)}
        assert self.answer(TimerKind.START, "3 6 9", **hours).hours == 6

    def test_is_none_where_none_of_its_hours_fits(self):
        hours = {"allowed_from": dt.time(4), "allowed_until": dt.time(6)}
        assert self.answer(TimerKind.START, "3 9", **hours) is None

    def test_prices_what_begins_in_the_midst_of_a_half_hour(self):
        machine = replace(KETTLE, timer=TimerKind.START, timer_steps="3")
        found = plan(priced(*self.PRICES), machine, now=MIDNIGHT + dt.timedelta(minutes=15)).timer
        assert found.block.pence == Decimal("5.25")
