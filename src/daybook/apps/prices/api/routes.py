"""Prices over HTTP: regions, products, rates and the cheapest blocks. Open to strangers."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import P, PathEx, Query, Router

from daybook.apps.prices import domain, queries
from daybook.apps.prices.api.asked import LONG_ENOUGH, Asked, AskedWindows
from daybook.apps.prices.api.told import PostcodeOut, ProductsOut, RatesOut, RegionsOut, WindowsOut
from daybook.apps.prices.errors import NoWindow
from daybook.core.limits import asker_of
from daybook.lib.periods import LONDON, local_date, local_day

router = Router(tags=["prices"])


@router.get("/regions", response=RegionsOut)
def regions(request: HttpRequest) -> dict[str, Any]:
    """The fourteen electricity regions."""
    return {"regions": list(queries.regions())}


@router.get("/products", response=ProductsOut)
def products(request: HttpRequest) -> dict[str, Any]:
    """The half-hourly import products a household can buy now."""
    found = queries.products(now=timezone.now(), asker=asker_of(request))
    return {
        "products": list(found.products),
        "fetched_at": found.fetched_at,
        "stale": found.is_stale,
    }


@router.get("/postcodes/{postcode}", response=PostcodeOut)
def postcode(
    request: HttpRequest,
    postcode: PathEx[str, P(examples=["SW1A 1AA"], max_length=LONG_ENOUGH)],
) -> dict[str, Any]:
    """The region of a postcode, or the regions where it lies in several."""
    found = queries.regions_of_postcode(
        postcode=postcode, now=timezone.now(), asker=asker_of(request)
    )
    return {"postcode": domain.postcode(postcode), "regions": list(found)}


@router.get("/rates", response=RatesOut)
def rates(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """The half-hourly unit rates of a period of at most 31 days."""
    now = timezone.now()
    today = local_day(local_date(now, LONDON), LONDON)
    found = asked.rates(asked.period(default=today.starts_at, now=now), now, asker_of(request))
    return {"rates": list(found.slots), **_source(found)}


@router.get("/windows", response=WindowsOut)
def windows(request: HttpRequest, asked: Query[AskedWindows]) -> dict[str, Any]:
    """The cheapest separate blocks, best first; none where too few prices are known.

    A block lies wholly within the period, starts on a half-hour and lasts exactly as long as
    asked: 3.25 hours are priced as six and a half half-hours.
    """
    now = timezone.now()
    kwh, period = asked.kwh, asked.period(default=now, now=now)
    limits, tolerance = asked.limits(period), asked.tolerance_pence
    found = asked.rates(period, now, asker_of(request))
    try:
        blocks = domain.best(
            found.slots, asked.hours, asked.count, limits, tolerance_pence=tolerance
        )
    except NoWindow:
        blocks = ()
    return {
        "windows": [
            {
                "starts_at": block.starts_at,
                "ends_at": block.ends_at,
                "mean_pence": block.mean_pence,
                "cost_pounds": block.cost_pounds(kwh),
            }
            for block in blocks
        ],
        **_source(found),
    }


def _source(found: queries.Rates) -> dict[str, Any]:
    return {
        "missing_slots": len(found.missing),
        "fetched_at": found.fetched_at,
        "stale": found.is_stale,
        "sample": found.is_sample,
    }
