"""The page of prices: a day, its cheapest block, and what that costs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from daybook.apps.prices import domain, queries
from daybook.apps.prices.errors import (
    InvalidProduct,
    UnknownProduct,
    UnknownRegion,
    UnknownTariff,
)
from daybook.apps.prices.forms import BlockForm, PostcodeForm, ProductForm
from daybook.apps.prices.views import choice
from daybook.apps.prices.views.beside import beside_of, export_wish
from daybook.apps.prices.views.day import Wanted, day_of_prices
from daybook.apps.prices.views.finder import product_page, region_page
from daybook.apps.prices.views.greeting import welcome
from daybook.apps.prices.views.ways import addresses, day_of, steps, switch, wanted_of
from daybook.core.limits import asker_of
from daybook.core.rest import status_of
from daybook.lib.errors import Unavailable
from daybook.lib.periods import LONDON, Period, local_date
from daybook.ui.parts import wants_part


@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """Show the prices asked for; first find out what is missing to do so.

    An address without anything leads to the one that says it all, so that it can be shared.
    """
    asked = choice.asked(request)
    if not asked.get("region"):
        return region_page(request, PostcodeForm())
    try:
        region = domain.region(asked["region"])
    except UnknownRegion as error:
        return region_page(request, PostcodeForm(), trouble=error.message, status=422)
    if not asked.get("product"):
        return _find_product(request, asked)
    if not request.GET:
        return redirect(choice.address(asked))
    try:
        product = domain.product_code(asked["product"])
        return _answer(request, asked, region, product)
    except (InvalidProduct, UnknownProduct, UnknownTariff) as error:
        form = ProductForm({"code": asked["product"]})
        if form.is_valid():  # otherwise the form says it already
            form.add_error("code", error.message)
        return product_page(request, form, status=status_of(error))


def _find_product(request: HttpRequest, asked: dict[str, str]) -> HttpResponse:
    """Go on with the product on sale where there is one; else let the person choose."""
    if asked.get("sample"):
        return redirect(choice.address(asked, product=domain.SAMPLE_PRODUCT))
    try:
        found = queries.products(now=timezone.now(), asker=asker_of(request)).products
    except Unavailable as error:
        return product_page(request, ProductForm(), trouble=error.message, status=503)
    if len(found) == 1:
        return redirect(choice.address(asked, product=found[0].code))
    return product_page(request, ProductForm())


def _answer(
    request: HttpRequest, asked: dict[str, str], region: domain.Region, product: str
) -> HttpResponse:
    now = timezone.now()
    form = BlockForm({**asked, "region": region.letter, "product": product})
    is_valid = form.is_valid()
    day = day_of(form, now)
    wanted = wanted_of(form, day) if is_valid else None
    context = {
        "form": form,
        "region": region,
        "product": product,
        "hours": form.cleaned_data.get("duration"),
        "kwh": form.cleaned_data.get("capacity"),
        "date": day.isoformat(),
        "switch": switch(asked, day, now),
        "steps": steps(asked, day, now),
        **addresses(request, asked, region, product),
    }
    try:
        period = (wanted or Wanted(day=day, hours=domain.SHORTEST_HOURS)).period(now)
        rates = _rates(request, asked, region, product, period)
    except Unavailable as error:
        return _rendered(request, context | {"trouble": error.message}, status=503)
    beside = beside_of(rates, export_wish(request, asked), now)
    context |= {
        "day": day_of_prices(rates, wanted, day=day, now=now, beside=beside),
        "beside": beside,
        "is_sample": rates.is_sample,
    }
    if request.user.is_authenticated and day == local_date(now, LONDON):
        context["welcome"] = welcome(request.user.get_short_name(), now=now)
    response = _rendered(request, context, status=200 if is_valid else 422)
    if is_valid and not rates.is_sample:
        choice.remember(response, _to_keep(form, region, beside.export_product))
    return response


def _rates(
    request: HttpRequest,
    asked: dict[str, str],
    region: domain.Region,
    product: str,
    period: Period,
) -> queries.Rates:
    now = timezone.now()
    if asked.get("sample"):
        return queries.sample_rates(period=period, now=now)
    return queries.rates_or_stored(
        product=product, region=region, period=period, now=now, asker=asker_of(request)
    )


def _to_keep(form: BlockForm, region: domain.Region, export: str) -> dict[str, str]:
    """The choice as the next visit begins with it."""
    kept = form.cleaned_data | {"region": region.letter, "export": export}
    return {name: str(value) for name, value in kept.items() if value is not None}


def _rendered(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    """The whole page, or for HTMX the part that changes and the address to share for it."""
    is_part = wants_part(request)
    template = "prices/prices.html#work" if is_part else "prices/prices.html"
    response = render(request, template, context, status=status)
    if is_part:
        response["HX-Push-Url"] = str(context["here_url"])
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    patch_cache_control(response, private=True, no_cache=True)
    return response
