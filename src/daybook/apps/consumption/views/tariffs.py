"""Pages of the tariffs: the list, choosing a kind, adding, changing, ending and deleting."""

import datetime as dt
from typing import Final, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Utility, standard_unit
from daybook.apps.consumption.domain.tariffs import KINDS, Kind
from daybook.apps.consumption.errors import InvalidDays, TariffOverlap
from daybook.apps.consumption.forms import (
    EndForm,
    TariffForm,
    form_of,
    tariff_initial,
    tariff_typed,
)
from daybook.apps.consumption.models import KIND_NAMES, UTILITIES, Tariff
from daybook.apps.consumption.views.cost_words import tariff_line
from daybook.apps.consumption.views.words import NAMES, UNITS
from daybook.lib.errors import DomainError, Invalid

LARGEST_ID: Final = 2**63 - 1
ABOUT_KINDS: Final = {
    Kind.FLAT: gettext_lazy("The same price all day."),
    Kind.TWO_RATE: gettext_lazy("Cheaper at night, such as Economy 7."),
    Kind.HALF_HOURLY: gettext_lazy("A new price every half-hour, such as Agile."),
    Kind.OWN: gettext_lazy("Several prices by the time of the day."),
}


@never_cache
@login_required
@require_safe
def tariffs(request: HttpRequest) -> HttpResponse:
    """List the person's tariffs, utility by utility."""
    today = timezone.localdate()
    groups = [
        {"name": NAMES[utility], "lines": [tariff_line(one, today=today) for one in found]}
        for utility, found in queries.tariffs_of(_person(request).pk).items()
    ]
    return render(request, "consumption/tariffs.html", {"groups": groups})


@never_cache
@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Ask what the tariff is for, and of which kind it is."""
    names = dict(KIND_NAMES)
    groups = [
        {
            "utility": utility,
            "name": name,
            "kinds": [
                {"kind": kind.value, "name": names[kind.value], "text": ABOUT_KINDS[kind]}
                for kind in KINDS[Utility(utility)]
            ],
        }
        for utility, name in UTILITIES
    ]
    return render(request, "consumption/choose_tariff.html", {"groups": groups})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, utility: str, kind: str) -> HttpResponse:
    """Add a tariff of the kind that was chosen; 404 for one that is not sold so."""
    chosen, what = _chosen(utility, kind)
    is_sent, person = request.method == "POST", _person(request)
    made = form_of(chosen, what)
    form = made(request.POST) if is_sent else made(initial=_initial(person, chosen, what))
    if is_sent and form.is_valid():
        try:
            actions.add_tariff(
                person=person,
                offer=form.offer(chosen),
                key=form.cleaned_data["key"],
                now=timezone.now(),
            )
        except (Invalid, TariffOverlap) as error:
            _refuse(form, error)
        else:
            messages.success(request, _("The tariff is added."))
            return redirect("consumption:tariffs")
    status = 422 if is_sent else 200
    return render(request, "consumption/add_tariff.html", _shown(form, chosen, what), status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tariff(request: HttpRequest, tariff_id: int) -> HttpResponse:
    """Show one tariff to be changed; 404 when it is not the person's."""
    found, is_sent = _found(request, tariff_id), request.method == "POST"
    utility, kind = Utility(found.utility), Kind(found.kind)
    made = form_of(utility, kind)
    form = made(request.POST) if is_sent else made(initial=tariff_typed(found))
    if is_sent and form.is_valid():
        try:
            actions.change_tariff(
                person=_person(request),
                tariff_id=found.pk,
                offer=form.offer(utility),
                now=timezone.now(),
            )
        except (Invalid, TariffOverlap) as error:
            _refuse(form, error)
        else:
            messages.success(request, _("The tariff is changed."))
            return redirect("consumption:tariffs")
    context = {**_shown(form, utility, kind), "line": tariff_line(found, today=_today())}
    status = 422 if is_sent else 200
    return render(request, "consumption/tariff.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, tariff_id: int) -> HttpResponse:
    """Let a tariff end with a day."""
    found, is_sent = _found(request, tariff_id), request.method == "POST"
    form = EndForm(request.POST if is_sent else None, initial={"last": found.last_day or _today()})
    if is_sent and form.is_valid():
        try:
            actions.end_tariff(
                person=_person(request),
                tariff_id=found.pk,
                last=form.cleaned_data["last"],
                now=timezone.now(),
            )
        except (InvalidDays, TariffOverlap) as error:
            form.add_error("last", error.message)
        else:
            messages.success(request, _("The tariff has a last day."))
            return redirect("consumption:tariffs")
    context = {"form": form, "line": tariff_line(found, today=_today())}
    status = 422 if is_sent else 200
    return render(request, "consumption/end_tariff.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, tariff_id: int) -> HttpResponse:
    """Ask whether a tariff may go for good, and delete it."""
    found = _found(request, tariff_id)
    if request.method == "POST":
        actions.delete_tariff(person=_person(request), tariff_id=found.pk)
        messages.success(request, _("The tariff is deleted."))
        return redirect("consumption:tariffs")
    line = tariff_line(found, today=_today())
    return render(request, "consumption/delete_tariff.html", {"line": line})


def _chosen(utility: str, kind: str) -> tuple[Utility, Kind]:
    try:
        chosen, what = Utility(utility), Kind(kind)
    except ValueError:
        raise Http404 from None
    if what not in KINDS[chosen]:
        raise Http404
    return chosen, what


def _initial(person: AbstractBaseUser, utility: Utility, kind: Kind) -> dict[str, object]:
    """Today and what is usual; the product and region that are preferred, where they matter."""
    initial = tariff_initial(utility, today=_today())
    preferred = queries.preferred_product(person.pk) if kind is Kind.HALF_HOURLY else None
    if preferred is None:
        return initial
    product, letter = preferred
    return {**initial, "product": product, "region": letter, "name": product}


def _shown(form: TariffForm, utility: Utility, kind: Kind) -> dict[str, object]:
    """The form with the units of its fields."""
    per_unit = _("p per %(unit)s") % {"unit": UNITS[standard_unit(utility)]}
    units = {"pence": per_unit, "night_pence": per_unit, "wastewater": per_unit}
    units |= {"night_percent": "%", "returned": "%"}
    return {
        "form": form,
        "rates": [{"field": form[name], "unit": units.get(name, "")} for name in form.shown],
        "utility": NAMES[utility],
        "kind": dict(KIND_NAMES)[kind.value],
        "is_published": kind is Kind.HALF_HOURLY,
    }


def _refuse(form: forms.Form, error: DomainError) -> None:
    """Say beside the field that is meant what is wrong with it."""
    field = error.details.get("field", "last" if isinstance(error, InvalidDays) else "first")
    refusal = forms.ValidationError(error.message, code=error.code)
    form.add_error(field if field in form.fields else None, refusal)


def _found(request: HttpRequest, tariff_id: int) -> Tariff:
    return queries.tariff_of(_person(request).pk, min(tariff_id, LARGEST_ID))


def _today() -> dt.date:
    return timezone.localdate()


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
