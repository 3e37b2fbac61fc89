"""Appliances and their plans in words, also where they are unusual."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from daybook.apps.prices import domain
from daybook.apps.prices.domain import PRESETS, Kind, Machine, TimerKind
from daybook.apps.prices.models import Appliance
from daybook.apps.prices.queries import Planned, Rates
from daybook.apps.prices.views.machines import draws, line_of
from daybook.apps.prices.views.plan_reasons import mass, notes, saving
from daybook.apps.prices.views.plan_rulers import rulers
from daybook.apps.prices.views.plan_words import told
from daybook.lib.periods import Period
from tests.apps.prices.appliances import KETTLE
from tests.priced import MIDNIGHT, priced

CAR = replace(PRESETS[Kind.EV], kwh=Decimal(2), kw=Decimal(2), ready_by=None)


def planned(*pence, machine=KETTLE, stale=False, **more):
    slots = priced(*pence)
    rates = Rates(
        period=Period(slots[0].starts_at, slots[-1].ends_at),
        slots=slots,
        missing=(),
        fetched_at=MIDNIGHT - dt.timedelta(hours=2),
        is_stale=stale,
    )
    return Planned(plan=domain.plan(slots, machine, now=MIDNIGHT), rates=rates, **more)


def noted(found, machine=KETTLE):
    return list(notes(found, machine, MIDNIGHT))


class TestDraws:
    def test_tells_energy_and_length(self):
        assert draws(KETTLE) == "1\xa0kWh in 1\xa0h"

    def test_tells_the_power_of_what_has_one(self):
        assert draws(CAR) == "2\xa0kWh at 2\xa0kW, 1\xa0h in all"

    def test_tells_a_length_that_ends_within_the_half_hour(self):
        assert draws(replace(KETTLE, minutes=45)) == "1\xa0kWh in 45\xa0min"


class TestLine:
    def when(self, **said):
        columns = {"kind": "own", "name": "Pot", "kwh": Decimal(1), "minutes": 60}
        return line_of(Appliance(pk=1, **columns, **said)).when

    def test_says_at_any_time_where_nothing_is_said(self):
        assert self.when() == "at any time"

    def test_says_all_that_holds(self):
        said = {"ready_by": dt.time(7), "timer": "start", "timer_steps": "3 6"}
        hours = {"allowed_from": dt.time(22), "allowed_until": dt.time(6, 30)}
        assert self.when(**said, **hours) == (
            "ready by 07:00, only from 22:00 to 06:30, timer 3 6 h"
        )

    def test_says_nothing_of_hours_without_a_timer(self):
        assert self.when(timer_steps="3 6") == "at any time"

    @pytest.mark.parametrize("kind", Kind)
    def test_names_every_kind(self, kind):
        pot = Appliance(pk=1, kind=kind.value, name="Pot", kwh=Decimal(1), minutes=60)
        assert line_of(pot).kind


class TestNotes:
    def test_says_why_what_has_no_power_runs_in_one_go(self):
        split = replace(KETTLE, is_split=True)
        words = noted(planned(9, 1, 9, 1, machine=split), split)
        assert words == ["It runs in one go: only what has a power can run in several blocks."]

    def test_says_nothing_of_blocks_where_there_is_one(self):
        assert noted(planned(9, 1, 1, machine=CAR), CAR) == []

    def test_says_how_old_prices_are_that_could_not_be_renewed(self):
        assert noted(planned(1, 1, stale=True)) == [
            "Octopus does not answer right now; it gave these prices 2 hours ago."
        ]

    def test_says_until_when_it_is_done_and_what_is_not_known_up_to_then(self):
        late = replace(KETTLE, ready_by=dt.time(7))
        words = noted(planned(1, 1, 1, machine=late), late)
        assert words[0] == "It is ready by today 07:00."
        assert "not known all the way" in words[1]


class TestSaving:
    @pytest.mark.parametrize(
        ("pence", "text"), [((30, 30, 10, 10), "£0.20"), ((10, 10, 30, 30), ""), ((5, 5, 5), "")]
    )
    def test_is_told_only_where_there_is_one(self, pence, text):
        assert saving(planned(*pence).plan) == text

    def test_may_be_more_than_it_would_cost(self):
        assert saving(planned(10, 10, -40, -40).plan) == "£0.50"


class TestMass:
    @pytest.mark.parametrize(
        ("grams", "text"), [("0", "0\xa0g"), ("999", "999\xa0g"), ("1000", "1.0\xa0kg")]
    )
    def test_turns_to_kilograms_at_a_thousand(self, grams, text):
        assert mass(Decimal(grams)) == text


class TestRulers:
    def test_are_of_the_days_whose_prices_are_known(self):
        assert len(list(rulers(planned(*[1] * 10), MIDNIGHT))) == 1
        assert len(list(rulers(planned(*[1] * 50), MIDNIGHT))) == 2

    def test_mark_each_block_and_lead_to_the_list(self):
        (drawn,) = rulers(planned(9, 1, 9, 2, machine=CAR), MIDNIGHT)
        assert drawn.count('href="#plan-blocks"') == 2
        assert "Run 00:30\N{EN DASH}01:00" in drawn

    def test_put_a_block_on_the_day_it_begins_on(self):
        found = planned(*[9] * 47, 1, 1, 9, 9)
        today, tomorrow = rulers(found, MIDNIGHT)
        assert ("#plan-blocks" in today, "#plan-blocks" in tomorrow) == (True, False)


class TestAnswer:
    def test_prices_a_block_by_its_mean_and_exactly(self):
        (row,) = told(planned(10, 11), KETTLE, now=MIDNIGHT).rows
        assert (row.mean, row.cost) == ("10.50p", "£0.11")
        assert row.exact_cost.startswith("£0.105")

    def test_has_no_timer_and_no_carbon_where_there_is_none(self):
        found = told(planned(1, 1), KETTLE, now=MIDNIGHT)
        assert (found.timer, found.has_carbon, found.rows[0].carbon) == ("", False, "")

    def test_says_nothing_of_a_timer_that_fits_nowhere(self):
        late = Machine(
            kind=Kind.OWN, kwh=Decimal(1), minutes=60, timer=TimerKind.START, timer_steps="9"
        )
        bound = replace(late, allowed_from=dt.time(0, 30), allowed_until=dt.time(2))
        found = told(planned(1, 1, 1, 1, machine=bound), bound, now=MIDNIGHT)
        assert found.timer == ""
