import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from daybook.apps.prices.domain import (
    PRESETS,
    Changes,
    Charge,
    Hours,
    Kind,
    Machine,
    TimerKind,
    energy_of_charge,
    next_time,
    power,
    profile,
    timer_hours,
)
from daybook.apps.prices.errors import (
    InvalidBattery,
    InvalidCapacity,
    InvalidHours,
    InvalidLength,
    InvalidName,
    InvalidPower,
    InvalidProfile,
    InvalidRuns,
    InvalidTimer,
)
from daybook.lib.periods import HALF_HOUR, LONDON

KETTLE = Machine(kind=Kind.OWN, kwh=Decimal(1), minutes=60)


class TestProfile:
    @pytest.mark.parametrize(
        "text", ["0.9 0.6 0.2", "0,9 0,6 0,2", "0.9, 0.6, 0.2", " .9;0.6\n0.20 ", "0.9,0.6,0.2"]
    )
    def test_is_read_as_people_write_it(self, text):
        found = profile(text)
        assert found.parts == (900_000, 600_000, 200_000)
        assert (found.kwh, found.length) == (Decimal("1.7"), 3 * HALF_HOUR)

    def test_may_end_before_its_last_half_hour_does(self):
        assert profile("1 1", 45).length == dt.timedelta(minutes=45)

    @pytest.mark.parametrize("text", ["", "0 0", "one", "1e3", "-1 2", "1 " * 49, "1_0", "\u0661"])
    def test_refuses_what_cannot_be_one(self, text):
        with pytest.raises(InvalidProfile):
            profile(text)

    @pytest.mark.parametrize("minutes", [30, 61, 0])
    def test_refuses_a_length_that_is_not_its_own(self, minutes):
        with pytest.raises(InvalidLength):
            profile("1 1", minutes)


class TestPower:
    @pytest.mark.parametrize("text", ["0", "50.1", "x", "7.4321", "-1", "NaN", "1e1"])
    def test_refuses_what_no_household_has(self, text):
        with pytest.raises(InvalidPower):
            power(text)


class TestHours:
    def allowed(self, since, until, hour, minutes=30):
        starts_at = dt.datetime(2026, 3, 3, hour, tzinfo=dt.UTC)
        return Hours(dt.time(since), dt.time(until)).allow(starts_at, minutes)

    def test_reach_over_midnight(self):
        assert [self.allowed(22, 6, hour) for hour in (21, 22, 0, 5, 6)] == [
            False,
            True,
            True,
            True,
            False,
        ]

    def test_are_the_whole_day_when_both_ends_are_the_same(self):
        assert all(self.allowed(7, 7, hour) for hour in range(24))

    def test_allow_only_what_ends_within_them(self):
        until = Hours(dt.time(5), dt.time(6, 15))
        six = dt.datetime(2026, 3, 3, 6, tzinfo=dt.UTC)
        assert until.allow(six, 15)
        assert not until.allow(six, 16)

    def test_come_again_at_the_next_time_of_the_clock(self):
        eve = dt.datetime(2026, 3, 28, 23, 30, tzinfo=dt.UTC)
        assert next_time(dt.time(7), after=eve).astimezone(LONDON).hour == 7
        assert next_time(dt.time(23, 30), after=eve) > eve


class TestTimerHours:
    @pytest.mark.parametrize(
        ("text", "hours"),
        [("3 6 9", (3, 6, 9)), ("9/6/3", (3, 6, 9)), ("1-4", (1, 2, 3, 4)), ("2, 2", (2,))],
    )
    def test_are_read_as_people_write_them(self, text, hours):
        assert timer_hours(text) == hours

    @pytest.mark.parametrize("text", ["", "0", "25", "5-2", "x", "3h", "1.5"])
    def test_refuse_what_no_timer_has(self, text):
        with pytest.raises(InvalidTimer):
            timer_hours(text)


class TestMachine:
    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"kwh": None}, InvalidCapacity),
            ({"minutes": None}, InvalidLength),
            ({"minutes": 1441}, InvalidLength),
            ({"kwh": Decimal(500), "kw": Decimal("0.5")}, InvalidLength),
            ({"allowed_from": dt.time(1)}, InvalidHours),
            ({"minimum_run": 13}, InvalidRuns),
            ({"most_runs": 0}, InvalidRuns),
            ({"timer": TimerKind.END}, InvalidTimer),
            ({"timer_steps": "soon"}, InvalidTimer),
            ({"name": "x" * 61}, InvalidName),
            ({"profile": "none"}, InvalidProfile),
            ({"battery_kwh": Decimal(0)}, InvalidCapacity),
        ],
    )
    def test_refuses_what_cannot_be(self, said, refusal):
        with pytest.raises(refusal):
            replace(KETTLE, **said)

    def test_keeps_the_shape_of_its_profile_for_another_amount(self):
        wash = replace(PRESETS[Kind.WASHING_MACHINE], kwh=Decimal(2))
        assert (wash.load.kwh, wash.load.parts) == (2, PRESETS[Kind.WASHING_MACHINE].load.parts)

    def test_runs_once_unless_it_may_be_split(self):
        car = PRESETS[Kind.EV]
        assert (car.load.most_runs, replace(car, is_split=False).load.most_runs) == (4, 1)

    def test_draws_a_typical_amount_to_begin_with(self):
        drawn = [PRESETS[kind].load.kwh for kind in list(PRESETS)[:3]]
        assert drawn == [Decimal("0.8875"), Decimal("1.1925"), Decimal("2.46")]


class TestEnergyOfCharge:
    def test_is_the_share_of_the_battery(self):
        assert energy_of_charge(Decimal(60), 20, 80) == 36

    @pytest.mark.parametrize(("since", "until"), [(80, 20), (50, 50), (-1, 50), (0, 101)])
    def test_goes_upwards_within_the_battery(self, since, until):
        with pytest.raises(InvalidBattery):
            energy_of_charge(Decimal(60), since, until)


class TestChanges:
    def test_leave_the_machine_as_it_is_when_nothing_is_said(self):
        for machine in PRESETS.values():
            assert Changes().applied(machine) == machine

    def test_charge_from_one_share_to_another(self):
        found = Changes(from_percent=50, to_percent=60).applied(PRESETS[Kind.EV])
        assert found.kwh == 6

    @pytest.mark.parametrize(
        "changes", [Changes(from_percent=1), Changes(from_percent=1, to_percent=5)]
    )
    def test_need_both_shares_and_a_battery(self, changes):
        with pytest.raises(InvalidBattery):
            changes.applied(KETTLE)

    def test_put_a_power_in_the_place_of_a_profile(self):
        found = Changes(kwh=Decimal(2), kw=Decimal(2)).applied(PRESETS[Kind.DRYER])
        assert isinstance(found.load, Charge)

    def test_put_a_length_in_the_place_of_a_power(self):
        found = Changes(minutes=60).applied(PRESETS[Kind.EV])
        assert found.load.length == dt.timedelta(hours=1)

    def test_put_a_profile_in_the_place_of_a_power(self):
        found = Changes(profile="1 2").applied(PRESETS[Kind.EV])
        assert found.load.kwh == 3

    def test_describe_something_of_its_own(self):
        assert Changes(kwh=Decimal(1), minutes=60).alone() == KETTLE
        with pytest.raises(InvalidCapacity):
            Changes().alone()
