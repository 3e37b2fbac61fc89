"""Pages of the meters: the list, one of them, adding, changing, replacing, deleting."""

from typing import Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidReading,
    InvalidUnit,
    MeterAddedBefore,
    NothingToUndo,
    ReadOnThatDay,
)
from daybook.apps.consumption.forms import MeterChangeForm, MeterForm, ReadingForm
from daybook.apps.consumption.models import Meter
from daybook.apps.consumption.queries import MeterSummary
from daybook.apps.consumption.views.meter_words import (
    a_day_words,
    dial_unit,
    dial_words,
    meter_line,
    reading_line,
    what_of,
)
from daybook.apps.consumption.views.refusals import beside
from daybook.lib.errors import DomainError, Invalid
from daybook.ui import formats

PAGE: Final = 20
LARGEST_ID: Final = 2**63 - 1
FIELDS: Final[dict[type[DomainError], str]] = {InvalidDays: "installed_on", InvalidUnit: "unit"}


@never_cache
@login_required
@require_safe
def meters(request: HttpRequest) -> HttpResponse:
    """List the person's meters with the latest reading of each."""
    today, person = timezone.localdate(), person_of(request)
    lines = [meter_line(one, today=today) for one in queries.meters_of(person.pk)]
    context = {"lines": lines, "deletion": deletion_of(request, person)}
    return render(request, "consumption/meters.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a meter."""
    person = person_of(request)
    if request.method != "POST":
        return render(request, "consumption/meter_add.html", {"form": MeterForm()})
    form = MeterForm(request.POST)
    if form.is_valid():
        try:
            meter = actions.add_meter(
                person=person,
                details=form.details(),
                key=form.cleaned_data["key"],
                now=timezone.now(),
            )
        except Invalid as error:
            beside(form, error, FIELDS)
        except MeterAddedBefore as error:
            messages.warning(request, error.message)
            return redirect("consumption:meters")
        else:
            messages.success(request, _("The meter is added. What does it show?"))
            return redirect("consumption:meter", meter.pk)
    return render(request, "consumption/meter_add.html", {"form": form}, status=422)


@never_cache
@login_required
@require_safe
def meter(request: HttpRequest, meter_id: int) -> HttpResponse:
    """Show a meter and its readings; 404 when it is not the person's."""
    found = queries.meter_of(person_of(request).pk, min(meter_id, LARGEST_ID))
    today = timezone.localdate()
    last = min(found.removed_on or today, today)
    return meter_page(request, found, ReadingForm(initial={"day": last}))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, meter_id: int) -> HttpResponse:
    """Change what is known of a meter; 404 when it is not the person's."""
    person = person_of(request)
    found = queries.meter_of(person.pk, min(meter_id, LARGEST_ID))
    if request.method != "POST":
        form = MeterChangeForm(initial=typed_meter(found))
        return render(request, "consumption/meter_change.html", {"form": form, "meter": found})
    form = MeterChangeForm(request.POST)
    if form.is_valid():
        try:
            actions.change_meter(
                person=person,
                meter_id=found.pk,
                details=form.details_of(Utility(found.utility)),
                now=timezone.now(),
            )
        except Invalid as error:
            beside(form, error, FIELDS | {InvalidReading: "digits"})
        else:
            messages.success(request, _("The meter is changed, and its use derived anew."))
            return redirect("consumption:meter", found.pk)
    context = {"form": form, "meter": found}
    return render(request, "consumption/meter_change.html", context, status=422)


@login_required
@require_POST
def delete(request: HttpRequest, meter_id: int) -> HttpResponse:
    """Delete a meter with its readings; 404 when it is not the person's."""
    person, pk = person_of(request), min(meter_id, LARGEST_ID)
    deletion = actions.delete_meter(person=person, meter_id=pk, now=timezone.now())
    return redirect(f"{reverse('consumption:meters')}?deleted={deletion}")


@login_required
@require_POST
def undo(request: HttpRequest, deletion: UUID) -> HttpResponse:
    """Bring back the meter or the reading that was deleted."""
    try:
        found = actions.undo_meter_deletion(person=person_of(request), deletion=deletion)
    except (Invalid, NothingToUndo, ReadOnThatDay) as error:
        messages.warning(request, error.message)
        return redirect("consumption:meters")
    messages.success(request, _("It is back."))
    return redirect("consumption:meter", found.pk)


def meter_page(
    request: HttpRequest, found: Meter, form: ReadingForm, status: int = 200
) -> HttpResponse:
    """The page of one meter, with the form for its next reading."""
    today, person = timezone.localdate(), person_of(request)
    told = queries.readings_of(person.pk, meter_id=found.pk)
    page = Paginator(told, PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "meter": found,
        "what": what_of(found),
        "unit": dial_unit(found),
        "figures": _figures(queries.summary_of(found, told)),
        "form": form,
        "page": page,
        "lines": [reading_line(one, found, today=today) for one in page.object_list],
        "deletion": deletion_of(request, person),
    }
    return render(request, "consumption/meter.html", context, status=status)


def deletion_of(request: HttpRequest, person: AbstractBaseUser) -> dict[str, object] | None:
    """What was deleted last, while it can be brought back."""
    try:
        deletion = UUID(request.GET.get("deleted", ""))
    except ValueError:
        return None
    gone = queries.restorable(person.pk, deletion)
    if gone is None:
        return None
    told = _("The meter is deleted.") if isinstance(gone, Meter) else _("The reading is deleted.")
    return {"id": deletion, "told": told}


def typed_meter(found: Meter) -> dict[str, object]:
    """The meter as its form shows it."""
    return {
        "name": found.name,
        "serial": found.serial,
        "unit": found.unit,
        "multiplier": f"{found.multiplier.normalize():f}",
        "digits": found.digits,
        "decimals": found.decimals,
        "installed_on": found.installed_on,
        "removed_on": found.removed_on,
    }


def person_of(request: HttpRequest) -> AbstractBaseUser:
    """Who asks; the view is for those who are signed in."""
    return cast("AbstractBaseUser", request.user)


def _figures(summary: MeterSummary) -> list[dict[str, str]]:
    """The latest reading and the mean use a day, as far as they are known."""
    latest, utility = summary.latest, Utility(summary.meter.utility)
    if latest is None:
        return []
    found = [
        {
            "label": _("Latest reading"),
            "number": dial_words(latest.number, summary.meter),
            "note": formats.day_words(latest.day, timezone.localdate()),
        }
    ]
    if words := a_day_words(summary.a_day, utility):
        note = _("mean of the last year that was read")
        found.append({"label": _("Use"), "number": words, "note": note})
    return found
