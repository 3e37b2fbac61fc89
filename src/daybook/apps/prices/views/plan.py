"""The plan for an appliance: what to run, and the answer. Open to strangers too."""

import datetime as dt
from decimal import Decimal
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from daybook.apps.prices import domain, queries
from daybook.apps.prices.domain import Kind, Machine
from daybook.apps.prices.errors import InvalidBattery, NoPrices, NoWindow
from daybook.apps.prices.forms import PlanForm
from daybook.apps.prices.models import KINDS, Appliance
from daybook.apps.prices.views import choice
from daybook.apps.prices.views.plan_words import told
from daybook.apps.prices.views.refusals import refuse
from daybook.core.limits import asker_of
from daybook.core.rest import status_of
from daybook.lib.errors import DomainError, Invalid
from daybook.lib.periods import in_utc

MINUTE: Final = dt.timedelta(minutes=1)
CARRIED: Final = ("region", "product", "sample")


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Plan an appliance with the prices of the tariff asked for.

    Without a region it asks where somebody lives, and without a product it goes on with the newest
    one on sale. What fits nowhere is an answer (200), a form to be corrected is 422, and prices
    that cannot be had are 503; the form stays in each case.
    """
    asked = choice.asked(request)
    if not asked.get("region"):
        return _page(request, asked, {"is_homeless": True})
    if not asked.get("product") and not asked.get("sample"):
        return _find_product(request, asked)
    own = _own(request)
    form = PlanForm(_given(request, asked, own), own=[(str(a.pk), a.name) for a in own])
    context: dict[str, object] = {"form": form}
    try:
        context["answer"], status = _answer(request, asked, form, own)
    except (NoWindow, NoPrices) as error:
        context["refusal"], status = error.message, 200
    except DomainError as error:
        context["trouble"], status = error.message, status_of(error)
    return _page(request, asked, context, status)


def _answer(
    request: HttpRequest, asked: dict[str, str], form: PlanForm, own: list[Appliance]
) -> tuple[object, int]:
    """The plan in words, and the status; no plan when the form has to be corrected first."""
    now = timezone.now()
    machine = _machine(form, own) if form.is_valid() else None
    region = domain.region(asked["region"])
    if machine is None:
        return None, 422
    rates = queries.rates_to_plan(
        product=domain.product_code(asked.get("product") or domain.SAMPLE_PRODUCT),
        region=region,
        now=now,
        is_sample=bool(asked.get("sample")),
        asker=asker_of(request),
    )
    time = form.cleaned_data["at"]
    planned = queries.planned(
        machine=machine,
        rates=rates,
        now=now,
        at=now if time is None else domain.next_time(time, after=in_utc(now) - MINUTE),
        tolerance_pence=form.cleaned_data["tolerance"] or Decimal(0),
        asker=asker_of(request),
    )
    return told(planned, machine, now=now), 200


def _machine(form: PlanForm, own: list[Appliance]) -> Machine | None:
    """What to plan; ``None`` where the form has been told what is wrong with it."""
    what = form.cleaned_data["what"]
    mine = next((one for one in own if str(one.pk) == what), None)
    try:
        changes = form.changes()
        if mine is not None:
            return changes.applied(mine.machine)
        if what == Kind.OWN.value:
            return changes.alone()
        return changes.applied(domain.PRESETS[Kind(what)])
    except InvalidBattery as error:
        form.add_error("from_percent", error.message)
    except Invalid as error:
        refuse(form, error)
    return None


def _own(request: HttpRequest) -> list[Appliance]:
    return [] if request.user.pk is None else list(queries.appliances_of(request.user.pk))


def _given(request: HttpRequest, asked: dict[str, str], own: list[Appliance]) -> dict[str, object]:
    """What the address says; without an appliance, the person's first or a washing machine."""
    first = str(own[0].pk) if own else Kind.WASHING_MACHINE.value
    usual: dict[str, object] = {"what": first, "tolerance": asked.get("tolerance", "")}
    return usual | {name: text for name, text in request.GET.dict().items() if str(text).strip()}


def _find_product(request: HttpRequest, asked: dict[str, str]) -> HttpResponse:
    """Go on with the newest product on sale; the page of prices lets people choose another."""
    try:
        found = queries.products(now=timezone.now(), asker=asker_of(request)).products
    except DomainError as error:
        return _page(request, asked, {"trouble": error.message}, status_of(error))
    if not found:
        return redirect(choice.address(asked))
    query = request.GET.copy()
    query.update({"region": asked["region"], "product": found[0].code})
    return redirect(f"{request.path}?{query.urlencode()}")


def _page(
    request: HttpRequest, asked: dict[str, str], context: dict[str, object], status: int = 200
) -> HttpResponse:
    region = asked.get("region", "")
    names = {one.letter: one.name for one in domain.REGIONS}
    context |= {
        "carried": [(name, asked[name]) for name in CARRIED if asked.get(name)],
        "region": names.get(region.upper(), region),
        "product": asked.get("product", ""),
        "is_sample": bool(asked.get("sample")),
        "kinds": dict(KINDS),
        "prices_url": choice.address(asked),
        "region_url": choice.address(asked, "prices:region"),
        "sample_url": choice.address({"region": "C", "sample": "1"}, "prices:plan"),
        "title": _("Plan an appliance"),
    }
    response = render(request, "prices/plan.html", context, status=status)
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, private=True, no_cache=True)
    return response
