"""What the same use would have cost on other tariffs, and what shifting a part of it would save.

Tariffs are compared over the same half-hours: one of which the use or any of the rates is not known
counts for none of them, so that a gap in the prices of one tariff never makes it look cheaper.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter
from typing import Final

from daybook.lib.half_hours import Places

ZERO: Final = Decimal(0)
#: A washing machine and a dishwasher at once: what is shifted draws no more than 3 kW.
MOST_KWH_SHIFTED_INTO: Final = Decimal("1.5")
_RATE = itemgetter(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A tariff to be compared, in pence with VAT: per kWh of each half-hour, and for each day.

    A day without rates or without a standing charge is not known.
    """

    key: str
    rates: Mapping[dt.date, Places]
    standing: Mapping[dt.date, Decimal]

    def knows(self, day: dt.date) -> bool:
        """Whether what it asks is known of at least one half-hour of ``day``."""
        return day in self.standing and any(one is not None for one in self.rates.get(day, ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What the compared use costs on one tariff, in pence with VAT, by the first of the month."""

    key: str
    energy: Mapping[dt.date, Decimal]
    standing: Mapping[dt.date, Decimal]

    @property
    def months(self) -> dict[dt.date, Decimal]:
        """The cost of each month, the standing charge of its compared days included."""
        return {month: pence + self.standing[month] for month, pence in self.energy.items()}

    @property
    def energy_pence(self) -> Decimal:
        """What was used costs this much."""
        return sum(self.energy.values(), ZERO)

    @property
    def standing_pence(self) -> Decimal:
        """The compared days cost this much before anything is used."""
        return sum(self.standing.values(), ZERO)

    @property
    def total_pence(self) -> Decimal:
        """All of it."""
        return self.energy_pence + self.standing_pence


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Tariffs side by side, in the order they were given, and over what.

    ``days`` are those of which at least one half-hour is compared; ``missing_half_hours`` are those
    of these days that are not. ``compared`` has the use that counts, for whoever goes on with it.
    """

    offers: tuple[Priced, ...]
    kwh: Decimal
    days: int
    half_hours: int
    missing_half_hours: int
    compared: Mapping[dt.date, Places] = field(repr=False)

    def of(self, key: str) -> Priced:
        """The tariff called ``key``; raises ``KeyError`` for one that was not compared."""
        return {offer.key: offer for offer in self.offers}[key]

    @property
    def cheapest(self) -> Priced | None:
        """The tariff that costs least, of equals the first; ``None`` where none was compared."""
        return min(self.offers, key=lambda offer: offer.total_pence, default=None)


@dataclass(frozen=True, slots=True)
class Shifted:
    """What shifting would have saved: pence with VAT, and the kWh that were worth moving."""

    saved_pence: Decimal
    moved_kwh: Decimal


def compared(uses: Mapping[dt.date, Places], offers: Sequence[Offer]) -> Comparison:
    """The cost of ``uses``, kWh of each half-hour, on each of ``offers``.

    A day counts when some half-hour of it is known of the use and of every tariff.
    """
    shared: dict[dt.date, Places] = {}
    for day, places in uses.items():
        known = _shared(places, [_known_rates(offer, day) for offer in offers])
        if known.count(None) < len(known):
            shared[day] = known
    missing = sum(places.count(None) for places in shared.values())
    return Comparison(
        offers=tuple(_priced(shared, offer) for offer in offers),
        kwh=sum((kwh for places in shared.values() for kwh in places if kwh is not None), ZERO),
        days=len(shared),
        half_hours=sum(map(len, shared.values())) - missing,
        missing_half_hours=missing,
        compared=shared,
    )


def shifted(
    uses: Mapping[dt.date, Places],
    rates: Mapping[dt.date, Places],
    *,
    kwh_a_day: Sequence[Decimal],
) -> tuple[Shifted, ...]:
    """What moving from the dearest to the cheapest half-hours would have saved.

    For each of ``kwh_a_day``, the most that is moved in a day: within the local day, never more
    out of a half-hour than was used in it, never more than 1.5 kWh into one, and only where it
    saves something. What goes from the dearest first to the cheapest first is the best there is:
    all kWh are alike.
    """
    saved, moved = [ZERO] * len(kwh_a_day), [ZERO] * len(kwh_a_day)
    for day, places in uses.items():
        cheapest = _by_rate(places, rates.get(day, ()))
        if not cheapest or cheapest[0][0] == cheapest[-1][0]:
            continue
        for n, kwh in enumerate(kwh_a_day):
            a_day = _day_shifted(cheapest, kwh)
            saved[n] += a_day.saved_pence
            moved[n] += a_day.moved_kwh
    return tuple(map(Shifted, saved, moved))


def _shared(places: Places, rates: Sequence[Places]) -> Places:
    if any(len(row) != len(places) for row in rates):
        return (None,) * len(places)
    if not any(None in row for row in rates):
        return places
    return tuple(
        None if any(row[n] is None for row in rates) else kwh for n, kwh in enumerate(places)
    )


def _known_rates(offer: Offer, day: dt.date) -> Places:
    return offer.rates.get(day, ()) if day in offer.standing else ()


def _priced(uses: Mapping[dt.date, Places], offer: Offer) -> Priced:
    energy: dict[dt.date, Decimal] = {}
    standing: dict[dt.date, Decimal] = {}
    for day, places in uses.items():
        month = day.replace(day=1)
        pence = _energy_pence(places, offer.rates[day])
        energy[month] = energy.get(month, ZERO) + pence
        standing[month] = standing.get(month, ZERO) + offer.standing[day]
    return Priced(key=offer.key, energy=energy, standing=standing)


def _energy_pence(places: Places, rates: Places) -> Decimal:
    if rates.count(rates[0]) == len(rates):
        used = sum((kwh for kwh in places if kwh is not None), ZERO)
        return used * (rates[0] or ZERO)
    return sum(
        (
            kwh * rate
            for kwh, rate in zip(places, rates, strict=True)
            if kwh is not None and rate is not None
        ),
        ZERO,
    )


def _by_rate(places: Places, rates: Places) -> list[tuple[Decimal, Decimal]]:
    """The rates of a day and what was used at each, the cheapest first."""
    known = [
        (rate, used)
        for used, rate in zip(places, rates, strict=False)
        if used is not None and rate is not None
    ]
    return sorted(known, key=_RATE)


def _day_shifted(cheapest: Sequence[tuple[Decimal, Decimal]], kwh: Decimal) -> Shifted:
    saved = moved = ZERO
    into, room = 0, MOST_KWH_SHIFTED_INTO
    for rate, used in reversed(cheapest):
        left = min(used, kwh - moved)
        if moved >= kwh:
            break
        while left > ZERO and into < len(cheapest) and cheapest[into][0] < rate:
            part = min(left, room)
            saved += part * (rate - cheapest[into][0])
            moved, left, room = moved + part, left - part, room - part
            if room <= ZERO:
                into, room = into + 1, MOST_KWH_SHIFTED_INTO
    return Shifted(saved, moved)
