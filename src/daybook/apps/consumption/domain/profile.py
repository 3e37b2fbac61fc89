"""What the half-hours of days tell: the base load, the night, the highest, and the usual day.

Half-hours are told by the clock on the wall: the hour that the clocks repeat counts twice for the
same time, the one they skip not at all. Amounts are kWh (or m³) of half an hour.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from statistics import median
from typing import Final

from daybook.apps.consumption.domain.figures import ZERO, Daily
from daybook.apps.consumption.domain.spans import WEEK_DAYS
from daybook.lib.half_hours import Places, place_count, starts
from daybook.lib.periods import LONDON

#: Half-hours of the clock on the wall.
CLOCK_PLACES: Final = 48
NIGHT_ENDS: Final = 14  # at 07:00
QUIET_ENDS: Final = 12  # at 06:00
QUIET_PLACES: Final = 6
SATURDAY: Final = 5
_WATTS_PER_KWH: Final = Decimal(2000)  # of half an hour
_PLAIN: Final = tuple(range(CLOCK_PLACES))

#: The mean of each half-hour of the clock, ``None`` where none is known.
UsualDay = tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """The highest half-hour: the place in its day, and its amount."""

    day: dt.date
    place: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the half-hours of some days tell. Shares are from 0 to 1.

    ``base_watts`` and ``base_share`` are ``None`` without a night of which all is known; shares
    also where nothing was used.
    """

    known: int
    missing: int
    amount: Decimal
    base_watts: Decimal | None
    base_share: Decimal | None
    night_share: Decimal | None
    peak: Peak
    workday: UsualDay
    weekend: UsualDay


@lru_cache(maxsize=2048)
def clock_places(day: dt.date) -> tuple[int, ...]:
    """For each half-hour of ``day``, which one of the 48 of the clock on the wall it is."""
    if place_count(day, LONDON) == CLOCK_PLACES:
        return _PLAIN
    local = [at.astimezone(LONDON) for at in starts(day, LONDON)]
    return tuple(at.hour * 2 + at.minute // 30 for at in local)


def profile(days: Mapping[dt.date, Places]) -> Profile | None:
    """What the half-hours of ``days`` tell; ``None`` where none is known."""
    peak = _peak(days)
    if peak is None:
        return None
    used = [one for places in days.values() for one in places if one is not None]
    known, amount = len(used), sum(used, ZERO)
    night = sum((sum(_before(NIGHT_ENDS, *day), ZERO) for day in days.items()), ZERO)
    watts = base_load(days)
    return Profile(
        known=known,
        missing=sum(map(len, days.values())) - known,
        amount=amount,
        base_watts=watts,
        base_share=None if watts is None or not amount else watts / _WATTS_PER_KWH * known / amount,
        night_share=night / amount if amount else None,
        peak=peak,
        workday=usual_day(days, (day for day in days if day.weekday() < SATURDAY)),
        weekend=usual_day(days, (day for day in days if day.weekday() >= SATURDAY)),
    )


def base_load(days: Mapping[dt.date, Places]) -> Decimal | None:
    """The power in W that is drawn without a pause, ``None`` without a night that is known.

    The lowest mean of three hours on end between 00:00 and 06:00, and of all nights the median:
    the idle load of a home as smart meters show it (NRDC, Home Idle Load, 2015), taken over three
    hours so that a fridge is seen on and off, and by the median so that one night away or one
    late washing machine does not tell.
    """
    lowest = [
        min(sum(quiet[n : n + QUIET_PLACES], ZERO) for n in range(len(quiet) - QUIET_PLACES + 1))
        for quiet in (_quiet(day, places) for day, places in days.items())
        if quiet
    ]
    return median(lowest) / QUIET_PLACES * _WATTS_PER_KWH if lowest else None


def usual_day(days: Mapping[dt.date, Places], of: Iterable[dt.date]) -> UsualDay:
    """The mean of each half-hour of the clock over the days named by ``of``."""
    # Days of 48 are turned into columns at once: a year has 17,520 half-hours.
    known: list[list[Decimal]] = [[] for _ in range(CLOCK_PLACES)]
    plain: list[Places] = []
    for day in of:
        if (clocks := clock_places(day)) is _PLAIN:
            plain.append(days[day])
            continue
        for clock, used in zip(clocks, days[day], strict=True):
            if used is not None:
                known[clock].append(used)
    for clock, column in enumerate(zip(*plain, strict=True)):
        known[clock] += [used for used in column if used is not None]
    return tuple(sum(column, ZERO) / len(column) if column else None for column in known)


def weekday_means(daily: Daily) -> tuple[Decimal | None, ...]:
    """The mean day of each weekday, Monday first; ``None`` for one that is not known."""
    sums, counts = [ZERO] * WEEK_DAYS, [0] * WEEK_DAYS
    for day, amount in daily.items():
        sums[day.weekday()] += amount
        counts[day.weekday()] += 1
    return tuple(
        amount / count if count else None for amount, count in zip(sums, counts, strict=True)
    )


def _peak(days: Mapping[dt.date, Places]) -> Peak | None:
    """The highest half-hour, the first of equals; ``None`` where none is known."""
    found: Peak | None = None
    for day, places in days.items():
        highest = max((used for used in places if used is not None), default=None)
        if highest is not None and (found is None or highest > found.amount):
            found = Peak(day=day, place=places.index(highest), amount=highest)
    return found


def _quiet(day: dt.date, places: Places) -> list[Decimal]:
    """The half-hours before 06:00; none where one of them is missing."""
    found = _before(QUIET_ENDS, day, places)
    return found if len(found) == _count_before(QUIET_ENDS, day) else []


def _before(clock: int, day: dt.date, places: Places) -> list[Decimal]:
    """What is known of the half-hours of ``day`` before one of the clock."""
    return [used for used in places[: _count_before(clock, day)] if used is not None]


def _count_before(clock: int, day: dt.date) -> int:
    clocks = clock_places(day)
    return clock if clocks is _PLAIN else sum(place < clock for place in clocks)
