"""Windows as an iCalendar file (RFC 5545).

All times are in UTC, so that no clock change and no calendar can move them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from daybook import __version__
from daybook.apps.prices import domain
from daybook.apps.prices.domain import Window
from daybook.apps.prices.models import PlannedWindow
from daybook.apps.prices.queries import Programme
from daybook.lib.periods import Period
from daybook.ui import formats

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
#: How often a calendar may as well look again.
REFRESH: Final = dt.timedelta(hours=1)
SALT: Final = "prices.feed.uid"
MARK_LENGTH: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event; ``uid`` is the same each time, ``revised_at`` is when it last changed."""

    uid: str
    title: str
    text: str
    period: Period
    revised_at: dt.datetime


def planned_entry(window: PlannedWindow) -> Entry:
    """What a person has planned."""
    return Entry(
        uid=f"{window.key}@daybook",
        title=window.title,
        text=tariff_words(window.product, window.region),
        period=Period(window.starts_at, window.ends_at),
        revised_at=window.planned_at,
    )


def block_entries(programme: Programme, person_id: int) -> Iterable[Entry]:
    """The cheapest block of each day, one event a day whatever it moves to."""
    preference = programme.preference
    if preference is None:
        return
    # Two people may read each other's calendars; their blocks are not the same event.
    mark = salted_hmac(SALT, str(person_id)).hexdigest()[:MARK_LENGTH]
    for day, window in programme.blocks.items():
        yield Entry(
            uid=f"cheapest-{day:%Y%m%d}-{mark}@daybook",
            title=block_title(window),
            text=tariff_words(preference.product, preference.region),
            period=window.period,
            revised_at=programme.revised_at(day),
        )


def block_title(window: Window) -> str:
    """What a cheapest block is called: Cheapest 4 hours of electricity, 12.35p per kWh."""
    words = _("Cheapest %(hours)s h of electricity, %(mean)s per kWh")
    return words % {"hours": hours_words(window.hours), "mean": formats.pence(window.mean_pence)}


def hours_words(hours: Decimal) -> str:
    """A number of hours without needless noughts."""
    return formats.exact(hours)


def tariff_words(product: str, letter: str) -> str:
    """Which prices an event is about."""
    return _("Prices of %(product)s in %(region)s, with VAT.") % {
        "product": product,
        "region": domain.region(letter).name,
    }


def calendar_file(
    entries: Sequence[Entry], *, name: str, url: str, alarm_minutes: int | None = None
) -> bytes:
    """The file; the same entries give the same bytes. ``url`` is where each event leads."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Daybook//Daybook {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, url, alarm_minutes))
    body: bytes = calendar.to_ical()
    return body


def _event(entry: Entry, url: str, alarm_minutes: int | None) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.revised_at)
    event.add("last-modified", entry.revised_at)
    event.add("dtstart", entry.period.starts_at)
    event.add("dtend", entry.period.ends_at)
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")  # cheap electricity keeps nobody busy
    if alarm_minutes is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", dt.timedelta(minutes=-alarm_minutes))
        event.add_component(alarm)
    return event
