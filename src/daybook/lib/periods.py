"""Stretches of time: half-open, aware, held in UTC, grouped by local day.

Arithmetic happens in UTC, because two local times of the same zone are
subtracted and compared by the clock on the wall, which lies twice a year.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from daybook.lib.errors import Invalid

LONDON: Final = ZoneInfo("Europe/London")
HALF_HOUR: Final = dt.timedelta(minutes=30)
_YEARS: Final = range(1900, 2200)
_MOMENT: Final = dt.timedelta(microseconds=1)


class InvalidInstant(Invalid):
    """A point in time that cannot be read, or that belongs to no zone."""

    code = "invalid-instant"


class InvalidPeriod(Invalid):
    """A stretch of time that ends before it starts, or lasts no time at all."""

    code = "invalid-period"


def in_utc(at: dt.datetime) -> dt.datetime:
    """The same instant in UTC.

    Raises ``InvalidInstant`` for a time without a zone, and for one whose
    year leaves the calendar on the way.
    """
    if at.tzinfo is dt.UTC:
        return at
    if at.utcoffset() is None:
        raise InvalidInstant("A time needs a zone: add Z or an offset such as +01:00.")
    try:
        return at.astimezone(dt.UTC)
    except OverflowError:
        raise InvalidInstant("That time is outside the calendar. Give a year like 2026.") from None


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time in UTC; the end is not part of it.

    Aware times of any zone are accepted and turned into UTC. Raises
    ``InvalidInstant`` for a time without a zone and ``InvalidPeriod`` when
    the end is not after the start.
    """

    starts_at: dt.datetime
    ends_at: dt.datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts_at", in_utc(self.starts_at))
        object.__setattr__(self, "ends_at", in_utc(self.ends_at))
        if self.ends_at <= self.starts_at:
            raise InvalidPeriod("The end has to be after the start.")

    @property
    def duration(self) -> dt.timedelta:
        """How much time passes, clock changes included."""
        return self.ends_at - self.starts_at

    def contains(self, at: dt.datetime) -> bool:
        """Tell whether the instant ``at`` is part of the period."""
        return self.starts_at <= in_utc(at) < self.ends_at

    def covers(self, other: "Period") -> bool:
        """Tell whether all of ``other`` is part of the period."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two have some time in common; touching is not overlapping."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def intersection(self, other: "Period") -> "Period | None":
        """The time the two have in common, or ``None`` where there is none."""
        if not self.overlaps(other):
            return None
        starts_at = max(self.starts_at, other.starts_at)
        return Period(starts_at, min(self.ends_at, other.ends_at))


def local_midnight(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """The first instant of ``day`` in ``zone``, in UTC."""
    return in_utc(dt.datetime.combine(day, dt.time(), tzinfo=zone))


def local_day(day: dt.date, zone: dt.tzinfo) -> Period:
    """From midnight to midnight in ``zone``: 23, 24 or 25 hours where clocks change by one.

    Raises ``InvalidInstant`` for the very first and last days of the calendar.
    """
    try:
        tomorrow = day + dt.timedelta(days=1)
    except OverflowError:
        raise InvalidInstant("That day is outside the calendar. Give a year like 2026.") from None
    return Period(local_midnight(day, zone), local_midnight(tomorrow, zone))


def local_date(at: dt.datetime, zone: dt.tzinfo) -> dt.date:
    """The date on the calendar of ``zone`` at the instant ``at``."""
    return in_utc(at).astimezone(zone).date()


def days(period: Period, zone: dt.tzinfo) -> tuple[dt.date, ...]:
    """The local dates ``period`` touches, in order."""
    first = local_date(period.starts_at, zone)
    last = local_date(period.ends_at - _MOMENT, zone)
    return tuple(first + dt.timedelta(days=n) for n in range((last - first).days + 1))


def half_hour_of(at: dt.datetime) -> dt.datetime:
    """The start, in UTC, of the half-hour of the clock that ``at`` falls into."""
    moment = in_utc(at)
    return moment.replace(minute=moment.minute - moment.minute % 30, second=0, microsecond=0)


def half_hours(period: Period) -> tuple[dt.datetime, ...]:
    """The starts, in UTC, of the half-hours counted from the period's own start.

    A local day gives 46, 48 or 50 of them. A last half-hour that only partly
    fits is included.
    """
    count = -(-period.duration // HALF_HOUR)
    return tuple(period.starts_at + n * HALF_HOUR for n in range(count))


def instant(text: str, zone: dt.tzinfo) -> dt.datetime:
    """Read an instant, in UTC, from ISO 8601 ``text``.

    With an offset or ``Z`` the text says it all. Without one it is the time on
    the wall in ``zone``; a date alone is that day's midnight. A wall time that
    clocks going back show twice means the first of the two; one that clocks
    going forward skip is moved on by what they skip (01:30 becomes 02:30).
    Raises ``InvalidInstant`` when the text cannot be read, and for years
    before 1900 or after 2199: near the ends of the calendar, adding an hour
    can be an error.
    """
    try:
        at = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInstant(
            "That is not a date or time. Write it like 2026-03-29, 2026-03-29T14:30 "
            "or 2026-03-29T14:30:00Z (in an address a plus sign is %2B)."
        ) from None
    if at.year not in _YEARS:
        raise InvalidInstant("That time is outside the calendar. Give a year like 2026.")
    return in_utc(at if at.tzinfo is not None else at.replace(tzinfo=zone))


def is_repeated(at: dt.datetime, zone: dt.tzinfo) -> bool:
    """Tell whether the wall clock of ``zone`` shows the time of ``at`` twice that day."""
    local = in_utc(at).astimezone(zone)
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def clock_time(at: dt.datetime, zone: dt.tzinfo) -> str:
    """The time on the wall of ``zone`` as ``14:30``.

    In the hour that clocks going back repeat the zone's name follows, as
    ``01:30 BST`` and ``01:30 GMT``.
    """
    local = in_utc(at).astimezone(zone)
    return local.strftime("%H:%M %Z" if is_repeated(at, zone) else "%H:%M")
