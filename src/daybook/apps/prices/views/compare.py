"""All products of a region side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from daybook.apps.prices import domain, queries
from daybook.apps.prices.domain import Offer
from daybook.apps.prices.forms import CompareForm
from daybook.apps.prices.queries import Comparison
from daybook.apps.prices.views import choice
from daybook.core.limits import asker_of
from daybook.lib.errors import Unavailable
from daybook.lib.money import pounds_from_pence
from daybook.ui import formats

SHOWN_REGION = "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One product, ready to be shown."""

    code: str
    name: str
    url: str
    mean: str
    exact_mean: str
    range: str
    standing: str
    day: str
    exact_day: str
    note: str


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """What every product a household can buy costs today.

    Without a region in the address it is the one of the last visit, else London's.
    """
    now = timezone.now()
    region = request.GET.get("region") or choice.remembered(request).get("region", SHOWN_REGION)
    kwh = request.GET.get("kwh") or f"{domain.TYPICAL_KWH}"
    form = CompareForm({"region": region, "kwh": kwh})
    context: dict[str, object] = {"form": form}
    if not form.is_valid():
        return render(request, "prices/compare.html", context, status=422)
    place, yearly_kwh = domain.region(form.cleaned_data["region"]), form.cleaned_data["kwh"]
    context |= {"region": place, "kwh": formats.exact(yearly_kwh)}
    try:
        found = queries.comparison(
            region=place, yearly_kwh=yearly_kwh, now=now, asker=asker_of(request)
        )
    except Unavailable as error:
        context["trouble"] = error.message
        return render(request, "prices/compare.html", context, status=503)
    context |= {
        "lines": lines(found, place, yearly_kwh),
        "failed": [product.display_name for product in found.failed],
        "fetched": formats.ago(found.fetched_at, now),
        "is_stale": found.is_stale,
    }
    return render(request, "prices/compare.html", context)


def lines(found: Comparison, region: domain.Region, yearly_kwh: Decimal) -> Sequence[Line]:
    """The offers in words, in their order."""
    return [_line(offer, region, yearly_kwh) for offer in found.offers]


def _line(offer: Offer, region: domain.Region, yearly_kwh: Decimal) -> Line:
    cost = offer.day_pounds(yearly_kwh)
    ends = [formats.pence(offer.lowest_pence), formats.pence(offer.highest_pence)]
    missing = ngettext("%s half-hour missing", "%s half-hours missing", offer.missing_slots)
    return Line(
        code=offer.product.code,
        name=offer.product.display_name,
        url=choice.address({"region": region.letter, "product": offer.product.code}),
        mean=formats.pence(offer.mean_pence),
        exact_mean=formats.exact_pence(offer.mean_pence),
        range="" if offer.is_flat else _("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]},
        standing=formats.pounds(pounds_from_pence(offer.standing_pence)),
        day=formats.pounds(cost),
        exact_day=formats.exact_pounds(cost.quantize(Decimal("0.0001"))),
        note=missing % offer.missing_slots if offer.missing_slots else "",
    )
