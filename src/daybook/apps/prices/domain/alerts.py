"""What people want to be told of prices, and what there is to tell of a day."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from daybook.apps.prices.domain.amounts import price
from daybook.apps.prices.domain.days import agile_day
from daybook.apps.prices.domain.plans import Machine, Plan, plan
from daybook.apps.prices.domain.refusals import (
    InvalidLength,
    InvalidMinutes,
    InvalidThreshold,
    NoWindow,
)
from daybook.apps.prices.domain.search import best
from daybook.apps.prices.domain.slots import Average, Slot, average, lowest, runs
from daybook.apps.prices.domain.windows import Limits, Window

LOWEST_THRESHOLD: Final = Decimal(-100)
HIGHEST_THRESHOLD: Final = Decimal(200)
FEWEST_MINUTES: Final = 5
MOST_MINUTES: Final = 180
#: News of a day is no news any more when it has begun so long ago (it begins at 23:00).
NEWS_FOR: Final = dt.timedelta(hours=10)

_THRESHOLD = "Give a price from -100 to 200 pence per kWh, such as 12.5."
_MINUTES = "Give a number of minutes from 5 to 180."


class AlertKind(StrEnum):
    """What a person may want to be told."""

    PUBLISHED = "published"
    BELOW = "below"
    ABOVE = "above"
    NEGATIVE = "negative"
    WINDOW = "window"


#: Those that need a price, and the price that is proposed.
THRESHOLDS: Final = {AlertKind.BELOW: Decimal(10), AlertKind.ABOVE: Decimal(35)}
USUAL_MINUTES: Final = 15


def threshold(value: Decimal | str | int) -> Decimal:
    """A price in pence per kWh to be told about: -100 to 200; raises ``InvalidThreshold``."""
    pence = price(value, InvalidThreshold(_THRESHOLD))
    if not LOWEST_THRESHOLD <= pence <= HIGHEST_THRESHOLD:
        raise InvalidThreshold(_THRESHOLD)
    return pence


def minutes(value: str | int) -> int:
    """How many minutes before something to tell of it: 5 to 180; raises ``InvalidMinutes``."""
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_MINUTES))):
        raise InvalidMinutes(_MINUTES)
    if not FEWEST_MINUTES <= int(text) <= MOST_MINUTES:
        raise InvalidMinutes(_MINUTES)
    return int(text)


def is_news(day: dt.date, now: dt.datetime) -> bool:
    """Tell whether prices of the Agile day ``day`` are worth telling: until about 09:00 of it."""
    return now < agile_day(day).starts_at + NEWS_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Half-hours in a row that have something in common, and their lowest and highest price."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    lowest_pence: Decimal
    highest_pence: Decimal


def stretches(slots: Iterable[Slot], fits: Callable[[Decimal], bool]) -> tuple[Stretch, ...]:
    """The stretches whose prices with VAT all fit, earliest first; none runs over a gap."""
    chosen = [slot for slot in slots if fits(slot.pence_inc_vat)]
    return tuple(
        Stretch(
            starts_at=run[0].starts_at,
            ends_at=run[-1].ends_at,
            lowest_pence=min(slot.pence_inc_vat for slot in run),
            highest_pence=max(slot.pence_inc_vat for slot in run),
        )
        for run in runs(chosen)
    )


class Outlook:
    """The prices of an Agile day as they are told to many: each answer is worked out once.

    Only what has not begun at ``now`` counts. Expects the slots as ``normalised`` returns them.
    """

    def __init__(self, day: dt.date, slots: Iterable[Slot], now: dt.datetime) -> None:
        self.day = day
        self.slots = tuple(slot for slot in slots if now <= slot.starts_at)
        self._blocks: dict[tuple[Decimal, int, Decimal], tuple[Window, ...]] = {}
        self._plans: dict[tuple[Machine, Decimal], Plan | None] = {}
        self._stretches: dict[tuple[AlertKind, Decimal], tuple[Stretch, ...]] = {}

    @property
    def has_prices(self) -> bool:
        """Tell whether there is anything left to tell."""
        return bool(self.slots)

    @property
    def average(self) -> Average:
        """The mean price of the day; raises ``NoPrices``."""
        return average(self.slots, agile_day(self.day))

    @property
    def lowest(self) -> Slot:
        """The cheapest half-hour; raises ``NoPrices``."""
        return lowest(self.slots)

    def blocks(
        self, hours: Decimal, count: int = 1, *, tolerance_pence: Decimal = Decimal(0)
    ) -> tuple[Window, ...]:
        """The best separate blocks of ``hours``, best first; none where none fits."""
        key = (hours, count, tolerance_pence)
        if key not in self._blocks:
            try:
                found = best(self.slots, hours, count, Limits(), tolerance_pence=tolerance_pence)
            except NoWindow:
                found = ()
            self._blocks[key] = found
        return self._blocks[key]

    def plan(self, machine: Machine, *, tolerance_pence: Decimal = Decimal(0)) -> Plan | None:
        """The best plan for ``machine`` within the day; ``None`` where none fits."""
        key = (replace(machine, name=""), tolerance_pence)
        if key not in self._plans:
            self._plans[key] = self._planned(machine, tolerance_pence)
        return self._plans[key]

    def _planned(self, machine: Machine, tolerance_pence: Decimal) -> Plan | None:
        if not self.slots:
            return None
        begins = self.slots[0].starts_at
        try:
            return plan(self.slots, machine, now=begins, tolerance_pence=tolerance_pence)
        except (NoWindow, InvalidLength):
            return None

    def stretches(self, kind: AlertKind, pence: Decimal = Decimal(0)) -> tuple[Stretch, ...]:
        """When prices are below ``pence``, or above it for that kind; below 0 for the negative."""
        key = (kind, pence)
        if key not in self._stretches:
            above = kind is AlertKind.ABOVE
            self._stretches[key] = stretches(
                self.slots, (lambda price: price > pence) if above else (lambda p: p < pence)
            )
        return self._stretches[key]
