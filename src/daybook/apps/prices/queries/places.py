"""Questions that come before the prices: which region, which product, which daily charge."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from daybook.apps.prices import domain
from daybook.apps.prices.clients import rows
from daybook.apps.prices.clients.octopus import Octopus
from daybook.apps.prices.domain import Product, Region
from daybook.apps.prices.errors import UnknownPostcode, UnknownTariff
from daybook.apps.prices.queries.answers import answers, budget, octopus_errors
from daybook.core.http import Question
from daybook.lib.periods import LONDON, local_date, local_day

DAY: Final = dt.timedelta(days=1)
PRODUCTS_KEEP: Final = dt.timedelta(hours=1)
POSTCODES_KEEP: Final = DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Products:
    """Products of one kind that are on offer, newest first, and how good this answer is."""

    products: tuple[Product, ...]
    fetched_at: dt.datetime
    is_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCharge:
    """What a day costs before anything is used, in pence."""

    pence_inc_vat: Decimal
    pence_exc_vat: Decimal


def regions() -> tuple[Region, ...]:
    """The fourteen electricity regions, by letter."""
    return domain.REGIONS


def regions_of_postcode(*, postcode: str, now: dt.datetime, asker: str = "") -> tuple[Region, ...]:
    """The regions ``postcode`` lies in: nearly always one, sometimes several.

    Raises ``InvalidPostcode`` or ``PostcodeNotServed`` for what cannot have one,
    ``UnknownPostcode`` when Octopus knows none, ``OctopusUnavailable``, ``TooMany`` when the
    address ``asker`` has had Octopus asked too often.
    """
    code = domain.postcode(postcode)
    question = Question(
        request={"what": "grid-supply-points", "postcode": code},
        fetch=lambda: Octopus().grid_supply_point_rows(code),
        parse=rows.regions,
        expires_at=lambda fetched_at, _found: fetched_at + POSTCODES_KEEP,
        spend=budget(asker, now),
    )
    with octopus_errors():
        found = answers("postcodes").answer(question, now=now).value
    if not found:
        raise UnknownPostcode(
            _("Octopus knows no region for %s. Check it, or choose your region from the list.")
            % code
        )
    return found


def products(
    *, now: dt.datetime, asker: str = "", patience_seconds: float | None = None
) -> Products:
    """The Agile products a household can sign up for at ``now``, at most an hour old.

    Raises ``OctopusUnavailable`` when Octopus does not answer (within ``patience_seconds``) and
    never did, ``TooMany`` when the address ``asker`` has had Octopus asked too often.
    """
    return _products(domain.agile_products, now, asker, patience_seconds)


def export_products(
    *, now: dt.datetime, asker: str = "", patience_seconds: float | None = None
) -> Products:
    """The half-hourly export products; from the same answer as ``products``, and raises alike."""
    return _products(domain.export_products, now, asker, patience_seconds)


def household_products(
    *, now: dt.datetime, asker: str = "", patience_seconds: float | None = None
) -> Products:
    """All import products of households; from the same answer as ``products``, raises alike."""
    return _products(domain.household_products, now, asker, patience_seconds)


def _products(
    chosen: Callable[[Iterable[Product], dt.datetime], tuple[Product, ...]],
    now: dt.datetime,
    asker: str,
    patience_seconds: float | None,
) -> Products:
    question = Question(
        request={"what": "products"},
        fetch=lambda: Octopus().product_rows(),
        parse=rows.products,
        expires_at=lambda fetched_at, _found: fetched_at + PRODUCTS_KEEP,
        spend=budget(asker, now),
    )
    with octopus_errors():
        answer = answers("products").answer(question, now=now, patience_seconds=patience_seconds)
    return Products(
        products=chosen(answer.value, now),
        fetched_at=answer.fetched_at,
        is_stale=answer.is_stale and answer.failure is not None,
    )


def standing_charge(
    *,
    product: str,
    region: Region,
    now: dt.datetime,
    asker: str = "",
    patience_seconds: float | None = None,
) -> StandingCharge:
    """The standing charge per day at ``now``.

    Raises ``UnknownTariff`` when there is none, ``OctopusUnavailable`` (within
    ``patience_seconds``), ``TooMany`` when the address ``asker`` has had Octopus asked too often.
    """
    today = local_day(local_date(now, LONDON), LONDON)
    question = Question(
        request={"what": "standing-charges", "product": product, "region": region.letter},
        fetch=lambda: Octopus().standing_charge_rows(product, region, today),
        parse=rows.rates,
        expires_at=lambda fetched_at, _found: fetched_at + DAY,
        spend=budget(asker, now),
    )
    with octopus_errors():
        cache = answers("products")
        found = cache.answer(question, now=now, patience_seconds=patience_seconds).value
    for charge in found:
        if charge.holds_at(now):
            return StandingCharge(
                pence_inc_vat=charge.pence_inc_vat, pence_exc_vat=charge.pence_exc_vat
            )
    raise UnknownTariff(_("%s has no standing charge at present.") % product)
