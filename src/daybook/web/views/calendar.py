"""The calendar: what every product has to say about the next two weeks, day by day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daybook.core.contributions import CalendarEntry, calendar
from daybook.core.rest import utc_text
from daybook.lib.periods import local_date
from daybook.ui import formats

DAYS: Final = dt.timedelta(days=14)
#: Farther away there is nothing, and calendars end somewhere.
REACH: Final = dt.timedelta(days=3660)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry, ready to be shown."""

    title: str
    url: str
    span: str
    full: str
    starts_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day on which something is."""

    words: str
    full: str
    lines: Sequence[Line]


@never_cache
@login_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Fourteen days from the one asked for, today if none is; a product that fails is left out."""
    today = timezone.localdate()
    since = _since(request.GET.get("from", ""), today)
    until = since + DAYS
    person = cast("AbstractBaseUser", request.user)
    found = calendar.gather(lambda source: list(source(person, since, until)))
    entries = sorted(
        (entry for _name, entries in found for entry in entries),
        key=lambda entry: (entry.starts_at, entry.ends_at, entry.title),
    )
    context = {
        "days": _days(entries, today, since),
        "span": f"{formats.day_words(since, today)}{formats.DASH}"
        f"{formats.day_words(until - dt.timedelta(days=1), today)}",
        "is_now": since == today,
        "earlier": _address(since - DAYS, today),
        "later": _address(until, today),
    }
    return render(request, "web/calendar.html", context)


def _since(text: str, today: dt.date) -> dt.date:
    """The day asked for, as far as it makes sense."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return min(max(day, today - REACH), today + REACH)


def _address(day: dt.date, today: dt.date) -> str:
    here = reverse("calendar")
    return here if day == today else f"{here}?from={day.isoformat()}"


def _days(entries: Sequence[CalendarEntry], today: dt.date, since: dt.date) -> list[Day]:
    zone = timezone.get_current_timezone()
    lines: dict[dt.date, list[Line]] = {}
    for entry in entries:
        # What began before the first day stands on that day, with the time it began.
        day = max(local_date(entry.starts_at, zone), since)
        lines.setdefault(day, []).append(
            Line(
                title=entry.title,
                url=entry.url,
                span=formats.span(entry.starts_at, entry.ends_at, zone),
                full=formats.full_moment(entry.starts_at, zone),
                starts_at=utc_text(entry.starts_at),
            )
        )
    return [
        Day(words=formats.day_words(day, today), full=formats.long_day(day), lines=lines[day])
        for day in sorted(lines)
    ]
