"""Taking over the tariffs that were agreed with Octopus."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid5

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.consumption import queries
from daybook.apps.consumption.actions.days import locked_supplies
from daybook.apps.consumption.actions.octopus import RENEWALS
from daybook.apps.consumption.actions.tariffs import Offer, add_tariff
from daybook.apps.consumption.domain import ONE_DAY, Utility, agile_of
from daybook.apps.consumption.domain.tariffs import HalfHourly, Terms, standing_pence
from daybook.apps.consumption.errors import TariffOverlap
from daybook.apps.consumption.models import Tariff
from daybook.apps.prices import queries as prices
from daybook.apps.prices.domain import region
from daybook.core.limits import spend
from daybook.lib.errors import DomainError, Invalid
from daybook.lib.periods import LONDON, local_date

_NAMES: Final = UUID("6f1f3b0a-9c1c-4f0e-8d5b-2f4f5d1c7a24")


@dataclass(slots=True)
class TakenOver:
    """What became of the tariffs: names of those added, and of these without a standing charge.

    ``refusals`` say why others were left out; ``to_type`` has the codes of those that still hold
    and whose prices are not published by the half-hour.
    """

    added: list[str] = field(default_factory=list)
    uncharged: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    to_type: list[str] = field(default_factory=list)


def take_over_tariffs(*, person: AbstractBaseUser, now: dt.datetime) -> TakenOver:
    """Add the half-hourly tariffs of the person's Octopus account that are not there yet.

    What the person has typed is neither changed nor ended. May be done again, and by two at once.
    Raises ``NotConnected`` and ``TooMany``.
    """
    queries.octopus_of(person.pk)
    agreed = [one for one in queries.agreements_of(person.pk) if not one.is_export]
    offers = {_key(one): offer for one in agreed if (offer := _offer(one))}
    new = offers.keys() - _keys_of(person)
    if new:
        spend(RENEWALS, str(person.pk), now=now)
    charges = {key: _charge(offers[key], now) for key in new}
    taken = _added(person, offers, charges, now)
    taken.to_type = _to_type(agreed, now)
    return taken


@transaction.atomic
def _added(
    person: AbstractBaseUser,
    offers: Mapping[UUID, Offer],
    charges: Mapping[UUID, Decimal | None],
    now: dt.datetime,
) -> TakenOver:
    locked_supplies(person.pk)
    taken, there = TakenOver(), _keys_of(person)
    for key, offer in offers.items():
        if key in there or key not in charges:
            continue
        charge = charges[key]
        whole = replace(offer.terms, standing_pence=charge or Decimal(0))
        try:
            add_tariff(
                person=person, offer=replace(offer, terms=whole), key=key, now=now, may_end=offers
            )
        except (Invalid, TariffOverlap) as error:
            taken.refusals.append(f"{offer.name}: {error.message}")
            continue
        taken.added.append(offer.name)
        if charge is None:
            taken.uncharged.append(offer.name)
    return taken


def _keys_of(person: AbstractBaseUser) -> set[UUID]:
    return set(Tariff.objects.filter(person_id=person.pk).values_list("key", flat=True))


def _to_type(agreed: Iterable[queries.PointAgreement], now: dt.datetime) -> list[str]:
    running = [one.tariff_code for one in agreed if one.valid_to is None or now < one.valid_to]
    return [code for code in dict.fromkeys(running) if agile_of(code) is None]


def _key(one: queries.PointAgreement) -> UUID:
    return uuid5(_NAMES, f"{one.tariff_code} {local_date(one.valid_from, LONDON)}")


def _offer(one: queries.PointAgreement) -> Offer | None:
    """The days of an agreement; none for one that lasted none, or whose prices are not known."""
    rates = agile_of(one.tariff_code)
    first = local_date(one.valid_from, LONDON)
    last = local_date(one.valid_to, LONDON) - ONE_DAY if one.valid_to else None
    if rates is None or (last is not None and last < first):
        return None
    return Offer(
        utility=Utility.ELECTRICITY,
        name=rates.product,
        terms=Terms(rates=rates),
        first=first,
        last=last,
    )


def _charge(offer: Offer, now: dt.datetime) -> Decimal | None:
    """The standing charge with VAT of its last day up to today; of old ones only what is kept."""
    rates, today = offer.terms.rates, local_date(now, LONDON)
    if not isinstance(rates, HalfHourly):
        return None
    where, day = region(rates.region), min(offer.last or today, today)
    try:
        found = prices.stored_standing_charge(product=rates.product, region=where, day=day)
        if found is None and day == today:
            found = prices.standing_charge(product=rates.product, region=where, now=now)
        return standing_pence(found.pence_inc_vat) if found else None
    except DomainError:
        return None
