import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices.domain import Charge, Hours, Limits, normalised
from daybook.apps.prices.domain.plans.field import Field
from daybook.apps.prices.domain.plans.several import best_slots
from tests.apps.prices.domain.plans.brute import several_blocks
from tests.priced import HALF_HOUR, MIDNIGHT, priced, recorded_slots

NONE = Decimal(0)


def charge(kwh, *, runs=4, least=1):
    """At 2 kW, which is 1 kWh each half-hour."""
    return Charge(kwh=Decimal(kwh), kw=Decimal(2), minimum_run=least, most_runs=runs)


def places(load, *pence, carbon=None, tolerance=NONE, **more):
    field = Field(slots=priced(*pence), carbon=carbon or {}, **more)
    return [(s.starts_at - MIDNIGHT) // HALF_HOUR for s in best_slots(field, load, tolerance)]


class TestBestSlots:
    def test_takes_the_cheapest_half_hours_wherever_they_are(self):
        assert places(charge(2), 9, 1, 9, 2, 9) == [1, 3]

    def test_runs_no_oftener_than_it_may(self):
        assert places(charge(2, runs=1), 9, 1, 8, 2, 9) == [1, 2]

    def test_runs_at_least_as_long_as_it_must(self):
        assert places(charge(4, least=2), 1, 9, 9, 1, 2, 3, 3, 9) == [3, 4, 5, 6]

    def test_needs_no_longer_run_than_the_whole_charge(self):
        assert places(charge(1, least=4), 9, 1, 9, 9) == [1]

    def test_uses_only_the_very_last_half_hour_in_part(self):
        # 1.5 kWh: one whole half-hour and half of another, which has to be the later one.
        assert places(charge("1.5"), 10, 4, 9, 6) == [1, 3]

    def test_may_end_a_part_of_a_half_hour_before_the_deadline(self):
        by = Limits(finish_by=MIDNIGHT + dt.timedelta(minutes=45))
        assert places(charge("1.5"), 5, 5, 1, limits=by) == [0, 1]

    def test_never_runs_over_a_gap(self):
        assert places(charge(3, runs=1), 1, 1, None, 1, 5, 5) == [3, 4, 5]

    def test_takes_fewer_runs_at_the_same_cost_and_then_the_earliest(self):
        assert places(charge(2), 9, 3, 9, 3, 3, 9, 3, 3) == [3, 4]

    def test_takes_the_greenest_at_the_same_cost(self):
        carbon = {MIDNIGHT + n * HALF_HOUR: grams for n, grams in enumerate((90, 80, 10, 10))}
        assert places(charge(1), 3, 3, 3, 3, carbon=carbon) == [2]

    def test_is_done_earlier_where_that_is_only_slightly_dearer(self):
        assert places(charge(2), 5, 5, 4, 4, tolerance=Decimal(1)) == [0, 1]
        assert places(charge(2), 5, 5, 4, 4, tolerance=Decimal("0.9")) == [1, 2]

    def test_stays_within_the_allowed_hours(self):
        hours = Hours(dt.time(1), dt.time(2, 30))
        assert places(charge(2), 1, 1, 9, 8, 7, 1, hours=hours) == [3, 4]

    def test_is_nothing_where_it_does_not_fit(self):
        assert places(charge(3), 1, 1) == []
        assert places(charge(3, runs=1), 1, None, 1, 1) == []

    @settings(max_examples=150)
    @given(
        st.lists(st.one_of(st.none(), st.integers(-4, 12)), min_size=1, max_size=11),
        st.sampled_from(["0.4", "1", "1.5", "2", "2.7", "3", "4.1"]),
        st.integers(1, 3),
        st.integers(1, 3),
        st.lists(st.integers(1, 4), min_size=11, max_size=11),
    )
    def test_is_what_trying_everything_finds(self, pence, kwh, runs, least, green):
        slots, load = priced(*pence), charge(kwh, runs=runs, least=least)
        carbon = {MIDNIGHT + n * HALF_HOUR: grams for n, grams in enumerate(green)}
        field = Field(slots=slots, carbon=carbon)
        best = several_blocks(slots, load, carbon)
        assert [s.starts_at for s in best_slots(field, load, NONE)] == (best[3] if best else [])

    @pytest.mark.parametrize(("least", "runs"), [(1, 2), (2, 2), (3, 1)])
    def test_is_what_trying_everything_finds_on_a_recorded_day(self, least, runs):
        slots = normalised(recorded_slots())[:26]
        load = charge("3.5", least=least, runs=runs)
        found = best_slots(Field(slots=slots, carbon={}), load, NONE)
        assert [s.starts_at for s in found] == several_blocks(slots, load)[3]

    def test_reads_a_charge_of_fractions(self):
        car = Charge(kwh=Decimal(20), kw=Decimal("7.4"))
        assert (car.slots, car.last_part, car.last_minutes) == (6, 1_500_000, 13)
