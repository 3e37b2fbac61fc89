"""One meter gives way to the next."""

from typing import Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidReading,
    InvalidUnit,
    MeterAddedBefore,
    QuestionableStep,
    ReadOnThatDay,
    ReplacedBefore,
)
from daybook.apps.consumption.forms import ReplaceForm
from daybook.apps.consumption.models import Meter
from daybook.apps.consumption.views.meters import LARGEST_ID, person_of, typed_meter
from daybook.apps.consumption.views.refusals import beside
from daybook.lib.errors import DomainError, Invalid

FIELDS: Final[dict[type[DomainError], str]] = {
    InvalidDays: "day",
    InvalidReading: "last",
    InvalidUnit: "unit",
    QuestionableStep: "last",
    ReadOnThatDay: "last",
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, meter_id: int) -> HttpResponse:
    """Close a meter and go on with the next one; 404 when it is not the person's."""
    person = person_of(request)
    old = queries.meter_of(person.pk, min(meter_id, LARGEST_ID))
    utility, is_sent = Utility(old.utility), request.method == "POST"
    form = (
        ReplaceForm(request.POST, utility=utility)
        if is_sent
        else ReplaceForm(initial=_next_of(request, old), utility=utility)
    )
    if is_sent and form.is_valid():
        try:
            new = _replaced(person, old, form)
        except (Invalid, ReadOnThatDay, ReplacedBefore, MeterAddedBefore) as error:
            beside(form, error, FIELDS)
        else:
            messages.success(request, _("The old meter is closed, the new one goes on."))
            return redirect("consumption:meter", new.pk)
    context = {"form": form, "meter": old}
    return render(
        request, "consumption/meter_replace.html", context, status=422 if is_sent else 200
    )


def _replaced(person: AbstractBaseUser, old: Meter, form: ReplaceForm) -> Meter:
    return actions.replace_meter(
        person=person,
        meter_id=old.pk,
        replacement=form.replacement(),
        key=form.cleaned_data["key"],
        today=timezone.localdate(),
        now=timezone.now(),
    )


def _next_of(request: HttpRequest, old: Meter) -> dict[str, object]:
    """What the next meter begins with: the dial of the old one, and what was just typed."""
    asked = forms.DateField().to_python
    try:
        day = asked(request.GET.get("day", ""))
    except forms.ValidationError:
        day = None
    return typed_meter(old) | {
        "serial": "",
        "day": day or timezone.localdate(),
        "first": request.GET.get("first", "0")[:20],
    }
