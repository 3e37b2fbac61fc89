"""Numbers and times as people read them; every page formats once, before its template."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.lib.periods import clock_time, local_date

MINUS: Final = "\N{MINUS SIGN}"
SPACE: Final = "\N{NO-BREAK SPACE}"
DASH: Final = "\N{EN DASH}"
MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
#: Decimals of what is shown exactly: a mean of 48 half-hours may have no end.
ENOUGH: Final = 6


def number(amount: Decimal, places: int) -> str:
    """``amount`` with so many decimals, halves away from zero, thousands parted by commas."""
    rounded = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}"
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(amount: Decimal, places: int) -> str:
    """``amount`` as a change, with its sign: +3.0; no sign where it rounds to nothing."""
    text = number(amount, places)
    return text if text.startswith(MINUS) or not Decimal(text.replace(",", "")) else f"+{text}"


def exact(amount: Decimal) -> str:
    """Every digit of ``amount`` but the noughts at the end, for a tooltip."""
    text = f"{abs(amount):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{MINUS}{text}" if amount < 0 else text


def pence(amount: Decimal) -> str:
    """A unit rate in pence, two decimals: 12.35p."""
    return f"{number(amount, 2)}p"


def exact_pence(amount: Decimal) -> str:
    """A unit rate with every digit that says something, for a tooltip: 12.3456p per kWh."""
    return _("%(amount)sp per kWh") % {"amount": exact(round(amount, ENOUGH))}


def pounds(amount: Decimal) -> str:
    """An amount in pounds, two decimals, the sign before the pound: £1.20."""
    text = number(amount, 2)
    return f"{MINUS}£{text[1:]}" if text.startswith(MINUS) else f"£{text}"


def exact_pounds(amount: Decimal) -> str:
    """An amount in pounds with every digit that says something, for a tooltip: £1.2034."""
    text = exact(round(amount, ENOUGH))
    return f"{MINUS}£{text[1:]}" if text.startswith(MINUS) else f"£{text}"


def kwh(amount: Decimal) -> str:
    """An amount of electricity, up to three decimals: 10 kWh, 0.125 kWh."""
    rounded = amount.quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)
    return f"{exact(rounded)}{SPACE}kWh"


def percent(amount: Decimal, places: int = 0) -> str:
    """A share of a hundred as a change: +3%."""
    return f"{signed(amount, places)}%"


def clock(at: dt.datetime, zone: dt.tzinfo) -> str:
    """The time on the wall in ``zone``: 16:30, or 01:30 BST in an hour shown twice."""
    return clock_time(at, zone)


def span(starts_at: dt.datetime, ends_at: dt.datetime, zone: dt.tzinfo) -> str:
    """From and to on the wall in ``zone``: 13:00 to 16:00, with a dash between.

    Where clocks change in between each time names its zone, since no sum would come out right.
    """
    ends = [starts_at.astimezone(zone), ends_at.astimezone(zone)]
    if ends[0].utcoffset() == ends[1].utcoffset():
        return f"{clock(starts_at, zone)}{DASH}{clock(ends_at, zone)}"
    return DASH.join(f"{end:%H:%M} {end:%Z}" for end in ends)


def day_words(day: dt.date, today: dt.date) -> str:
    """A date as people say it: today, tomorrow, yesterday, Tue 3 Mar, Tue 3 Mar 2025."""
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if words := near.get((day - today).days):
        return words
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%b}{year}"


def long_day(day: dt.date) -> str:
    """A date in full: Tuesday 3 March 2026."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def moment(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """A moment as people say it: today 16:30, tomorrow 07:00, Tue 3 Mar 09:10."""
    day = day_words(local_date(at, zone), local_date(now, zone))
    return f"{day} {clock(at, zone)}"


def full_moment(at: dt.datetime, zone: dt.tzinfo) -> str:
    """A moment with nothing left out, for a tooltip: Tuesday 3 March 2026, 09:10 GMT."""
    local = at.astimezone(zone)
    return f"{long_day(local.date())}, {local:%H:%M %Z}"


def ago(at: dt.datetime, now: dt.datetime) -> str:
    """How long ago: just now, 4 minutes ago, 3 hours ago, 2 days ago."""
    seconds = int((now - at).total_seconds())
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        count = seconds // MINUTE
        words = ngettext("%(count)s minute ago", "%(count)s minutes ago", count)
    elif seconds < DAY:
        count = seconds // HOUR
        words = ngettext("%(count)s hour ago", "%(count)s hours ago", count)
    else:
        count = seconds // DAY
        words = ngettext("%(count)s day ago", "%(count)s days ago", count)
    return words % {"count": count}


def duration(length: dt.timedelta) -> str:
    """How long: 3 h 15 min, 45 min, 2 h; to the nearest minute, never below nothing."""
    minutes = max(0, round(length.total_seconds() / MINUTE))
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}{SPACE}h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest}{SPACE}min")
    return " ".join(parts)
