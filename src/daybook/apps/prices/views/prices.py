"""The page of prices: a day, its cheapest block, and what that costs."""

import datetime as dt
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
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
from daybook.apps.prices.views.day import DAY, Wanted, day_of_prices
from daybook.apps.prices.views.finder import product_page, region_page
from daybook.apps.prices.views.greeting import welcome
from daybook.core.limits import asker_of
from daybook.core.rest import status_of
from daybook.lib.errors import Unavailable
from daybook.lib.periods import LONDON, local_date
from daybook.ui.parts import wants_part

DATE_LENGTH = len("2026-03-03")


@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """Show the prices asked for; first find out what is missing to do so."""
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
    day = _day(form, now)
    wanted = _wanted(form, day) if is_valid else None
    period = (wanted or Wanted(day=day, hours=domain.SHORTEST_HOURS)).period(now)
    real_product = "" if product == domain.SAMPLE_PRODUCT else product
    context = {
        "form": form,
        "region": region,
        "product": product,
        "hours": form.cleaned_data.get("duration"),
        "kwh": form.cleaned_data.get("capacity"),
        "switch": _switch(asked, day, now),
        "date": day.isoformat(),
        "steps": _steps(asked, day, now),
        "others": {
            name: asked[name] for name in choice.ASKED if name != "from" and asked.get(name)
        },
        "query": urlencode({"region": region.letter, "product": product}),
        "widget_url": request.build_absolute_uri(
            choice.address(
                {"region": region.letter, "product": product, "duration": asked["duration"]},
                "prices:widget",
            )
        ),
        "here_url": choice.address(asked),
        "region_url": choice.address(asked, "prices:region"),
        "product_url": choice.address(asked, "prices:product"),
        "sample_url": choice.address(asked, sample="1"),
        "real_url": choice.address(asked, sample=choice.NO_SAMPLE, product=real_product),
        "plan_url": choice.address(asked, "prices:plan"),
    }
    try:
        if asked.get("sample"):
            rates = queries.sample_rates(period=period, now=now)
        else:
            rates = queries.rates_or_stored(
                product=product,
                region=region,
                period=period,
                now=now,
                asker=asker_of(request),
            )
    except Unavailable as error:
        context["trouble"] = error.message
        return _rendered(request, context, status=503)
    beside = beside_of(rates, export_wish(request, asked), now)
    context["day"] = day_of_prices(rates, wanted, day=day, now=now, beside=beside)
    context["beside"] = beside
    context["is_sample"] = rates.is_sample
    if request.user.is_authenticated and day == local_date(now, LONDON):
        context["welcome"] = welcome(request.user.get_short_name(), now=now)
    response = _rendered(request, context, status=200 if is_valid else 422)
    if is_valid and not rates.is_sample:
        kept = form.cleaned_data | {"region": region.letter, "export": beside.export_product}
        choice.remember(response, {n: str(v) for n, v in kept.items() if v is not None})
    return response


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


def _day(form: BlockForm, now: dt.datetime) -> dt.date:
    since = form.cleaned_data.get("from")
    return local_date(since or now, LONDON)


def _wanted(form: BlockForm, day: dt.date) -> Wanted:
    given = form.cleaned_data
    has_time = len(form.data.get("from", "").strip()) > DATE_LENGTH
    return Wanted(
        day=day,
        hours=given["duration"],
        kwh=given["capacity"],
        tolerance=given["tolerance"] or Decimal(0),
        not_before=given["from"] if has_time else None,
        by=given["by"],
    )


def _switch(asked: dict[str, str], day: dt.date, now: dt.datetime) -> list[dict[str, object]]:
    today = local_date(now, LONDON)
    return [
        {"text": text, "url": _day_url(asked, date, today), "is_current": day == date}
        for text, date in ((_("Today"), today), (_("Tomorrow"), today + DAY))
    ]


def _steps(asked: dict[str, str], day: dt.date, now: dt.datetime) -> dict[str, str]:
    """The days on either side; no prices are known of any day after tomorrow."""
    today = local_date(now, LONDON)
    later = min(day, today) + DAY
    return {
        "earlier": _day_url(asked, min(day, today + 2 * DAY) - DAY, today),
        "later": _day_url(asked, later, today) if later > day else "",
    }


def _day_url(asked: dict[str, str], day: dt.date, today: dt.date) -> str:
    return choice.address(asked, **{"from": "" if day == today else day.isoformat()})
