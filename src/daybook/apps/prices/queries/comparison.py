"""All products of a region side by side, asked for once a day."""

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from django.utils.translation import gettext as _

from daybook.apps.prices import domain
from daybook.apps.prices.clients import rows
from daybook.apps.prices.clients.octopus import Octopus
from daybook.apps.prices.domain import Offer, Product, Region
from daybook.apps.prices.errors import NoPrices, OctopusUnavailable, UnknownTariff
from daybook.apps.prices.queries.answers import answers, budget, octopus_errors
from daybook.apps.prices.queries.places import household_products
from daybook.core.http import Json, JsonObject, Question
from daybook.lib.errors import DomainError, Unavailable
from daybook.lib.periods import LONDON, Period, local_date, local_day

#: So many are asked about at once: Octopus is spared, and people do not wait for ever.
AT_ONCE: Final = 4
#: Where something failed it is tried again soon.
RETRY: Final = dt.timedelta(minutes=10)
ABSENT: Final = "absent"
FAILED: Final = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The offers of a day, cheapest day first; ``failed`` are products that told no price."""

    offers: tuple[Offer, ...]
    failed: tuple[Product, ...]
    fetched_at: dt.datetime
    is_stale: bool


def comparison(
    *, region: Region, yearly_kwh: Decimal, now: dt.datetime, asker: str = ""
) -> Comparison:
    """What every import product a household can buy costs today, by the cost of the day.

    Products without a single-register tariff in the region are left out. Raises
    ``OctopusUnavailable`` when nothing at all is known, ``TooMany`` when the address ``asker`` has
    had Octopus asked too often.
    """
    found = household_products(now=now, asker=asker).products
    day = local_date(now, LONDON)
    today = local_day(day, LONDON)
    question = Question(
        request={"what": "comparison", "region": region.letter, "day": day.isoformat()},
        fetch=lambda: _asked(found, region, today),
        parse=_objects,
        expires_at=lambda fetched_at, told: _expires_at(fetched_at, told, today),
        spend=budget(asker, now),
    )
    with octopus_errors():
        answer = answers("comparisons").answer(question, now=now)
    offers, failed = _offers(found, answer.value, today, now)
    return Comparison(
        offers=tuple(sorted(offers, key=lambda o: (o.day_pounds(yearly_kwh), o.product.code))),
        failed=tuple(failed),
        fetched_at=answer.fetched_at,
        is_stale=answer.is_stale and answer.failure is not None,
    )


def _asked(products: Sequence[Product], region: Region, today: Period) -> Json:
    """What Octopus says of each product, by code; raises when it says nothing of any."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        told = list(pool.map(partial(_asked_about, region=region, today=today), products))
    if told and all(one == FAILED for one in told):
        raise OctopusUnavailable(_("Octopus does not answer right now. Try again in a minute."))
    return {product.code: one for product, one in zip(products, told, strict=True)}


def _asked_about(product: Product, *, region: Region, today: Period) -> Json:
    octopus = Octopus()
    try:
        return {
            "rates": octopus.unit_rate_rows(product.code, region, today),
            "charges": octopus.standing_charge_rows(product.code, region, today),
        }
    except UnknownTariff:
        return ABSENT
    except Unavailable:
        return FAILED


def _objects(answer: Json) -> JsonObject:
    if not isinstance(answer, dict):
        raise OctopusUnavailable(_("Octopus sent an answer of another shape."))
    return answer


def _expires_at(fetched_at: dt.datetime, told: JsonObject, today: Period) -> dt.datetime:
    return fetched_at + RETRY if FAILED in told.values() else max(today.ends_at, fetched_at)


def _offers(
    products: Sequence[Product], told: JsonObject, today: Period, now: dt.datetime
) -> tuple[list[Offer], list[Product]]:
    offers, failed = [], []
    for product in products:
        one = told.get(product.code, FAILED)
        if one == ABSENT:
            continue
        try:
            offers.append(_offer(product, one, today, now))
        except DomainError:  # whatever is wrong with one product, the others stand
            failed.append(product)
    return offers, failed


def _offer(product: Product, told: Json, today: Period, now: dt.datetime) -> Offer:
    if not isinstance(told, dict):
        raise OctopusUnavailable(_("Octopus sent an answer of another shape."))
    slots = rows.slots(told.get("rates"), today)
    for charge in rows.rates(told.get("charges")):
        if charge.holds_at(now):
            return domain.offer_of(product, slots, charge.pence_inc_vat, today)
    raise NoPrices(_("%s has no standing charge at present.") % product.code)
