"""When a message may ring. Times are passed in."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from daybook.lib.errors import Invalid
from daybook.lib.periods import LONDON, Period, in_utc, local_date, local_midnight

LONGEST_PAUSE: Final = dt.timedelta(days=366)
ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Wall times between which nothing rings; the end is not part, and may lie on the next day."""

    starts: dt.time
    ends: dt.time


def checked_quiet_hours(starts: dt.time | None, ends: dt.time | None) -> QuietHours | None:
    """The quiet hours of two wall times, ``None`` for none; raises ``Invalid`` for one alone.

    They are whole minutes without an offset, and may not be the same: that would be all day long.
    """
    if starts is None and ends is None:
        return None
    if starts is None or ends is None:
        raise Invalid("Quiet hours need a beginning and an end. Leave both empty for none.")
    if any(time.second or time.microsecond or time.tzinfo for time in (starts, ends)):
        raise Invalid("Quiet hours begin and end on a whole minute, for example 22:00.")
    if starts == ends:
        raise Invalid("Quiet hours may not last the whole day. Pause everything instead.")
    return QuietHours(starts, ends)


def checked_pause(until: dt.date | None, *, now: dt.datetime, zone: dt.tzinfo) -> dt.date | None:
    """The local day on which messages go out again; raises ``Invalid`` unless it lies ahead.

    A pause lasts a year at most, so that nobody loses what they have forgotten.
    """
    if until is None:
        return None
    today = local_date(now, zone)
    if not today < until <= today + LONGEST_PAUSE:
        raise Invalid("A pause ends on a day after today, and within a year.")
    return until


def zone_of(name: str) -> dt.tzinfo:
    """The zone called ``name``; London for one that has left the IANA database."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return LONDON


def wall_instant(day: dt.date, time: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """The instant, in UTC, at which the clock on the wall of ``zone`` shows ``time`` on ``day``.

    A time shown twice means the first; one that is skipped moves on by what is skipped.
    """
    return in_utc(dt.datetime.combine(day, time, tzinfo=zone))


def quiet_period_at(at: dt.datetime, quiet: QuietHours, zone: dt.tzinfo) -> Period | None:
    """The quiet period, in UTC, that the instant ``at`` falls into; ``None`` where it may ring."""
    today = local_date(at, zone)
    for day in (today - ONE_DAY, today):
        last = day if quiet.ends > quiet.starts else day + ONE_DAY
        starts_at = wall_instant(day, quiet.starts, zone)
        ends_at = wall_instant(last, quiet.ends, zone)
        # Clocks going forward may swallow short quiet hours whole.
        if starts_at <= at < ends_at:
            return Period(starts_at, ends_at)
    return None


def delivery_time(
    *,
    at: dt.datetime,
    is_urgent: bool,
    zone: dt.tzinfo,
    quiet: QuietHours | None = None,
    paused_until: dt.date | None = None,
) -> dt.datetime:
    """When a message due ``at`` may ring, in UTC: after a pause, outside quiet hours.

    What is urgent (a sign-in from a new device, a link somebody waits for) is never held back.
    """
    moment = in_utc(at)
    if is_urgent:
        return moment
    if paused_until is not None:
        moment = max(moment, local_midnight(paused_until, zone))
    period = quiet_period_at(moment, quiet, zone) if quiet else None
    return period.ends_at if period else moment
