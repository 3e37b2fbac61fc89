"""The use of a person on several tariffs."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from daybook.apps.consumption.domain import Days, Utility
from daybook.apps.consumption.domain.comparison import (
    Comparison,
    Offer,
    Shifted,
    compared,
    shifted,
)
from daybook.apps.consumption.domain.tariffs import (
    Flat,
    HalfHourly,
    Terms,
    TwoRate,
    UnitRates,
    day_rates,
    usual_vat_percent,
)
from daybook.apps.consumption.models import SAMPLE, MeteredDay, Tariff
from daybook.apps.consumption.queries.half_hours import half_hours
from daybook.apps.consumption.queries.tariffs import published_rates
from daybook.apps.prices import queries as prices
from daybook.apps.prices.domain import region
from daybook.lib.half_hours import Places

#: The keys of the tariffs: those the person has, and those they want to know about.
PRESENT: Final = "present"
AGILE: Final = "agile"
FLAT: Final = "flat"
TWO_RATE: Final = "two-rate"
SHIFTS_KWH: Final = (Decimal(1), Decimal(2), Decimal(3))
ZERO: Final = Decimal(0)
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A tariff to be looked at; of a half-hourly one the kept standing charges may be taken."""

    key: str
    terms: Terms
    takes_kept_standing: bool = False


def agile(*, product: str, region: str, standing: Decimal | None) -> Candidate:
    """A half-hourly product; without a ``standing`` charge the kept ones count."""
    rates = HalfHourly(product=product, region=region)
    return Candidate(
        key=AGILE, terms=_terms(rates, standing or ZERO), takes_kept_standing=standing is None
    )


def flat(*, pence: Decimal, standing: Decimal) -> Candidate:
    """One rate all day."""
    return Candidate(key=FLAT, terms=_terms(Flat(pence=pence), standing))


def two_rate(
    *, day_pence: Decimal, night_pence: Decimal, night: tuple[dt.time, dt.time], standing: Decimal
) -> Candidate:
    """A rate by day and one by ``night``, from and until."""
    rates = TwoRate(
        day_pence=day_pence, night_pence=night_pence, night_from=night[0], night_until=night[1]
    )
    return Candidate(key=TWO_RATE, terms=_terms(rates, standing))


def _terms(rates: UnitRates, standing: Decimal) -> Terms:
    """As people type prices: with the VAT that households pay."""
    vat = usual_vat_percent(Utility.ELECTRICITY)
    return Terms(rates=rates, standing_pence=standing, vat_percent=vat)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The comparison over ``days``, and what shifting would have saved on each tariff.

    ``use_days`` is how many of the days have half-hours; where it is more than those compared some
    rates are not known. Of these days ``uncovered_days`` have no tariff of the person's, who has
    one for others, and ``missing_prices`` counts by tariff those of which it has no rates or no
    standing charge. ``shifts`` are by tariff, for each of ``SHIFTS_KWH``. Any sample in it makes
    it one.
    """

    days: Days
    is_sample: bool
    use_days: int
    uncovered_days: int
    missing_prices: dict[str, int]
    comparison: Comparison
    shifts: dict[str, tuple[Shifted, ...]]

    @property
    def unpriced_days(self) -> int:
        """Days of which the use is known, but not what every tariff asks."""
        return self.use_days - self.comparison.days


def outcome_of(person_id: int, days: Days, candidates: Sequence[Candidate]) -> Outcome:
    """The electricity of ``days`` on the person's own tariffs, if any, and on ``candidates``.

    The number of questions does not grow with the days.
    """
    uses = half_hours(person_id, Utility.ELECTRICITY, days)
    own = _present(person_id, days)
    offers = [*own, *(_offered(candidate, days) for candidate in candidates)]
    comparison = compared(uses, offers) if offers else compared({}, ())
    return Outcome(
        days=days,
        is_sample=_is_sample(person_id, days),
        use_days=len(uses),
        uncovered_days=sum(day not in offer.rates for offer in own for day in uses),
        missing_prices={
            offer.key: sum(day in offer.rates and not offer.knows(day) for day in uses)
            for offer in offers
        },
        comparison=comparison,
        shifts={
            offer.key: shifted(comparison.compared, offer.rates, kwh_a_day=SHIFTS_KWH)
            for offer in offers
        },
    )


def _is_sample(person_id: int, days: Days) -> bool:
    """Whether a half-hour or a tariff of ``days`` is invented."""
    own = {"person_id": person_id, "utility": Utility.ELECTRICITY.value}
    used = MeteredDay.objects.filter(**own, day__gte=days.first, day__lt=days.past)
    held = Tariff.objects.filter(**own, is_sample=True).touching(days)
    return bool(used.filter(batch__source=SAMPLE).values("utility").union(held.values("utility")))


def _present(person_id: int, days: Days) -> list[Offer]:
    """What the person's tariffs ask on the days they hold; nothing where there are none."""
    rates: dict[dt.date, Places] = {}
    standing: dict[dt.date, Decimal] = {}
    own = Tariff.objects.filter(person_id=person_id, utility=Utility.ELECTRICITY.value)
    for tariff in own.touching(days):
        held = tariff.within(days)
        if held is not None:
            offer = _offer(PRESENT, tariff.terms, held, published_rates(tariff, days))
            rates |= offer.rates
            standing |= offer.standing
    return [Offer(key=PRESENT, rates=rates, standing=standing)] if rates else []


def _offered(candidate: Candidate, days: Days) -> Offer:
    rates = candidate.terms.rates
    if not isinstance(rates, HalfHourly):
        return _offer(candidate.key, candidate.terms, days, {})
    place = region(rates.region)
    published = prices.stored_pence(
        product=rates.product, region=place, first=days.first, past=days.past, with_vat=False
    )
    offer = _offer(candidate.key, candidate.terms, days, published)
    if not candidate.takes_kept_standing:
        return offer
    kept = prices.stored_standing_charges(
        product=rates.product, region=place, first=days.first, past=days.past
    )
    return replace(offer, standing={day: one.pence_inc_vat for day, one in kept.items()})


def _offer(key: str, terms: Terms, days: Days, published: dict[dt.date, Places]) -> Offer:
    """What ``terms`` ask over ``days``, VAT put on where it is not in yet."""
    factor = 1 + terms.vat_percent / _HUNDRED
    standing = terms.standing_pence if terms.includes_vat else terms.standing_pence * factor
    is_whole = terms.includes_vat and not isinstance(terms.rates, HalfHourly)
    rates: dict[dt.date, Places] = {}
    for day in days.each():
        places = day_rates(terms.rates, day, published.get(day))
        rates[day] = places if is_whole else tuple(one and one * factor for one in places)
    return Offer(key=key, rates=rates, standing=dict.fromkeys(days.each(), standing))
