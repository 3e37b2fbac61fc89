"""Adding, changing and deleting the readings of a meter."""

from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidReading,
    QuestionableStep,
    ReadOnThatDay,
)
from daybook.apps.consumption.forms import ReadingChangeForm, ReadingForm
from daybook.apps.consumption.models import Meter, Reading
from daybook.apps.consumption.views.meter_words import dial_unit, dial_words
from daybook.apps.consumption.views.meters import LARGEST_ID, meter_page, person_of
from daybook.apps.consumption.views.refusals import beside
from daybook.lib.errors import DomainError, Invalid
from daybook.ui import formats

FIELDS: Final[dict[type[DomainError], str]] = {
    InvalidDays: "day",
    InvalidReading: "number",
    QuestionableStep: "number",
    ReadOnThatDay: "day",
}


@never_cache
@login_required
@require_POST
def add(request: HttpRequest, meter_id: int) -> HttpResponse:
    """Write down a reading; nothing is kept of one that has to be explained first.

    Where the explanation is another meter it leads to the page for that, with what was typed.
    """
    person, today = person_of(request), timezone.localdate()
    meter = queries.meter_of(person.pk, min(meter_id, LARGEST_ID))
    form = ReadingForm(request.POST)
    if form.is_valid():
        if form.is_replaced:
            return redirect(_replacing(meter, form))
        try:
            reading = actions.add_reading(
                person=person, meter_id=meter.pk, read=form.read(), today=today, now=timezone.now()
            )
        except (Invalid, ReadOnThatDay) as error:
            beside(form, error, FIELDS)
        else:
            messages.success(request, _added(reading, meter))
            return redirect("consumption:meter", meter.pk)
    return meter_page(request, meter, form, status=422)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest, reading_id: int) -> HttpResponse:
    """Show one reading to be changed; 404 when it is not the person's."""
    person, is_sent = person_of(request), request.method == "POST"
    found = queries.reading_of(person.pk, min(reading_id, LARGEST_ID))
    form = ReadingChangeForm(request.POST) if is_sent else ReadingChangeForm(initial=_typed(found))
    if is_sent and form.is_valid():
        try:
            actions.change_reading(
                person=person,
                reading_id=found.pk,
                read=form.read(),
                today=timezone.localdate(),
                now=timezone.now(),
            )
        except (Invalid, ReadOnThatDay) as error:
            beside(form, error, FIELDS)
        else:
            messages.success(request, _("The reading is changed."))
            return redirect("consumption:meter", found.meter_id)
    context = {
        "form": form,
        "reading": found,
        "unit": dial_unit(found.meter),
        "told": dial_words(found.number, found.meter),
        "asks": form.asks_what_happened or bool(found.answer),
    }
    return render(request, "consumption/reading.html", context, status=422 if is_sent else 200)


@login_required
@require_POST
def delete(request: HttpRequest, reading_id: int) -> HttpResponse:
    """Delete a reading; 404 when it is not the person's."""
    person = person_of(request)
    found = queries.reading_of(person.pk, min(reading_id, LARGEST_ID))
    deletion = actions.delete_reading(person=person, reading_id=found.pk, now=timezone.now())
    return redirect(f"{reverse('consumption:meter', args=[found.meter_id])}?deleted={deletion}")


def _replacing(meter: Meter, form: ReadingForm) -> str:
    """Where a meter is replaced, with the number that was typed as the first of the new one."""
    given = form.cleaned_data
    asked = urlencode({"day": given["day"].isoformat(), "first": f"{given['number']:f}"})
    return f"{reverse('consumption:replace_meter', args=[meter.pk])}?{asked}"


def _added(reading: Reading, meter: Meter) -> str:
    return _("Added: %(number)s, %(day)s.") % {
        "number": dial_words(reading.number, meter),
        "day": formats.day_words(reading.day, timezone.localdate()),
    }


def _typed(found: Reading) -> dict[str, object]:
    """The reading as its form shows it."""
    return {
        "number": f"{found.number:.{found.meter.decimals}f}",
        "day": found.day,
        "time": found.time,
        "is_estimated": found.is_estimated,
        "notes": found.notes,
        "answer": found.answer,
    }
