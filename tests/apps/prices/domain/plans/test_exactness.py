"""Plans against twins that try everything, within hours and deadlines, on nights of 46 and 50."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices.domain import Charge, Hours, Kind, Limits, Machine, plan
from daybook.apps.prices.domain.plans.field import Field, run_at
from daybook.apps.prices.domain.plans.one import best_start, dearest_start
from daybook.apps.prices.domain.plans.several import best_slots
from daybook.apps.prices.errors import NoWindow
from daybook.lib.periods import LONDON, half_hours, local_day
from tests.apps.prices.domain.plans.brute import cost, runs_of
from tests.priced import HALF_HOUR, MIDNIGHT, priced, slot

NONE = Decimal(0)
MINUTE = dt.timedelta(minutes=1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
pences = st.lists(st.one_of(st.none(), st.integers(-4, 9)), min_size=1, max_size=10)
charges = st.builds(
    lambda tenths, least, runs: Charge(
        kwh=Decimal(tenths) / 10, kw=Decimal(2), minimum_run=least, most_runs=runs
    ),
    st.integers(1, 42),
    st.integers(1, 3),
    st.integers(1, 3),
)
clocks = st.integers(0, 20).map(lambda n: dt.time(n // 4, n % 4 * 15))
hours = st.builds(Hours, clocks, clocks)
deadlines = st.one_of(st.none(), st.integers(5, 330).map(lambda n: MIDNIGHT + n * MINUTE))


def ways(slots, charge, allowed, by):
    """Every way to charge, as its cost, its runs, and its half-hours."""
    parts = [charge.slot_part] * (charge.slots - 1) + [charge.last_part]
    lengths = [30] * (charge.slots - 1) + [charge.last_minutes]
    short = min(charge.minimum_run, charge.slots)
    for used in combinations(slots, charge.slots):
        runs = runs_of(used)
        if len(runs) > charge.most_runs or min(map(len, runs)) < short:
            continue
        ends = [one.starts_at + length * MINUTE for one, length in zip(used, lengths, strict=True)]
        fits = all(
            (by is None or end <= by)
            and (allowed is None or allowed.allow(one.starts_at, (end - one.starts_at) // MINUTE))
            for one, end in zip(used, ends, strict=True)
        )
        if fits:
            yield cost(used, parts), len(runs), [one.starts_at for one in used]


def starts(found):
    return [one.starts_at for one in found]


def bill(slots, charge):
    """The cost of the best way; ``None`` where there is none."""
    found = best_slots(Field(slots=slots, carbon={}), charge, NONE)
    parts = [charge.slot_part] * (charge.slots - 1) + [charge.last_part]
    return cost(found, parts) if found else None


class TestSeveralBlocks:
    @settings(max_examples=60)
    @given(pences, charges, hours, deadlines)
    def test_are_the_best_of_all_within_hours_and_deadline(self, pence, charge, allowed, by):
        slots = priced(*pence)
        field = Field(slots=slots, limits=Limits(finish_by=by), hours=allowed, carbon={})
        best = min(ways(slots, charge, allowed, by), default=None)
        assert starts(best_slots(field, charge, NONE)) == (best[2] if best else [])

    @settings(max_examples=40)
    @given(pences, charges, st.integers(1, 30))
    def test_with_a_tolerance_are_done_first_of_all_that_are_cheap_enough(
        self, pence, charge, tenths
    ):
        slots, dearer = priced(*pence), Decimal(tenths) / 10
        every = list(ways(slots, charge, None, None))
        whole = (charge.slots - 1) * charge.slot_part + charge.last_part
        most = min(every)[0] + int(dearer * 10**20) * whole if every else 0
        cheap = [(way[2][-1], *way) for way in every if way[0] <= most]
        found = starts(best_slots(Field(slots=slots, carbon={}), charge, dearer))
        assert found == (min(cheap)[3] if cheap else [])

    @settings(max_examples=25)
    @given(pences, charges)
    def test_cost_no_more_when_there_may_be_more_and_shorter_ones(self, pence, charge):
        slots = priced(*pence)
        bound = bill(slots, charge)
        freer = bill(slots, replace(charge, minimum_run=1, most_runs=charge.most_runs + 1))
        assert bound is None or freer <= bound

    @settings(max_examples=25)
    @given(pences, charges)
    def test_in_one_block_are_the_same_charge_in_one_go(self, pence, charge):
        once = replace(charge, most_runs=1)
        field = Field(slots=priced(*pence), carbon={})
        start = best_start(field, once.profile, NONE)
        assert starts(best_slots(field, once, NONE))[:1] == ([start.starts_at] if start else [])

    @settings(max_examples=25)
    @given(st.lists(st.integers(-4, 9), min_size=5, max_size=10), charges)
    def test_are_the_same_when_every_price_is_as_much_dearer(self, pence, charge):
        before = Field(slots=priced(*pence), carbon={})
        after = Field(slots=priced(*[3 * p + 7 for p in pence]), carbon={})
        assert starts(best_slots(before, charge, NONE)) == starts(best_slots(after, charge, NONE))

    @settings(max_examples=25)
    @given(pences, charges)
    def test_keep_to_least_run_and_most_blocks(self, pence, charge):
        runs = runs_of(best_slots(Field(slots=priced(*pence), carbon={}), charge, NONE))
        short = min(charge.minimum_run, charge.slots)
        assert len(runs) <= charge.most_runs
        assert all(len(run) >= short for run in runs)


class TestOneBlock:
    @settings(max_examples=25)
    @given(pences, hours, deadlines, st.integers(1, 30))
    def test_starts_where_all_of_it_is_allowed(self, pence, allowed, by, last):
        load = Charge(kwh=Decimal(1) + Decimal(last) / 30, kw=Decimal(2)).profile
        field = Field(slots=priced(*pence), limits=Limits(finish_by=by), hours=allowed, carbon={})
        found = best_start(field, load, NONE)
        if found:
            assert by is None or found.starts_at + load.length <= by
            assert allowed.allow(found.starts_at, 30)

    @settings(max_examples=25)
    @given(pences, charges)
    def test_costs_no_more_than_the_dearest(self, pence, charge):
        field, load = Field(slots=priced(*pence), carbon={}), charge.profile
        found = best_start(field, load, NONE), dearest_start(field, load)
        if found == (None, None):
            return
        best, worst = (run_at(field.slots, load, one.starts_at, {}).pence for one in found)
        assert best <= worst


def night(day, *, seed):
    """The half-hours of a local day, with prices that look like none."""
    starts_at = half_hours(local_day(day, LONDON))
    return tuple(slot(at, (n * seed) % 17 - 3) for n, at in enumerate(starts_at))


class TestNightsWhenClocksChange:
    CAR = Machine(kind=Kind.EV, kwh=Decimal(3), kw=Decimal(2), is_split=True, most_runs=2)

    @pytest.mark.parametrize("seed", [5, 7, 11])
    @pytest.mark.parametrize("day", [SPRING, AUTUMN])
    def test_are_planned_as_trying_everything_finds(self, day, seed):
        slots = night(day, seed=seed)
        car = replace(self.CAR, allowed_from=dt.time(0, 30), allowed_until=dt.time(5))
        found = plan(slots, car, now=slots[0].starts_at)
        best = min(ways(slots[:14], car.load, car.hours, None))
        used = [
            one.starts_at
            for one in slots
            if any(b.starts_at <= one.starts_at < b.ends_at for b in found.blocks)
        ]
        assert used == best[2]

    @pytest.mark.parametrize(("day", "halves"), [(SPRING, 4), (AUTUMN, 8)])
    def test_have_so_much_time_until_three(self, day, halves):
        slots = night(day, seed=5)
        most = replace(self.CAR, kwh=Decimal(halves), ready_by=dt.time(3), most_runs=1)
        found = plan(slots, most, now=slots[0].starts_at)
        assert (found.blocks[0].starts_at, found.blocks[0].ends_at) == (
            slots[0].starts_at,
            found.finish_by,
        )

    @pytest.mark.parametrize(("day", "kwh"), [(SPRING, 23), (AUTUMN, 24)])
    def test_can_be_used_up_to_a_whole_day(self, day, kwh):
        slots = night(day, seed=5)
        slow = replace(self.CAR, kwh=Decimal(kwh), kw=Decimal(1))
        found = plan(slots, slow, now=slots[0].starts_at)
        assert found.kwh == kwh
        assert all(a.ends_at < b.starts_at for a, b in pairwise(found.blocks))

    @pytest.mark.parametrize("day", [SPRING, AUTUMN])
    def test_fit_nothing_into_hours_that_are_too_short(self, day):
        slots = night(day, seed=5)
        bound = replace(self.CAR, allowed_from=dt.time(5), allowed_until=dt.time(6))
        with pytest.raises(NoWindow):
            plan(slots, bound, now=slots[0].starts_at)


class TestCost:
    @settings(max_examples=25)
    @given(st.lists(st.integers(-9, 40), min_size=6, max_size=12), charges)
    def test_is_what_each_block_draws_at_its_prices(self, pence, charge):
        car = Machine(kind=Kind.EV, kwh=charge.kwh, kw=charge.kw, is_split=True)
        slots = priced(*pence)
        found = plan(slots, car, now=MIDNIGHT)
        parts = [car.load.slot_part] * (car.load.slots - 1) + [car.load.last_part]
        used = best_slots(Field(slots=slots, carbon={}), car.load, NONE)
        assert found.pence * 10**26 == cost(used, parts)
        assert found.kwh == charge.kwh

    @pytest.mark.parametrize("minutes", [0, 1, 29, 30, 31])
    def test_counts_from_the_minute_somebody_stands_there(self, minutes):
        lamp = Machine(kind=Kind.OWN, kwh=Decimal(3), minutes=30)
        found = plan(priced(0, 30, 60, 90), lamp, now=MIDNIGHT + minutes * MINUTE)
        assert found.at_once.pence == 3 * minutes
        assert found.blocks[0].starts_at == MIDNIGHT + -(-minutes // 30) * HALF_HOUR
