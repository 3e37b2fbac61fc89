"""What is looked at together: a day, a week, a calendar month or a calendar year."""

import datetime as dt
from enum import StrEnum
from typing import Final

from daybook.apps.consumption.domain.days import EARLIEST, LATEST, ONE_DAY, Days

WEEK_DAYS: Final = 7


class Look(StrEnum):
    """How much is looked at together."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def span_of(look: Look, on: dt.date, *, first_weekday: int = 0) -> Days:
    """The day, week, month or year that ``on`` belongs to; weeks start on ``first_weekday``.

    Monday is 0. Days before 1970 or after 2199 are taken for the nearest one.
    """
    day = min(max(on, EARLIEST), LATEST)
    if look is Look.DAY:
        return Days(day, day + ONE_DAY)
    if look is Look.WEEK:
        first = day - (day.weekday() - first_weekday) % WEEK_DAYS * ONE_DAY
        return Days(first, first + WEEK_DAYS * ONE_DAY)
    if look is Look.MONTH:
        return month_of(day)
    return Days(dt.date(day.year, 1, 1), dt.date(day.year + 1, 1, 1))


def month_of(day: dt.date) -> Days:
    """The calendar month that ``day`` belongs to."""
    first = day.replace(day=1)
    return Days(first, (first + 31 * ONE_DAY).replace(day=1))


def months_of(days: Days) -> tuple[Days, ...]:
    """The calendar months that ``days`` touch, in order, each as far as it is part of them."""
    found: list[Days] = []
    first = days.first
    while first < days.past:
        month = Days(first, min(month_of(first).past, days.past))
        found.append(month)
        first = month.past
    return tuple(found)


def year_before(day: dt.date) -> dt.date:
    """The same date a year earlier; 28 February for the 29th."""
    return _in_year(day, day.year - 1)


def contract_year(starts_on: dt.date, today: dt.date) -> Days:
    """The year of a contract that ``today`` lies in: from one anniversary to the next.

    A contract from 29 February has its anniversaries on the 28th of common years.
    """
    year = today.year if _in_year(starts_on, today.year) <= today else today.year - 1
    return Days(_in_year(starts_on, year), _in_year(starts_on, year + 1))


def rolling_year(today: dt.date) -> Days:
    """The twelve months up to and with ``today``."""
    past = today + ONE_DAY
    return Days(year_before(past), past)


def _in_year(day: dt.date, year: int) -> dt.date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=year, day=28) if is_leap_day else day.replace(year=year)
