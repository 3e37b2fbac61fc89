"""Dates and times as files write them, and the instants they mean."""

import datetime as dt
import re
from enum import StrEnum
from typing import Final

from daybook.apps.consumption.domain.refusals import InvalidStamp
from daybook.lib.periods import HALF_HOUR, LONDON, in_utc

_SHORT: Final = 2
_THIS_CENTURY: Final = 2000
_TIME: Final = r"(?:[ T,]+(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?)?"
_YEAR_FIRST: Final = re.compile(
    rf"(?P<year>\d{{4}})[/.-](?P<month>\d\d?)[/.-](?P<day>\d\d?){_TIME}"
)
_YEAR_LAST: Final = re.compile(
    rf"(?P<one>\d\d?)[/.-](?P<other>\d\d?)[/.-](?P<year>\d{{4}}|\d\d){_TIME}"
)
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_WORDED: Final = re.compile(
    rf"(?P<day>\d\d?)[ -](?P<month>{'|'.join(_MONTHS)})[a-z]*\.?[ -](?P<year>\d{{4}}|\d\d){_TIME}",
    re.IGNORECASE,
)


class DateOrder(StrEnum):
    """Which of two small numbers of a date is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


#: A date without a time, or with one; the time with an offset, or without.
Stamp = dt.date | dt.datetime


def stamp(text: str, order: DateOrder = DateOrder.DAY_FIRST) -> Stamp:
    """Read a date, with or without a time: ISO 8601, 3/3/2026, 03.03.26 14:30 or 3 Mar 2026.

    Raises ``InvalidStamp`` for anything else, and for days there are not.
    """
    try:
        at = dt.datetime.fromisoformat(text)
        found: Stamp = at.date() if len(text) <= len("2026-03-03") else at
    except ValueError:
        found = _by_hand(text, order)
    if not dt.MINYEAR < found.year < dt.MAXYEAR:  # so that a day or an offset more is a date still
        raise InvalidStamp(f"There is no day or time “{text[:40]}”.")
    return found


def _by_hand(text: str, order: DateOrder) -> Stamp:
    try:
        if match := _YEAR_FIRST.fullmatch(text):
            return _with_time(match, int(match["month"]), int(match["day"]))
        if match := _WORDED.fullmatch(text):
            month = _MONTHS.index(match["month"].lower()) + 1
            return _with_time(match, month, int(match["day"]))
        if match := _YEAR_LAST.fullmatch(text):
            one, other = int(match["one"]), int(match["other"])
            is_day_first = order is DateOrder.DAY_FIRST
            return _with_time(match, *((other, one) if is_day_first else (one, other)))
    except ValueError:
        raise InvalidStamp(f"There is no day or time “{text[:40]}”.") from None
    raise InvalidStamp(f"“{text[:40]}” is not a date." if text else "The date is missing.")


def _with_time(match: re.Match[str], month: int, day: int) -> Stamp:
    year = int(match["year"]) + (_THIS_CENTURY if len(match["year"]) == _SHORT else 0)
    found = dt.date(year, month, day)
    if match["hour"] is None:
        return found
    time = dt.time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    return dt.datetime.combine(found, time)


def readings_of(wall: dt.datetime) -> tuple[dt.datetime, ...]:
    """The instants, in UTC, at which clocks in London show ``wall``: one, two or none of them.

    Two in the hour that clocks going back show twice, the first of them in summer time; none in
    the hour that clocks going forward skip.
    """
    first = in_utc(wall.replace(tzinfo=LONDON))
    if first.astimezone(LONDON).replace(tzinfo=None) != wall:
        return ()
    second = in_utc(wall.replace(tzinfo=LONDON, fold=1))
    return (first,) if second == first else (first, second)


def lasts_half_an_hour(starts_at: dt.datetime, end: dt.datetime) -> bool:
    """Whether ``end``, an instant or a time on the wall in London, is half an hour later."""
    ends_at = starts_at + HALF_HOUR
    if end.tzinfo is not None:
        return in_utc(end) == ends_at
    return ends_at in readings_of(end)
