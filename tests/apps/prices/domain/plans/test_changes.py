"""What is different this once: each word of it goes before the appliance's own, and only it."""

import datetime as dt
from dataclasses import fields, replace
from decimal import Decimal

import pytest

from daybook.apps.prices.domain import PRESETS, Changes, Charge, Kind, TimerKind
from daybook.apps.prices.errors import (
    InvalidBattery,
    InvalidCapacity,
    InvalidHours,
    InvalidLength,
    InvalidPower,
    InvalidProfile,
    InvalidRuns,
    InvalidTimer,
)

CAR, WASH = PRESETS[Kind.EV], PRESETS[Kind.WASHING_MACHINE]
NIGHT = {"allowed_from": dt.time(22), "allowed_until": dt.time(6)}
SAID = {
    "kwh": Decimal(5),
    "battery_kwh": Decimal(40),
    "ready_by": dt.time(9),
    "is_split": False,
    "minimum_run": 3,
    "most_runs": 2,
    "timer_steps": "4 8",
}


def changed(one, other):
    """The names of what differs."""
    return {f.name for f in fields(one) if getattr(one, f.name) != getattr(other, f.name)}


class TestApplied:
    @pytest.mark.parametrize("name", SAID)
    def test_changes_what_is_said_and_nothing_else(self, name):
        found = Changes(**{name: SAID[name]}).applied(CAR)
        assert changed(found, CAR) == {name}
        assert getattr(found, name) == SAID[name]

    def test_narrows_the_hours(self):
        found = Changes(**NIGHT).applied(CAR)
        assert changed(found, CAR) == NIGHT.keys()
        assert found.hours.since == dt.time(22)

    def test_can_leave_a_timer_aside_or_turn_it_round(self):
        timed = replace(WASH, timer=TimerKind.START, timer_steps="3 6")
        assert Changes(timer=TimerKind.END).applied(timed).delay.hours == (3, 6)
        assert Changes(timer=TimerKind.NONE).applied(timed).delay is None

    @pytest.mark.parametrize("kind", [Kind.WASHING_MACHINE, Kind.DISHWASHER, Kind.DRYER])
    def test_keeps_the_energy_over_another_length(self, kind):
        found = Changes(minutes=45).applied(PRESETS[kind])
        assert found.load.length == dt.timedelta(minutes=45)
        assert abs(found.load.kwh - PRESETS[kind].load.kwh) <= Decimal("0.0005")

    def test_keeps_the_energy_at_another_power(self):
        found = Changes(kw=Decimal(2)).applied(PRESETS[Kind.DRYER])
        assert isinstance(found.load, Charge)
        assert (found.load.kwh, found.load.slots) == (Decimal("2.46"), 3)

    def test_keeps_the_shape_for_another_energy(self):
        found = Changes(kwh=Decimal(2)).applied(WASH)
        assert (found.load.parts, found.load.kwh) == (WASH.load.parts, 2)

    def test_draws_what_the_profile_says_whatever_the_machine_draws(self):
        found = Changes(profile="1 0.5", minutes=40).applied(CAR)
        assert (found.load.kwh, found.load.length) == (Decimal("1.5"), dt.timedelta(minutes=40))

    def test_scales_the_profile_to_an_energy_that_is_said_too(self):
        found = Changes(profile="1 0.5", kwh=Decimal(3)).applied(CAR)
        assert (found.load.parts, found.load.kwh) == ((1_000_000, 500_000), 3)

    def test_takes_the_power_where_a_length_is_said_too(self):
        found = Changes(kw=Decimal(5), minutes=60).applied(CAR)
        assert (found.load.kw, found.load.kwh) == (5, 20)

    def test_does_not_touch_the_appliance(self):
        Changes(**SAID).applied(CAR)
        assert PRESETS[Kind.EV] == CAR
        assert CAR.kwh == 20

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"profile": "much"}, InvalidProfile),
            ({"minutes": 0}, InvalidLength),
            ({"kwh": Decimal(0)}, InvalidCapacity),
            ({"kw": Decimal(51)}, InvalidPower),
            ({"kw": Decimal("0.1")}, InvalidLength),
            ({"battery_kwh": Decimal(501)}, InvalidCapacity),
            ({"allowed_until": dt.time(6)}, InvalidHours),
            ({"minimum_run": 0}, InvalidRuns),
            ({"most_runs": 9}, InvalidRuns),
            ({"timer": TimerKind.END}, InvalidTimer),
            ({"timer_steps": "late"}, InvalidTimer),
        ],
    )
    def test_refuses_what_an_appliance_refuses(self, said, refusal):
        with pytest.raises(refusal):
            Changes(**said).applied(CAR)


class TestShares:
    def test_are_of_the_battery_that_is_said(self):
        half = Changes(from_percent=25, to_percent=75, battery_kwh=Decimal(40))
        assert half.applied(CAR).kwh == half.applied(WASH).kwh == 20

    def test_go_before_an_energy(self):
        found = Changes(from_percent=0, to_percent=100, kwh=Decimal(1)).applied(CAR)
        assert found.kwh == 60

    def test_of_one_percent_are_to_the_watt_hour(self):
        found = Changes(from_percent=99, to_percent=100, battery_kwh=Decimal("51.23"))
        assert found.applied(CAR).kwh == Decimal("0.512")

    @pytest.mark.parametrize("shares", [(None, 80), (20, None), (80, 80), (90, 80), (0, 101)])
    def test_refuse_what_is_no_charge(self, shares):
        with pytest.raises(InvalidBattery):
            Changes(from_percent=shares[0], to_percent=shares[1]).applied(CAR)


class TestAlone:
    def test_is_something_of_its_own_with_what_was_said(self):
        found = Changes(kw=Decimal(2), **SAID, **NIGHT).alone()
        assert found.kind is Kind.OWN
        assert {name: getattr(found, name) for name in SAID} == SAID
        assert found.hours.until == dt.time(6)

    def test_runs_in_one_go_unless_it_is_said(self):
        plain = Changes(kwh=Decimal(5), kw=Decimal(2))
        assert plain.alone().load.most_runs == 1
        assert replace(plain, is_split=True).alone().load.most_runs == 4

    def test_charges_a_battery_that_is_described(self):
        car = Changes(kw=Decimal(2), battery_kwh=Decimal(10), from_percent=10, to_percent=60)
        assert car.alone().load.kwh == 5

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({}, InvalidCapacity),
            ({"minutes": 60}, InvalidCapacity),
            ({"kwh": Decimal(1)}, InvalidLength),
            ({"kw": Decimal(1)}, InvalidCapacity),
            ({"kw": Decimal(1), "from_percent": 1, "to_percent": 2}, InvalidBattery),
        ],
    )
    def test_needs_an_energy_and_a_time(self, said, refusal):
        with pytest.raises(refusal):
            Changes(**said).alone()
