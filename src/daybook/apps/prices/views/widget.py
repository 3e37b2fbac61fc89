"""Today's prices, small, for a frame on somebody else's page.

It is the only page that may stand in a frame: it has nothing to press, and knows nobody.
"""

from typing import Final

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from daybook.apps.prices import domain, queries
from daybook.apps.prices.views import choice
from daybook.apps.prices.views.day import Wanted, day_of_prices
from daybook.core.limits import asker_of
from daybook.core.rest import status_of
from daybook.lib.errors import DomainError, Invalid
from daybook.lib.periods import LONDON, local_date
from daybook.ui import formats

KEEP_SECONDS: Final = 60
FRAMED: Final = {
    "frame-ancestors": ["*"],
    "form-action": ["'none'"],
    "script-src": ["'none'"],
    "connect-src": ["'none'"],
}


@require_safe
@xframe_options_exempt
def widget(request: HttpRequest) -> HttpResponseBase:
    """Show today's ruler, the price now and the cheapest block still to come."""
    return csp_replace(FRAMED)(_widget)(request)


def _widget(request: HttpRequest) -> HttpResponse:
    said = {name: request.GET.get(name, "") for name in ("region", "product", "duration")}
    said["duration"] = said["duration"] or choice.DEFAULT_DURATION
    try:
        context, status = _told(request, said), 200
    except DomainError as error:
        context, status = {"trouble": error.message}, status_of(error)
    response = render(request, "prices/widget.html", context, status=status)
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response


def _told(request: HttpRequest, said: dict[str, str]) -> dict[str, object]:
    now = timezone.now()
    day = local_date(now, LONDON)
    if not (said["region"] and said["product"]):
        raise Invalid(_("Name a region and a product in the address of this frame."))
    region, product = domain.region(said["region"]), domain.product_code(said["product"])
    wanted = Wanted(day=day, hours=domain.duration(said["duration"]))
    rates = queries.rates_or_stored(
        product=product,
        region=region,
        period=wanted.period(now),
        now=now,
        asker=asker_of(request),
    )
    current = domain.slot_at(rates.slots, now)
    return {
        "day": day_of_prices(rates, wanted, day=day, now=now),
        "now": formats.pence(current.pence_inc_vat) if current else "",
        "until": formats.clock(current.ends_at, LONDON) if current else "",
        "region": region,
        "product": product,
        "url": choice.address(said),
    }
