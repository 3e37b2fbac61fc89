import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from daybook.apps.prices import domain
from daybook.apps.prices.domain import Kind, TimerKind
from daybook.apps.prices.queries import Planned, Rates
from daybook.apps.prices.views.greeting import welcome
from daybook.apps.prices.views.plan_reasons import mass
from daybook.apps.prices.views.plan_words import told
from daybook.lib.periods import Period
from tests.apps.prices.appliances import KETTLE
from tests.priced import HALF_HOUR, MIDNIGHT, priced


def words(*pence, machine=KETTLE, carbon=None, failure=""):
    """A plan for ``machine`` from midnight on, in words."""
    slots = priced(*pence)
    plan = domain.plan(slots, machine, now=MIDNIGHT, carbon=carbon)
    period = Period(slots[0].starts_at, slots[-1].ends_at)
    rates = Rates(period=period, slots=slots, missing=())
    planned = Planned(plan=plan, rates=rates, carbon_failure=failure)
    return told(planned, machine, now=MIDNIGHT)


def green(*grams):
    return {MIDNIGHT + n * HALF_HOUR: g for n, g in enumerate(grams)}


class TestWhy:
    def test_tells_what_waiting_saves(self):
        found = words(30, 30, 10, 10)
        assert found.saving == "£0.20"
        assert found.why[0] == "Started today 00:00 it would cost £0.30: waiting saves £0.20."

    def test_says_when_waiting_saves_nothing(self):
        found = words(10, 10, 30, 30)
        assert found.saving == ""
        assert "waiting saves nothing" in found.why[0]
        assert found.why[1] == "At the dearest time, from today 01:00, it would cost £0.30."

    def test_says_nothing_of_a_dearest_time_when_all_are_the_same(self):
        assert len(words(10, 10, 10).why) == 1

    def test_says_that_one_is_paid(self):
        found = words(-10, -10)
        assert (found.is_paid, found.cost) == (True, "\N{MINUS SIGN}£0.10")

    @pytest.mark.parametrize(
        ("grams", "change"),
        [((200, 200, 50, 50), "150\xa0g less"), ((50, 50, 90, 90), "40\xa0g more")],
    )
    def test_compares_the_carbon_with_starting_at_once(self, grams, change):
        assert change in words(30, 30, 10, 10, carbon=green(*grams)).why[-1]

    def test_says_that_cost_alone_decides_without_a_forecast(self):
        found = words(10, 10, failure="NESO cannot be reached.")
        assert "goes by cost alone" in found.notes[0]
        assert not found.has_carbon


class TestTimer:
    def timer(self, kind, steps, *pence):
        return words(*pence, machine=replace(KETTLE, timer=kind, timer_steps=steps)).timer

    def test_names_the_hours_to_set(self):
        told = self.timer(TimerKind.START, "1", 30, 30, 10, 10)
        assert told.startswith("Set the 1 h timer today 00:00: it runs 01:00")

    def test_names_the_hours_until_the_end(self):
        told = self.timer(TimerKind.END, "2", 30, 30, 10, 10)
        assert told.startswith("Set the timer to end in 2 h, today 00:00: it runs 01:00")

    def test_says_to_leave_it_alone_when_now_is_best(self):
        told = self.timer(TimerKind.START, "1", 10, 10, 30, 30)
        assert told.startswith("Start it today 00:00 without the timer")


class TestBlocks:
    def test_are_listed_each_with_its_energy(self):
        car = domain.Machine(kind=Kind.EV, kwh=Decimal(2), kw=Decimal(2), is_split=True)
        found = words(9, 1, 9, 2, machine=car)
        assert [(row.energy, row.cost) for row in found.rows] == [
            ("1\xa0kWh", "£0.01"),
            ("1\xa0kWh", "£0.02"),
        ]
        assert "It runs in 2 blocks" in found.notes[-1]


@pytest.mark.parametrize(("grams", "text"), [(420, "420\xa0g"), (1260, "1.3\xa0kg")])
def test_a_mass_is_in_grams_or_kilograms(grams, text):
    assert mass(Decimal(grams)) == text


@pytest.mark.parametrize(
    ("hour", "greeting"), [(3, "evening"), (4, "morning"), (12, "afternoon"), (18, "evening")]
)
def test_a_greeting_fits_the_time_of_the_day(hour, greeting):
    at = dt.datetime(2026, 3, 3, hour, tzinfo=dt.UTC)
    assert welcome("Anna", now=at) == f"Good {greeting}, Anna."
