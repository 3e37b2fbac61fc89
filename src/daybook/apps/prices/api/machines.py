"""Appliances as callers describe them, and as they are told.

Amounts are decimal strings, so that nothing is lost on the way: kWh and kW. What is empty or null
was not said, and then what is usual of the kind holds. Times are those of the clock in London.
"""

import datetime as dt
from decimal import Decimal
from typing import Final
from uuid import UUID

from ninja import Schema
from pydantic import Field, JsonValue

from daybook.apps.prices import domain
from daybook.apps.prices.api.told import shown
from daybook.apps.prices.domain import Kind, Machine, TimerKind
from daybook.apps.prices.models import Appliance
from daybook.core.rest import Instant, WallTime

DAY_MINUTES: Final = 24 * 60
FULL: Final = 100
NUMBER: Final = 12
LARGEST_ID: Final = 2**63 - 1
GIVEN: Final[dict[str, JsonValue]] = {
    "name": "Dishwasher",
    "kind": "dishwasher",
    "profile": "0.52 0.04 0.52 0.1125",
    "minutes": 120,
    "ready_by": "07:00:00",
    "timer": "start",
    "timer_steps": "3 6 9",
}
TOLD: Final[dict[str, JsonValue]] = {
    **GIVEN,
    "id": 1,
    "sample": False,
    "changed_at": "2026-03-03T09:10:00Z",
}


class Described(Schema):
    """What it draws, when it may run, and how it is set; amounts are decimal strings."""

    profile: str = Field(
        "", max_length=domain.LONGEST_PROFILE, description="kWh of each half-hour from the start."
    )
    minutes: int | None = Field(None, ge=1, le=DAY_MINUTES, description="How long a run lasts.")
    kwh: str = Field("", max_length=NUMBER, description="Energy of one run.", examples=["20"])
    kw: str = Field("", max_length=NUMBER, description="Steady power.", examples=["7.4"])
    battery_kwh: str = Field("", max_length=NUMBER, examples=["60"])
    ready_by: WallTime | None = Field(None, description="By London's clock.")
    allowed_from: WallTime | None = None
    allowed_until: WallTime | None = Field(None, description="May lie after midnight.")
    minimum_run: int | None = Field(
        None, ge=1, le=domain.LONGEST_RUN, description="Half-hours that a block lasts at least."
    )
    most_runs: int | None = Field(None, ge=1, le=domain.MOST_RUNS, description="Blocks at most.")
    timer: TimerKind | None = None
    timer_steps: str = Field("", max_length=domain.LONGEST_STEPS, examples=["3 6 9"])


class ApplianceIn(Described):
    """An appliance of yours."""

    model_config = shown(**GIVEN)

    name: str = Field(min_length=1, max_length=domain.LONGEST_NAME)
    kind: Kind
    is_split: bool = Field(False, description="May run in several blocks; needs a power.")

    def machine(self) -> Machine:
        """The same to the rules; raises what they refuse."""
        return Machine(
            kind=self.kind,
            name=self.name,
            profile=self.profile,
            minutes=self.minutes,
            kwh=energy(self.kwh),
            kw=domain.power(self.kw) if self.kw else None,
            battery_kwh=energy(self.battery_kwh),
            ready_by=wall(self.ready_by),
            allowed_from=wall(self.allowed_from),
            allowed_until=wall(self.allowed_until),
            is_split=self.is_split,
            minimum_run=self.minimum_run or 1,
            most_runs=self.most_runs or domain.USUAL_RUNS,
            timer=self.timer or TimerKind.NONE,
            timer_steps=self.timer_steps,
        )


class NewApplianceIn(ApplianceIn):
    """A new appliance; the same ``key`` sent twice is one appliance."""

    key: UUID | None = None


class ApplianceOut(Schema):
    """An appliance of yours; amounts are decimal strings, empty where nothing was said."""

    model_config = shown(**TOLD)

    id: int
    name: str
    kind: Kind
    profile: str = ""
    minutes: int | None = None
    kwh: str = ""
    kw: str = ""
    battery_kwh: str = ""
    ready_by: WallTime | None = None
    allowed_from: WallTime | None = None
    allowed_until: WallTime | None = None
    is_split: bool = False
    minimum_run: int = 1
    most_runs: int = domain.USUAL_RUNS
    timer: TimerKind = TimerKind.NONE
    timer_steps: str = ""
    sample: bool
    changed_at: Instant


class AppliancesOut(Schema):
    """Your appliances, as they were added."""

    model_config = shown(appliances=[TOLD])

    appliances: list[ApplianceOut]


def told(appliance: Appliance) -> dict[str, object]:
    """An appliance as it is told."""
    said: tuple[str, ...] = (
        "name",
        "kind",
        "profile",
        "minutes",
        "ready_by",
        "allowed_from",
        "allowed_until",
    )
    said += ("is_split", "minimum_run", "most_runs", "timer", "timer_steps", "changed_at")
    amounts = ("kwh", "kw", "battery_kwh")
    return {
        "id": appliance.pk,
        "sample": appliance.is_sample,
        **{name: getattr(appliance, name) for name in said},
        **{name: _text(getattr(appliance, name)) for name in amounts},
    }


def energy(text: str) -> Decimal | None:
    """kWh, ``None`` where nothing is said."""
    return domain.capacity(text) if text else None


def wall(time: dt.time | None) -> dt.time | None:
    """A time of London's clock to the minute, whatever zone it was written with.

    A zone says nothing without a day: London's differs from it by another amount in summer.
    """
    return time and time.replace(second=0, microsecond=0, tzinfo=None)


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"
