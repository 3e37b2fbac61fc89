"""What the use of a day costs: energy, credits, standing charge and VAT, and what is not known.

Amounts are exact pence; they are rounded only where they are shown.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.consumption.domain.tariffs.rates import day_rates, mean_rate, needs_half_hours
from daybook.apps.consumption.domain.tariffs.terms import HUNDRED, ZERO, HalfHourly, Terms
from daybook.lib.half_hours import Places, place_count
from daybook.lib.money import rounded
from daybook.lib.periods import LONDON

#: To a hundred-millionth of a penny, where taking VAT off does not come out even.
_PLACES: Final = 8


@dataclass(frozen=True, slots=True)
class Pence:
    """An amount without VAT, and the same with it."""

    exc_vat: Decimal = ZERO
    inc_vat: Decimal = ZERO

    @property
    def vat(self) -> Decimal:
        """The VAT that is in it."""
        return self.inc_vat - self.exc_vat

    def __add__(self, other: "Pence") -> "Pence":
        return Pence(self.exc_vat + other.exc_vat, self.inc_vat + other.inc_vat)

    def __sub__(self, other: "Pence") -> "Pence":
        return Pence(self.exc_vat - other.exc_vat, self.inc_vat - other.inc_vat)


NOTHING: Final = Pence()


@dataclass(frozen=True, slots=True)
class DayUsed:
    """The use of a day in the standard unit; its half-hours where they tell it."""

    amount: Decimal
    places: Places | None = None
    missing_half_hours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What some days cost.

    ``energy`` is what use costs, ``credit`` what negative rates give back, both 0 or more.
    ``missing_use`` and ``missing_rates`` are half-hours of which the cost is not in it;
    ``unknown_days`` are those without any use known, ``averaged_days`` those of which only the
    total is known though the rate changes during the day, ``uncovered_days`` those of no tariff.
    """

    days: int = 0
    energy: Pence = NOTHING
    credit: Pence = NOTHING
    standing: Pence = NOTHING
    costed: Decimal = ZERO
    missing_use: int = 0
    missing_rates: int = 0
    unknown_days: int = 0
    averaged_days: int = 0
    uncovered_days: int = 0

    @property
    def total(self) -> Pence:
        """Energy and standing charge, less credits."""
        return self.energy + self.standing - self.credit

    @property
    def vat_pence(self) -> Decimal:
        """The VAT in the total."""
        return self.total.vat

    @property
    def covered_days(self) -> int:
        """How many days have a tariff."""
        return self.days - self.uncovered_days

    @property
    def known_days(self) -> int:
        """How many days have a tariff, and some use that is known."""
        return self.covered_days - self.unknown_days

    @property
    def is_approximate(self) -> bool:
        """Whether something is missing from it, or was worked out from a mean."""
        missing = self.missing_use + self.missing_rates + self.unknown_days
        return bool(missing + self.averaged_days + self.uncovered_days)

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            days=self.days + other.days,
            energy=self.energy + other.energy,
            credit=self.credit + other.credit,
            standing=self.standing + other.standing,
            costed=self.costed + other.costed,
            missing_use=self.missing_use + other.missing_use,
            missing_rates=self.missing_rates + other.missing_rates,
            unknown_days=self.unknown_days + other.unknown_days,
            averaged_days=self.averaged_days + other.averaged_days,
            uncovered_days=self.uncovered_days + other.uncovered_days,
        )


NO_COST: Final = Cost()


def uncovered(days: int = 1) -> Cost:
    """The cost of days that have no tariff: nobody knows."""
    return Cost(days=days, uncovered_days=days)


def day_cost(
    terms: Terms, day: dt.date, used: DayUsed | None, *, published: Places | None = None
) -> Cost:
    """What ``day`` costs by ``terms``; ``published`` are half-hourly rates without VAT.

    The standing charge counts on days without use too; ``None`` says that use is not known.
    """
    standing = Cost(
        days=1,
        standing=_both(terms.standing_pence, terms.vat_percent, includes_vat=terms.includes_vat),
    )
    if used is None:
        return standing + Cost(unknown_days=1)
    return standing + energy_cost(terms, day, used, published=published)


def energy_cost(
    terms: Terms, day: dt.date, used: DayUsed, *, published: Places | None = None
) -> Cost:
    """What the use alone costs, without the standing charge; it counts no days."""
    if used.places is not None and needs_half_hours(terms.rates):
        return _by_place(terms, day_rates(terms.rates, day, published), used.places)
    rate = mean_rate(terms.rates, day, published)
    if rate is None:
        return Cost(missing_rates=place_count(day, LONDON))
    pence = used.amount * rate
    return Cost(
        energy=_priced(terms, max(pence, ZERO)),
        credit=_priced(terms, max(-pence, ZERO)),
        costed=used.amount,
        missing_use=used.missing_half_hours,
        averaged_days=int(needs_half_hours(terms.rates)),
    )


def _by_place(terms: Terms, rates: Places, places: Places) -> Cost:
    """Each half-hour at its own rate; those without use or rate are counted, not guessed."""
    known = [
        (used, rate)
        for used, rate in zip(places, rates, strict=True)
        if used is not None and rate is not None
    ]
    pence = [used * rate for used, rate in known]
    credit = -sum((one for one in pence if one < 0), ZERO)
    missing_use = sum(used is None for used in places)
    return Cost(
        energy=_priced(terms, sum(pence, ZERO) + credit),
        credit=_priced(terms, credit),
        costed=sum((used for used, _ in known), ZERO),
        missing_use=missing_use,
        missing_rates=len(places) - missing_use - len(known),
    )


def _priced(terms: Terms, pence: Decimal) -> Pence:
    has_vat = terms.includes_vat and not isinstance(terms.rates, HalfHourly)
    return _both(pence, terms.vat_percent, includes_vat=has_vat)


def _both(pence: Decimal, vat_percent: Decimal, *, includes_vat: bool) -> Pence:
    """With VAT is without VAT times 1.05, exactly; taking it off is the only division."""
    factor = 1 + vat_percent / HUNDRED
    if includes_vat:
        return Pence(rounded(pence / factor, _PLACES), pence)
    return Pence(pence, pence * factor)
