"""Half-hours of prices: putting them in order, finding gaps, reading them.

A slot is one settlement period, ``[starts_at, ends_at)`` in UTC. A missing
slot is missing: nothing here fills one in, least of all with 0 p.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter, eq, lt
from typing import Final

from daybook.apps.prices.domain.refusals import InvalidSlots, NoPrices
from daybook.lib.periods import (
    HALF_HOUR,
    Period,
    half_hour_of,
    half_hours,
    in_utc,
    local_date,
)

_START = attrgetter("starts_at")
_PRICE = attrgetter("pence_inc_vat")


# A unit is 10^-20 pence: room for any decimals a tariff or a careless float may bring along.
_UNIT_PLACES: Final = 20
_ABSURD_PENCE: Final = 1_000_000


def units(pence: Decimal) -> int:
    """Pence as a whole number of 10^-20 pence, exactly: whole numbers add up fastest.

    Raises ``InvalidSlots`` for what is no price: NaN, infinity, a million pence
    and more, more than twenty decimals.
    """
    if not pence.is_finite() or abs(pence) >= _ABSURD_PENCE:
        raise InvalidSlots("A price was received that cannot be one. Try again later.")
    exponent = pence.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_UNIT_PLACES:
        raise InvalidSlots("A price was received with too many decimals. Try again later.")
    return int(pence.scaleb(_UNIT_PLACES))


@dataclass(frozen=True, slots=True)
class Slot:
    """The unit rate of one half-hour, in pence per kWh with and without VAT.

    ``units`` is the price with VAT once more as a whole number, for the search
    for windows. Raises ``InvalidSlots`` for a slot that is not exactly half an
    hour long or whose price cannot be one, ``InvalidInstant`` for times
    without zone.
    """

    starts_at: dt.datetime
    ends_at: dt.datetime
    pence_inc_vat: Decimal
    pence_exc_vat: Decimal
    units: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts_at", in_utc(self.starts_at))
        object.__setattr__(self, "ends_at", in_utc(self.ends_at))
        if self.ends_at - self.starts_at != HALF_HOUR:
            raise InvalidSlots("A price was received that is not for half an hour.")
        if not self.pence_exc_vat.is_finite():
            raise InvalidSlots("A price was received that is not a number. Try again later.")
        object.__setattr__(self, "units", units(self.pence_inc_vat))

    @property
    def period(self) -> Period:
        """The half-hour itself."""
        return Period(self.starts_at, self.ends_at)


def half_hourly(period: Period, *, pence_inc_vat: Decimal, pence_exc_vat: Decimal) -> list[Slot]:
    """Cut a rate that holds all through ``period`` into slots.

    Tariffs that change less often than every half-hour are published so. Raises
    ``InvalidSlots`` when the period is not a whole number of half-hours.
    """
    return [
        Slot(
            starts_at=starts_at,
            ends_at=min(starts_at + HALF_HOUR, period.ends_at),
            pence_inc_vat=pence_inc_vat,
            pence_exc_vat=pence_exc_vat,
        )
        for starts_at in half_hours(period)
    ]


def normalised(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The slots by start, each once.

    A slot that is repeated exactly is dropped. Raises ``InvalidSlots`` when
    two slots overlap, or give one half-hour two prices.
    """
    kept: list[Slot] = []
    for slot in sorted(slots, key=_START):
        if kept and slot == kept[-1]:
            continue
        if kept and slot.starts_at < kept[-1].ends_at:
            raise InvalidSlots(
                "Two different prices were received for the same half-hour "
                f"({slot.starts_at:%Y-%m-%d %H:%M} UTC). Try again later."
            )
        kept.append(slot)
    return tuple(kept)


def touching(slots: Iterable[Slot], period: Period) -> tuple[Slot, ...]:
    """The slots of which at least a part lies in ``period``, in the order given."""
    return tuple(
        slot
        for slot in slots
        if slot.starts_at < period.ends_at and period.starts_at < slot.ends_at
    )


def missing(period: Period, slots: Iterable[Slot]) -> tuple[dt.datetime, ...]:
    """The starts, in UTC, of the half-hours ``period`` touches that have no slot."""
    known = {slot.starts_at for slot in slots}
    whole = Period(half_hour_of(period.starts_at), period.ends_at)
    return tuple(starts_at for starts_at in half_hours(whole) if starts_at not in known)


def runs(slots: Sequence[Slot]) -> tuple[tuple[Slot, ...], ...]:
    """The slots cut wherever one does not begin the moment the last one ends.

    Expects them as ``normalised`` returns them; raises ``InvalidSlots`` when
    they are not in order.
    """
    starts = [slot.starts_at for slot in slots]
    ends = [slot.ends_at for slot in slots]
    if starts[1:] == ends[:-1]:
        return (tuple(slots),) if slots else ()
    if any(map(lt, starts[1:], ends)):
        raise InvalidSlots("Prices have to be in order of time, each half-hour once.")
    gaps = [n for n, joined in enumerate(map(eq, starts[1:], ends), start=1) if not joined]
    return tuple(tuple(slots[a:b]) for a, b in pairwise([0, *gaps, len(slots)]))


def by_local_day(slots: Iterable[Slot], zone: dt.tzinfo) -> dict[dt.date, tuple[Slot, ...]]:
    """The slots of each local date: 46, 48 or 50 of them when none is missing."""
    found: dict[dt.date, list[Slot]] = {}
    for slot in slots:
        found.setdefault(local_date(slot.starts_at, zone), []).append(slot)
    return {day: tuple(found[day]) for day in sorted(found)}


@dataclass(frozen=True, slots=True)
class Average:
    """A mean in pence per kWh with VAT, and what it rests on."""

    mean_pence: Decimal
    known_slots: int
    missing_slots: int


def average(slots: Iterable[Slot], period: Period) -> Average:
    """The mean price of the half-hours of ``period`` that are known.

    Says how many are missing. Raises ``NoPrices`` when none is known.
    """
    known = touching(slots, period)
    if not known:
        raise NoPrices("No price is known for that time yet.")
    return Average(
        mean_pence=sum(map(_PRICE, known), Decimal(0)) / len(known),
        known_slots=len(known),
        missing_slots=len(missing(period, known)),
    )


def lowest(slots: Iterable[Slot]) -> Slot:
    """The slot with the lowest price with VAT; of equals the earliest.

    Raises ``NoPrices`` when there are none.
    """
    found = min(slots, key=lambda slot: (slot.pence_inc_vat, slot.starts_at), default=None)
    if found is None:
        raise NoPrices("No price is known for that time yet.")
    return found


def highest(slots: Iterable[Slot]) -> Slot:
    """The slot with the highest price with VAT; of equals the earliest.

    Raises ``NoPrices`` when there are none.
    """
    found = max(sorted(slots, key=_START), key=_PRICE, default=None)
    if found is None:
        raise NoPrices("No price is known for that time yet.")
    return found


def slot_at(slots: Sequence[Slot], at: dt.datetime) -> Slot | None:
    """The slot that the instant ``at`` falls into, ``None`` where its price is not known.

    Expects the slots as ``normalised`` returns them.
    """
    moment = in_utc(at)
    index = bisect_right(slots, moment, key=_START) - 1
    if index < 0 or slots[index].ends_at <= moment:
        return None
    return slots[index]
