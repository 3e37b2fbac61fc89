"""Appliances as people describe them, and what is usual of each kind."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from daybook.apps.prices.domain.amounts import LARGEST_KWH, capacity
from daybook.apps.prices.domain.plans.hours import Hours
from daybook.apps.prices.domain.plans.loads import Charge, Load, even, power, profile
from daybook.apps.prices.domain.plans.timers import Timer, TimerKind, timer_hours
from daybook.apps.prices.domain.refusals import (
    InvalidBattery,
    InvalidCapacity,
    InvalidHours,
    InvalidLength,
    InvalidName,
    InvalidPower,
    InvalidRuns,
    InvalidTimer,
)

LONGEST_NAME: Final = 60
LONGEST_PROFILE: Final = 400
LONGEST_STEPS: Final = 60
MOST_RUNS: Final = 8
USUAL_RUNS: Final = 4
LONGEST_RUN: Final = 12
_FULL: Final = 100


class Kind(StrEnum):
    """What an appliance is."""

    WASHING_MACHINE = "washing-machine"
    DISHWASHER = "dishwasher"
    DRYER = "dryer"
    EV = "ev"
    HEAT_BATTERY = "heat-battery"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """An appliance: what it draws, when it may run, and how it is set.

    It draws ``profile`` (as typed; with ``kwh`` it keeps its shape and draws so much), or ``kwh``
    at ``kw``, or ``kwh`` evenly over ``minutes``, the first of these that is said. With
    ``is_split`` what has a power may run up to ``most_runs`` times, each for at least
    ``minimum_run`` half-hours. Its rules raise what they refuse as soon as it is made.
    """

    kind: Kind
    name: str = ""
    profile: str = ""
    minutes: int | None = None
    kwh: Decimal | None = None
    kw: Decimal | None = None
    battery_kwh: Decimal | None = None
    ready_by: dt.time | None = None
    allowed_from: dt.time | None = None
    allowed_until: dt.time | None = None
    is_split: bool = False
    minimum_run: int = 1
    most_runs: int = USUAL_RUNS
    timer: TimerKind = TimerKind.NONE
    timer_steps: str = ""

    def __post_init__(self) -> None:
        if len(self.name) > LONGEST_NAME:
            raise InvalidName("Give it a shorter name.")
        if (self.allowed_from is None) != (self.allowed_until is None):
            raise InvalidHours("Give both ends of the allowed hours, or neither.")
        if not 1 <= self.minimum_run <= LONGEST_RUN or not 1 <= self.most_runs <= MOST_RUNS:
            raise InvalidRuns("A run lasts at least half an hour to six, and there are 1 to 8.")
        if self.battery_kwh is not None:
            capacity(self.battery_kwh)
        if self.timer and not self.timer_steps.strip():
            raise InvalidTimer("Write the hours the timer offers, such as “3 6 9” or “1-12”.")
        if self.timer_steps.strip():
            timer_hours(self.timer_steps)
        _checked(self.load)

    @property
    def load(self) -> Load:
        """What it draws."""
        if self.profile.strip():
            shape = profile(self.profile, self.minutes)
            return shape if self.kwh is None else replace(shape, kwh=capacity(self.kwh))
        if self.kwh is None:
            raise InvalidCapacity("Give the energy in kWh, or the kWh of each half-hour.")
        if self.kw is not None:
            return Charge(
                kwh=capacity(self.kwh),
                kw=power(self.kw),
                minimum_run=self.minimum_run,
                most_runs=self.most_runs if self.is_split else 1,
            )
        if self.minutes is None:
            raise InvalidLength("Give a length, a power, or the kWh of each half-hour.")
        return even(self.kwh, self.minutes)

    @property
    def hours(self) -> Hours | None:
        """When it may run, ``None`` where that is at any time."""
        if self.allowed_from is None or self.allowed_until is None:
            return None
        return Hours(self.allowed_from, self.allowed_until)

    @property
    def delay(self) -> Timer | None:
        """Its delay timer."""
        return Timer(self.timer, timer_hours(self.timer_steps)) if self.timer else None


def energy_of_charge(battery_kwh: Decimal, from_percent: int, to_percent: int) -> Decimal:
    """The kWh between two states of charge; raises ``InvalidBattery``, ``InvalidCapacity``.

    What is lost on the way into the battery is not in it.
    """
    if not 0 <= from_percent < to_percent <= _FULL:
        raise InvalidBattery("Charge from a lower share to a higher one, such as 20 % to 80 %.")
    kwh = capacity(battery_kwh) * (to_percent - from_percent) / _FULL
    return capacity(min(kwh, LARGEST_KWH).quantize(Decimal("0.001")))


def _checked(load: Load) -> None:
    if isinstance(load, Charge) and load.slot_part == 0:
        raise InvalidPower("Give a power above 0 and at most 50 kW, such as 7.4.")
    if isinstance(load, Charge):
        _ = load.profile  # refuses what takes more than a day


# Typical values to begin with, measured on no machine and taken from no table: the water is heated
# at about 2 kW (once when washing, twice when washing up), and a dryer heats nearly all the time.
# A car: a single-phase wall box of 32 A at 230 V; a heat battery: an immersion heater of 2.8 kW.
PRESETS: Final[Mapping[Kind, Machine]] = {
    Kind.WASHING_MACHINE: Machine(
        kind=Kind.WASHING_MACHINE, profile="0.525 0.25 0.1 0.0125", minutes=105
    ),
    Kind.DISHWASHER: Machine(kind=Kind.DISHWASHER, profile="0.52 0.04 0.52 0.1125", minutes=120),
    Kind.DRYER: Machine(kind=Kind.DRYER, profile="1 0.9 0.56", minutes=90),
    Kind.EV: Machine(
        kind=Kind.EV,
        kwh=Decimal(20),
        kw=Decimal("7.4"),
        battery_kwh=Decimal(60),
        ready_by=dt.time(7),
        is_split=True,
    ),
    Kind.HEAT_BATTERY: Machine(
        kind=Kind.HEAT_BATTERY,
        kwh=Decimal(7),
        kw=Decimal("2.8"),
        ready_by=dt.time(7),
        is_split=True,
    ),
}
