"""Pages of the appliances: the list, adding, changing, deleting and bringing back."""

import re
import uuid
from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.errors import AddedBefore, TooManyAppliances
from daybook.apps.prices.forms import ApplianceForm, appliance_initial
from daybook.apps.prices.models import KINDS, Appliance
from daybook.apps.prices.views.machines import line_of
from daybook.apps.prices.views.refusals import refuse
from daybook.lib.errors import Invalid

LARGEST_ID: Final = 2**63 - 1


@never_cache
@login_required
@require_safe
def appliances(request: HttpRequest) -> HttpResponse:
    """List the person's appliances; what was deleted last can be brought back.

    The address says which that is, so that it is gone after the next step.
    """
    person = _person(request)
    context = {
        "lines": [line_of(one) for one in queries.appliances_of(person.pk)],
        "gone": _gone(request, person),
    }
    return render(request, "prices/appliances.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add an appliance, beginning with what is usual of its kind.

    The form carries a key, so that it adds one appliance however often it is sent.
    """
    if request.method != "POST":
        return _add_page(request, ApplianceForm(initial=_preset(request)))
    form = ApplianceForm(request.POST)
    if form.is_valid():
        try:
            appliance = actions.add_appliance(
                person=_person(request),
                machine=form.machine(),
                key=form.cleaned_data["key"],
                now=timezone.now(),
            )
        except Invalid as error:
            refuse(form, error)
        except (AddedBefore, TooManyAppliances) as error:
            messages.warning(request, error.message)
            return redirect("prices:appliances")
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": appliance.name})
            return redirect("prices:appliances")
    return _add_page(request, form, status=422)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appliance(request: HttpRequest, appliance_id: int) -> HttpResponse:
    """Show one appliance to be changed; 404 when it is not the person's."""
    person = _person(request)
    found = queries.appliance_of(person.pk, _id(appliance_id))
    if request.method != "POST":
        initial = {**appliance_initial(found.machine), "key": found.key}
        return _page(request, found, ApplianceForm(initial=initial))
    form = ApplianceForm({**request.POST.dict(), "key": str(found.key)})
    if form.is_valid():
        try:
            actions.change_appliance(
                person=person, appliance_id=found.pk, machine=form.machine(), now=timezone.now()
            )
        except Invalid as error:
            refuse(form, error)
        else:
            messages.success(request, _("The appliance is changed."))
            return redirect("prices:appliances")
    return _page(request, found, form, status=422)


@login_required
@require_POST
def delete(request: HttpRequest, appliance_id: int) -> HttpResponse:
    """Delete an appliance; 404 when it is not the person's."""
    actions.delete_appliance(
        person=_person(request), appliance_id=_id(appliance_id), now=timezone.now()
    )
    return redirect(f"{reverse('prices:appliances')}?deleted={appliance_id}")


@login_required
@require_POST
def restore(request: HttpRequest, appliance_id: int) -> HttpResponse:
    """Bring a deleted appliance back; 404 when it is not the person's."""
    try:
        found = actions.restore_appliance(person=_person(request), appliance_id=_id(appliance_id))
    except TooManyAppliances as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("%(name)s is back.") % {"name": found.name})
    return redirect("prices:appliances")


def _add_page(request: HttpRequest, form: ApplianceForm, status: int = 200) -> HttpResponse:
    chosen = str(form["kind"].value())
    kinds = [
        {"text": name, "url": f"?kind={kind}", "is_current": kind == chosen} for kind, name in KINDS
    ]
    return render(
        request, "prices/add_appliance.html", {"form": form, "kinds": kinds}, status=status
    )


def _page(
    request: HttpRequest, found: Appliance, form: ApplianceForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "line": line_of(found)}
    return render(request, "prices/appliance.html", context, status=status)


def _preset(request: HttpRequest) -> dict[str, object]:
    asked = request.GET.get("kind", domain.Kind.WASHING_MACHINE.value)
    found = next((machine for kind, machine in domain.PRESETS.items() if kind.value == asked), None)
    if found is None:
        usual: dict[str, object] = {"minimum_run": 1, "most_runs": 4, "kind": domain.Kind.OWN.value}
    else:
        usual = appliance_initial(found)
    return usual | {"key": uuid.uuid4()}


def _gone(request: HttpRequest, person: AbstractBaseUser) -> Appliance | None:
    text = request.GET.get("deleted", "")
    if not re.fullmatch(r"[0-9]{1,19}", text):
        return None
    return queries.deleted_appliance_of(person.pk, _id(int(text)))


def _id(number: int) -> int:
    return min(number, LARGEST_ID)  # a larger one would not even fit into the question


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
