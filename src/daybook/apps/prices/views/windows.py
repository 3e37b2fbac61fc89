"""Windows put on the calendar: the list, adding, deleting, and a file to take away."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.errors import NoSuchWindow, TooManyWindows
from daybook.apps.prices.forms import WindowForm
from daybook.apps.prices.models import PlannedWindow
from daybook.apps.prices.views import ical
from daybook.core.contributions import CalendarEntry
from daybook.core.rest import utc_text
from daybook.lib.errors import Invalid
from daybook.lib.periods import LONDON, Period, local_date, local_day
from daybook.ui import formats

LARGEST_ID: Final = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One planned window, ready to be shown."""

    id: int
    title: str
    day: str
    span: str
    full: str
    note: str
    starts_at: str


@never_cache
@login_required
@require_safe
def windows(request: HttpRequest) -> HttpResponse:
    """The person's windows to come, earliest first."""
    now = timezone.now()
    found = queries.coming_windows(_person(request).pk, now)
    return render(request, "prices/windows.html", {"lines": [_line(w, now) for w in found]})


@never_cache
@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put a block on the calendar."""
    form, now = WindowForm(request.POST), timezone.now()
    if not form.is_valid():
        messages.warning(
            request, _("That block cannot be read. Choose it again on the prices page.")
        )
        return redirect("prices:prices")
    try:
        actions.plan_window(
            person=_person(request),
            title=title_of(form.period()),
            period=form.period(),
            product=form.cleaned_data["product"],
            region=form.cleaned_data["region"],
            now=now,
        )
    except (Invalid, TooManyWindows) as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The block is on your calendar."))
    return redirect("prices:windows")


@never_cache
@login_required
@require_POST
def drop(request: HttpRequest, window_id: int) -> HttpResponse:
    """Take a window off the calendar; 404 when it is not the person's."""
    if window_id > LARGEST_ID:
        raise NoSuchWindow(_("This window is not on your calendar."))
    actions.drop_window(person=_person(request), window_id=window_id)
    messages.success(request, _("The window is off your calendar."))
    return redirect("prices:windows")


@require_safe
def window_file(request: HttpRequest) -> HttpResponse:
    """One block as a file for a calendar; nothing is kept. 422 for what is no block."""
    form, now = WindowForm(request.GET), timezone.now()
    if not form.is_valid():
        raise Invalid(_("That block cannot be read. Choose it again on the prices page."))
    period = domain.checked_plan(form.period(), now)
    product, region = form.cleaned_data["product"], form.cleaned_data["region"]
    # The same block is the same event, whoever takes it and however often.
    said = f"{product} {region.letter} {utc_text(period.starts_at)} {utc_text(period.ends_at)}"
    entry = ical.Entry(
        uid=f"{salted_hmac(ical.SALT, said).hexdigest()[: ical.MARK_LENGTH]}@daybook",
        title=title_of(period),
        text=ical.tariff_words(product, region.letter),
        period=period,
        revised_at=now,
    )
    url = request.build_absolute_uri(reverse("prices:prices"))
    body = ical.calendar_file([entry], name=_("Cheap electricity"), url=url)
    response = HttpResponse(body, content_type=ical.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="cheap-electricity.ics"'
    response["Cache-Control"] = "no-store"
    return response


def entries_of(user: AbstractBaseUser, since: dt.date, until: dt.date) -> Iterable[CalendarEntry]:
    """What the person has planned from ``since`` up to ``until``, for the shared calendar."""
    zone = timezone.get_current_timezone()
    period = Period(local_day(since, zone).starts_at, local_day(until, zone).starts_at)
    url = reverse("prices:windows")
    for window in queries.windows_within(user.pk, period):
        yield CalendarEntry(window.title, window.starts_at, window.ends_at, url)


def title_of(period: Period) -> str:
    """What a block is called on a calendar."""
    hours = formats.duration(period.duration)
    return _("Cheap electricity for %(hours)s") % {"hours": hours}


def _line(window: PlannedWindow, now: dt.datetime) -> Line:
    return Line(
        id=window.pk,
        title=window.title,
        day=formats.day_words(local_date(window.starts_at, LONDON), local_date(now, LONDON)),
        span=formats.span(window.starts_at, window.ends_at, LONDON),
        full=formats.full_moment(window.starts_at, LONDON),
        note=ical.tariff_words(window.product, window.region),
        starts_at=utc_text(window.starts_at),
    )


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
