"""What somebody wants otherwise this once, on top of what their appliance usually does."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, TypeVar

from daybook.apps.prices.domain.plans.machines import USUAL_RUNS, Kind, Machine, energy_of_charge
from daybook.apps.prices.domain.plans.timers import TimerKind
from daybook.apps.prices.domain.refusals import InvalidBattery

T = TypeVar("T")
_WATT_HOUR: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Each is ``None`` or empty where nothing is said, and the appliance's own holds."""

    profile: str = ""
    minutes: int | None = None
    kwh: Decimal | None = None
    kw: Decimal | None = None
    battery_kwh: Decimal | None = None
    from_percent: int | None = None
    to_percent: int | None = None
    ready_by: dt.time | None = None
    allowed_from: dt.time | None = None
    allowed_until: dt.time | None = None
    is_split: bool | None = None
    minimum_run: int | None = None
    most_runs: int | None = None
    timer: TimerKind | None = None
    timer_steps: str = ""

    def applied(self, machine: Machine) -> Machine:
        """``machine`` with what is said here in the place of what it says itself.

        A power or a length without a profile makes a profile of the machine's void, and keeps its
        energy; an amount of energy keeps its shape. Raises what ``Machine`` refuses, and
        ``InvalidBattery``.
        """
        is_reshaped = not self.profile.strip() and not (self.kw is None and self.minutes is None)
        typed = bool(self.profile.strip())
        kwh = self._kwh(_or(self.battery_kwh, machine.battery_kwh))
        usual = machine.load.kwh.quantize(_WATT_HOUR) if is_reshaped else machine.kwh
        return replace(
            machine,
            profile=self.profile if typed else "" if is_reshaped else machine.profile,
            minutes=self.minutes if typed else _or(self.minutes, machine.minutes),
            kwh=kwh if typed else _or(kwh, usual),
            kw=self.kw if is_reshaped and self.minutes is not None else _or(self.kw, machine.kw),
            battery_kwh=_or(self.battery_kwh, machine.battery_kwh),
            ready_by=_or(self.ready_by, machine.ready_by),
            allowed_from=_or(self.allowed_from, machine.allowed_from),
            allowed_until=_or(self.allowed_until, machine.allowed_until),
            is_split=_or(self.is_split, machine.is_split),
            minimum_run=_or(self.minimum_run, machine.minimum_run),
            most_runs=_or(self.most_runs, machine.most_runs),
            timer=_or(self.timer, machine.timer),
            timer_steps=self.timer_steps.strip() or machine.timer_steps,
        )

    def alone(self) -> Machine:
        """What is said here as something of its own; raises what ``applied`` raises."""
        return Machine(
            kind=Kind.OWN,
            profile=self.profile,
            minutes=self.minutes,
            kwh=self._kwh(self.battery_kwh),
            kw=self.kw,
            battery_kwh=self.battery_kwh,
            ready_by=self.ready_by,
            allowed_from=self.allowed_from,
            allowed_until=self.allowed_until,
            is_split=bool(self.is_split),
            minimum_run=self.minimum_run or 1,
            most_runs=self.most_runs or USUAL_RUNS,
            timer=self.timer or TimerKind.NONE,
            timer_steps=self.timer_steps,
        )

    def _kwh(self, battery: Decimal | None) -> Decimal | None:
        if self.from_percent is None and self.to_percent is None:
            return self.kwh
        if self.from_percent is None or self.to_percent is None:
            raise InvalidBattery("Give both: from how many percent, and to how many.")
        if battery is None:
            raise InvalidBattery("Give the size of the battery in kWh too.")
        return energy_of_charge(battery, self.from_percent, self.to_percent)


def _or(said: T | None, usual: T) -> T:
    return usual if said is None else said
