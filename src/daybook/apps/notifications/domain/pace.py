"""When digests go out. Times are passed in."""

import datetime as dt
from enum import StrEnum
from typing import Final

from daybook.apps.notifications.domain.times import (
    ONE_DAY,
    QuietHours,
    quiet_period_at,
    wall_instant,
)
from daybook.lib.errors import Invalid
from daybook.lib.periods import in_utc, local_date, local_midnight

# When the morning digest goes out, on the person's wall, until they say otherwise.
MORNING: Final = dt.time(7)
ONE_HOUR: Final = dt.timedelta(hours=1)


class Pace(StrEnum):
    """How what is not urgent comes by e-mail: at once, or gathered in a digest."""

    NOW = "now"
    HOURLY = "hourly"
    MORNING = "morning"


def digest_pace(pace: Pace, *, is_urgent: bool, may_wait: bool) -> Pace:
    """The pace of a message, given what its person has chosen.

    What is urgent comes at once, whatever was chosen; what may wait comes in the morning, or in a
    digest that goes out earlier.
    """
    if is_urgent:
        return Pace.NOW
    return Pace.MORNING if may_wait else pace


def checked_morning(time: dt.time) -> dt.time:
    """The wall time of the morning digest; raises ``Invalid`` unless it is a whole minute."""
    if time.second or time.microsecond or time.tzinfo:
        raise Invalid("The morning digest goes out on a whole minute, for example 07:00.")
    return time


def next_morning(at: dt.datetime, morning_at: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """The first instant from ``at`` on, in UTC, at which the wall shows ``morning_at``.

    Once on each local day: in an hour that comes twice the first counts.
    """
    today = local_date(at, zone)
    first = wall_instant(today, morning_at, zone)
    return first if first >= at else wall_instant(today + ONE_DAY, morning_at, zone)


def next_hour(at: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The first instant from ``at`` on, in UTC, at which the wall shows a full hour.

    Where clocks change by less than an hour in between it is never more than an hour away.
    """
    moment = in_utc(at)
    local = moment.astimezone(zone)
    over = dt.timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return moment + ONE_HOUR - over if over else moment


def digest_time(
    *,
    at: dt.datetime,
    pace: Pace,
    zone: dt.tzinfo,
    morning_at: dt.time = MORNING,
    quiet: QuietHours | None = None,
    paused_until: dt.date | None = None,
) -> dt.datetime:
    """When the digest goes out, in UTC, that a message due ``at`` waits for.

    It is the next one after a pause; one that falls into quiet hours goes out when they end.
    """
    moment = in_utc(at)
    if paused_until is not None:
        moment = max(moment, local_midnight(paused_until, zone))
    hourly = pace is Pace.HOURLY
    moment = next_hour(moment, zone) if hourly else next_morning(moment, morning_at, zone)
    period = quiet_period_at(moment, quiet, zone) if quiet else None
    return period.ends_at if period else moment
