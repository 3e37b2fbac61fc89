"""The half-hours a plan may use, and what they weigh."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from daybook.apps.prices.domain.plans.hours import Hours
from daybook.apps.prices.domain.plans.loads import SLOT_MINUTES, Profile
from daybook.apps.prices.domain.slots import Slot
from daybook.apps.prices.domain.windows import ANY_TIME, Limits
from daybook.lib.periods import HALF_HOUR, half_hour_of

#: Grams of CO2 per kWh by the start of the half-hour.
Carbon = Mapping[dt.datetime, int]

_UNITS_PER_PENNY: Final = 10**20
_MINUTE: Final = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Block:
    """One run: when it is, what it draws, and what that costs in pence, not rounded.

    ``grams`` of CO2 are known where the forecast covers all of it.
    """

    starts_at: dt.datetime
    ends_at: dt.datetime
    kwh: Decimal
    pence: Decimal
    grams: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Known prices in order, and when they may be used."""

    slots: Sequence[Slot]
    limits: Limits = ANY_TIME
    hours: Hours | None = None
    carbon: Carbon

    def is_free(self, slot: Slot, minutes: int = SLOT_MINUTES) -> bool:
        """Tell whether the first ``minutes`` of ``slot`` may be used."""
        since, until = self.limits.not_before, self.limits.finish_by
        if since is not None and slot.starts_at < since:
            return False
        if until is not None and slot.starts_at + minutes * _MINUTE > until:
            return False
        return self.hours is None or self.hours.allow(slot.starts_at, minutes)

    def intensities(self) -> list[int]:
        """Grams per kWh of each slot; all nought unless the forecast covers every free one."""
        known = [self.carbon.get(slot.starts_at) for slot in self.slots]
        lacks = any(
            grams is None and self.is_free(slot)
            for grams, slot in zip(known, self.slots, strict=True)
        )
        return [0 if lacks or grams is None else grams for grams in known]


def run_at(
    slots: Sequence[Slot], profile: Profile, starts_at: dt.datetime, carbon: Carbon
) -> Block | None:
    """What ``profile`` costs when it starts at ``starts_at``, a whole minute.

    ``None`` where a price it needs is not known.
    """
    by_start = {slot.starts_at: slot for slot in slots}
    cost, grams, is_told = Fraction(0), Fraction(0), True
    for at, share in _pieces(profile, starts_at):
        slot = by_start.get(at)
        if slot is None:
            return None
        cost += share * slot.units
        intensity = carbon.get(at)
        is_told = is_told and intensity is not None
        grams += share * (intensity or 0)
    return Block(
        starts_at=starts_at,
        ends_at=starts_at + profile.length,
        kwh=profile.kwh,
        pence=_decimal(cost / _UNITS_PER_PENNY, profile.kwh),
        grams=_decimal(grams, profile.kwh) if is_told else None,
    )


def _pieces(profile: Profile, starts_at: dt.datetime) -> list[tuple[dt.datetime, Fraction]]:
    """Which share of the energy falls into which half-hour of the clock, piece by piece."""
    found, at = [], starts_at
    for part, amount in enumerate(profile.parts):
        length = profile.minutes_of(part) * _MINUTE
        share = Fraction(amount, profile.whole)
        begun = half_hour_of(at)
        first = min(length, begun + HALF_HOUR - at)
        found.append((begun, share * Fraction(first // _MINUTE, length // _MINUTE)))
        if first < length:
            rest = length - first
            found.append((begun + HALF_HOUR, share * Fraction(rest // _MINUTE, length // _MINUTE)))
        at += length
    return found


def _decimal(share: Fraction, kwh: Decimal) -> Decimal:
    # Multiplied before it is divided, so that half a penny is exactly that when it is rounded.
    return kwh * share.numerator / share.denominator
