"""The half-hours that may be used, what they emit, and what one run costs."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices.domain import Hours, Limits, Plan, Profile
from daybook.apps.prices.domain.plans import Block, run_at
from daybook.apps.prices.domain.plans.field import Field
from tests.priced import HALF_HOUR, MIDNIGHT, priced

MINUTE = dt.timedelta(minutes=1)
SLOTS = priced(1, 2, 3, 4)


def at(minutes):
    return MIDNIGHT + minutes * MINUTE


def free(minutes=30, **more):
    field = Field(slots=SLOTS, carbon={}, **more)
    return [n for n, slot in enumerate(SLOTS) if field.is_free(slot, minutes)]


def block(pence, grams=None, kwh=1):
    found = None if grams is None else Decimal(grams)
    return Block(at(0), at(30), Decimal(kwh), Decimal(pence), found)


class TestIsFree:
    def test_without_limits_is_everything(self):
        assert free() == [0, 1, 2, 3]

    @pytest.mark.parametrize(
        ("since", "found"), [(0, [0, 1, 2, 3]), (1, [1, 2, 3]), (30, [1, 2, 3])]
    )
    def test_never_begins_before_it_may(self, since, found):
        assert free(limits=Limits(not_before=at(since))) == found

    @pytest.mark.parametrize(("until", "found"), [(90, [0, 1, 2]), (89, [0, 1]), (91, [0, 1, 2])])
    def test_is_done_in_time(self, until, found):
        assert free(limits=Limits(finish_by=at(until))) == found

    def test_may_be_used_in_part_before_the_deadline(self):
        assert free(10, limits=Limits(finish_by=at(70))) == [0, 1, 2]
        assert free(11, limits=Limits(finish_by=at(70))) == [0, 1]

    def test_keeps_to_hours_and_limits_both(self):
        hours = Hours(dt.time(0, 30), dt.time(2))
        assert free(hours=hours, limits=Limits(finish_by=at(90))) == [1, 2]


class TestIntensities:
    def test_are_those_of_the_forecast(self):
        carbon = {slot.starts_at: 10 * n for n, slot in enumerate(SLOTS)}
        assert Field(slots=SLOTS, carbon=carbon).intensities() == [0, 10, 20, 30]

    def test_are_nought_where_one_that_may_be_used_is_unknown(self):
        carbon = {slot.starts_at: 10 for slot in SLOTS[:-1]}
        assert Field(slots=SLOTS, carbon=carbon).intensities() == [0] * 4

    def test_need_no_forecast_of_what_may_not_be_used(self):
        carbon = {slot.starts_at: 10 for slot in SLOTS[:-1]}
        field = Field(slots=SLOTS, limits=Limits(finish_by=at(90)), carbon=carbon)
        assert field.intensities() == [10, 10, 10, 0]


class TestRunAt:
    RUN = Profile((2, 1), Decimal(3), last_minutes=15)

    def test_splits_each_part_at_the_half_hours_of_the_clock(self):
        found = run_at(SLOTS, self.RUN, at(15), {})
        assert found.pence == (1 + 2) + 2
        assert found.ends_at == at(60)

    def test_of_a_length_within_one_half_hour_needs_only_its_price(self):
        short = Profile((1,), Decimal(1), last_minutes=15)
        assert run_at(SLOTS[:1], short, at(15), {}).pence == 1
        assert run_at(SLOTS[:1], short, at(16), {}) is None

    def test_does_not_begin_before_the_first_price(self):
        assert run_at(SLOTS, self.RUN, at(-1), {}) is None

    def test_tells_no_carbon_where_any_of_it_is_unknown(self):
        carbon = {SLOTS[0].starts_at: 50}
        assert run_at(SLOTS, self.RUN, at(0), carbon).grams is None
        assert run_at(SLOTS, Profile((1,), Decimal(2)), at(0), carbon).grams == 100

    def test_is_exact_where_thirds_meet(self):
        third = Profile((1, 1, 1), Decimal(1))
        assert run_at(SLOTS, third, at(0), {}).pence == 2

    def test_pays_below_zero(self):
        assert run_at(priced(-6, 3), self.RUN, at(0), {}).pence == -9


class TestPlanSums:
    def plan(self, *blocks):
        return Plan(
            blocks=blocks, at_once=None, dearest=None, timer=None, finish_by=None, is_open=False
        )

    def test_add_up_cost_and_energy(self):
        found = self.plan(block(4, kwh=2), block(-1, kwh=3))
        assert (found.pence, found.kwh) == (3, 5)

    def test_tell_carbon_only_where_each_block_does(self):
        assert self.plan(block(1, 40), block(1, 2)).grams == 42
        assert self.plan(block(1, 40), block(1)).grams is None

    def test_of_no_carbon_at_all_is_nought_and_not_unknown(self):
        assert self.plan(block(1, 0)).grams == 0

    def test_are_of_half_hours(self):
        assert block(1).ends_at - block(1).starts_at == HALF_HOUR
