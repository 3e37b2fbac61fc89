import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices.domain import Hours, Limits, Profile, normalised
from daybook.apps.prices.domain.plans import run_at
from daybook.apps.prices.domain.plans.field import Field
from daybook.apps.prices.domain.plans.one import best_start, dearest_start
from tests.apps.prices.domain.plans.brute import minute_by_minute, one_block
from tests.priced import HALF_HOUR, MIDNIGHT, priced, recorded_slots

NONE = Decimal(0)
MINUTE = dt.timedelta(minutes=1)
WASH = Profile((3, 2, 1), Decimal("1.2"))
prices = st.lists(st.one_of(st.none(), st.integers(-5, 30)), min_size=1, max_size=14)
profiles = st.lists(st.integers(0, 4), min_size=1, max_size=4).filter(sum)


def field(slots, carbon=None, **more):
    return Field(slots=slots, carbon=carbon or {}, **more)


def start(*pence, profile=WASH, tolerance=NONE, **more):
    found = best_start(field(priced(*pence), **more), profile, tolerance)
    return found and (found.starts_at - MIDNIGHT) // HALF_HOUR


class TestBestStart:
    def test_puts_the_heavy_part_into_the_cheap_half_hour(self):
        assert start(9, 9, 9, 1, 5, 9, 9) == 3

    def test_takes_the_earliest_of_equals(self):
        assert start(5, 5, 5, 5, 5) == 0

    def test_takes_the_greenest_of_those_that_cost_the_same(self):
        carbon = {MIDNIGHT + n * HALF_HOUR: 200 - n for n in range(5)}
        assert start(5, 5, 5, 5, 5, carbon=carbon) == 2

    def test_never_pays_more_to_be_green(self):
        carbon = {MIDNIGHT + n * HALF_HOUR: 200 - 30 * n for n in range(5)}
        assert start(5, 5, 5, "5.0001", 5, carbon=carbon) == 0

    def test_leaves_carbon_aside_where_the_forecast_has_a_gap(self):
        carbon = {MIDNIGHT + n * HALF_HOUR: 200 - n for n in range(4)}
        assert start(5, 5, 5, 5, 5, carbon=carbon) == 0

    def test_never_runs_over_a_gap(self):
        assert start(9, 9, 9, None, 1, 1, None, 8, 8, 8) == 7
        assert start(9, 9, None, 1, 1) is None

    def test_comes_earlier_where_that_is_only_slightly_dearer(self):
        day = (6, 6, 6, 5, 5, 5)
        assert [start(*day, tolerance=Decimal(p)) for p in ("0.9", "1")] == [1, 0]

    def test_ends_in_time_although_its_last_half_hour_does_not(self):
        short = Profile((1, 1), Decimal(1), last_minutes=15)
        by = Limits(finish_by=MIDNIGHT + dt.timedelta(minutes=75))
        assert start(9, 2, 1, 1, profile=short, limits=by) == 1

    def test_stays_within_the_allowed_hours(self):
        night = Hours(dt.time(0, 30), dt.time(2))
        assert start(1, 9, 9, 9, 1, 1, hours=night) == 1

    @given(prices, profiles)
    def test_is_what_trying_everything_finds(self, pence, parts):
        slots, profile = priced(*pence), Profile(tuple(parts), Decimal(1))
        found = best_start(field(slots), profile, NONE)
        assert (found and found.starts_at) == one_block(slots, profile)

    @pytest.mark.parametrize("parts", [(525, 250, 100, 12), (6,), (1,) * 6, (520, 40, 520, 112)])
    def test_is_what_trying_everything_finds_on_recorded_days(self, parts):
        slots, profile = normalised(recorded_slots()), Profile(parts, Decimal(1))
        found = best_start(field(slots), profile, NONE)
        assert found.starts_at == one_block(slots, profile)


class TestDearestStart:
    def test_is_the_worst_that_was_allowed(self):
        slots = priced(1, 9, 9, 9, 30, 30, 30)
        early = Limits(finish_by=MIDNIGHT + 5 * HALF_HOUR)
        assert dearest_start(field(slots, limits=early), WASH) is slots[2]

    def test_is_none_where_nothing_fits(self):
        assert dearest_start(field(priced(1, 2)), WASH) is None


class TestRunAt:
    def test_costs_the_profile_times_the_prices(self):
        block = run_at(priced(10, 20, 30), WASH, MIDNIGHT, {})
        assert block.pence == Decimal("0.6") * 10 + Decimal("0.4") * 20 + Decimal("0.2") * 30
        assert (block.ends_at - MIDNIGHT, block.grams) == (3 * HALF_HOUR, None)

    def test_tells_the_carbon_where_all_of_it_is_known(self):
        carbon = {MIDNIGHT + n * HALF_HOUR: 100 * n for n in range(3)}
        assert run_at(priced(1, 1, 1), WASH, MIDNIGHT, carbon).grams == 80

    def test_is_none_where_a_price_is_missing(self):
        assert run_at(priced(1, None, 1), WASH, MIDNIGHT, {}) is None

    @settings(max_examples=30)
    @given(st.integers(0, 59), profiles, st.integers(1, 30))
    def test_is_the_sum_of_its_minutes(self, minutes, parts, last):
        slots = priced(7, -3, 12, 5, 31, 4, 4)
        profile = Profile(tuple(parts), Decimal(1), last)
        at = MIDNIGHT + minutes * MINUTE
        exact = minute_by_minute(slots, profile, at, MINUTE) / profile.whole / 10**20
        assert abs(run_at(slots, profile, at, {}).pence - Decimal(float(exact))) < Decimal("1e-9")
