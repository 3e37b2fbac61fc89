"""What the kept rates of months and years come to: average days, how prices spread, gaps.

Half-hours are put together by the local clock. The hour that clocks going back repeat counts
twice for its two half-hours; the one they skip is simply not there that day. A missing rate takes
part in nothing but the count of what is missing.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Final

from daybook.apps.prices.domain.refusals import NoPrices
from daybook.lib.half_hours import Places, place_count, starts
from daybook.lib.periods import LONDON

HALF_HOURS: Final = 48
#: Each column of the distribution is so many pence wide.
BIN_PENCE: Final = 5
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Some half-hours: their mean in pence per kWh, and what it rests on.

    ``by_clock`` is the mean of each half-hour of the local clock from midnight on. ``lowest`` and
    ``mean`` are ``None`` where nothing is known.
    """

    mean: Decimal | None
    by_clock: tuple[Decimal | None, ...]
    known: int
    missing: int
    negative: int
    lowest: Decimal | None


@dataclass(frozen=True, slots=True)
class Extreme:
    """The half-hour with the lowest or the highest rate; of equals the earliest."""

    starts_at: dt.datetime
    pence: Decimal


@dataclass(frozen=True, slots=True)
class Bin:
    """How many half-hours cost from ``from_pence`` up to, and not including, five pence more."""

    from_pence: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything told of a stretch of days; ``months`` by their first day."""

    whole: Tally
    months: dict[dt.date, Tally]
    bins: tuple[Bin, ...]
    lowest: Extreme
    highest: Extreme
    cheapest_hour: int
    dearest_hour: int


def history(pence: Mapping[dt.date, Places], *, first: dt.date, past: dt.date) -> History:
    """What the rates of the days from ``first`` up to ``past`` come to, in pence per kWh.

    ``pence`` holds the places of each day of which something is known. Raises ``NoPrices`` when
    no rate is known at all.
    """
    by_month: dict[dt.date, dict[dt.date, Places]] = {}
    counts: Counter[dt.date] = Counter()
    day = first
    while day < past:
        month = day.replace(day=1)
        by_month.setdefault(month, {})
        if places := pence.get(day):
            by_month[month][day] = places
            counts[month] += len(places)
        else:
            counts[month] += place_count(day, LONDON)
        day += _DAY
    sums = {month: _sums(days) for month, days in by_month.items()}
    everything = _together(sums.values())
    whole = _tally(everything, counts.total())
    by_hour = _by_hour(whole.by_clock)
    return History(
        whole=whole,
        months={month: _tally(found, counts[month]) for month, found in sums.items()},
        bins=_bins(everything.bins),
        lowest=_extreme(pence, everything.lowest),
        highest=_extreme(pence, everything.highest),
        cheapest_hour=min(by_hour, key=lambda hour: (by_hour[hour], hour)),
        dearest_hour=min(by_hour, key=lambda hour: (-by_hour[hour], hour)),
    )


def clock_rows(day: dt.date, places: Places) -> list[Places]:
    """The places of ``day`` by the 48 half-hours of the clock: two rows where an hour repeats."""
    if len(places) == HALF_HOURS:
        return [places]
    rows: list[list[Decimal | None]] = [[None] * HALF_HOURS, [None] * HALF_HOURS]
    seen = set()
    for starts_at, amount in zip(starts(day, LONDON), places, strict=True):
        local = starts_at.astimezone(LONDON)
        half_hour = 2 * local.hour + local.minute // 30
        rows[half_hour in seen][half_hour] = amount
        seen.add(half_hour)
    return [tuple(row) for row in rows]


@dataclass(frozen=True, slots=True)
class _Sums:
    """What months are added up from: by half-hour of the clock, and by column of the spread."""

    sums: tuple[Decimal, ...]
    counts: tuple[int, ...]
    bins: Counter[int]
    lowest: Decimal | None
    highest: Decimal | None


def _sums(days: Mapping[dt.date, Places]) -> _Sums:
    columns = _columns(days)
    known = [column for column in columns if column]
    return _Sums(
        sums=tuple(sum(column, Decimal(0)) for column in columns),
        counts=tuple(map(len, columns)),
        bins=Counter(math.floor(p) // BIN_PENCE for p in chain.from_iterable(known)),
        lowest=min(map(min, known), default=None),
        highest=max(map(max, known), default=None),
    )


def _columns(days: Mapping[dt.date, Places]) -> list[list[Decimal]]:
    """What is known of each half-hour of the clock, over all ``days``."""
    nothing: Places = (None,) * HALF_HOURS
    rows = [row for day, places in days.items() for row in clock_rows(day, places)]
    return [[p for p in column if p is not None] for column in zip(nothing, *rows, strict=True)]


def _together(months: Collection[_Sums]) -> _Sums:
    """The sums of all months; raises ``NoPrices`` when nothing is in them."""
    lows = [found.lowest for found in months if found.lowest is not None]
    highs = [found.highest for found in months if found.highest is not None]
    if not lows:
        raise NoPrices("No price of these days is kept.")
    return _Sums(
        sums=tuple(
            sum(column, Decimal(0))
            for column in zip(*(found.sums for found in months), strict=True)
        ),
        counts=tuple(map(sum, zip(*(found.counts for found in months), strict=True))),
        bins=sum((found.bins for found in months), Counter()),
        lowest=min(lows),
        highest=max(highs),
    )


def _tally(found: _Sums, expected: int) -> Tally:
    known = sum(found.counts)
    return Tally(
        mean=sum(found.sums, Decimal(0)) / known if known else None,
        by_clock=tuple(
            total / count if count else None
            for total, count in zip(found.sums, found.counts, strict=True)
        ),
        known=known,
        missing=expected - known,
        # No column of the spread has prices of both signs.
        negative=sum(count for n, count in found.bins.items() if n < 0),
        lowest=found.lowest,
    )


def _bins(counts: Counter[int]) -> tuple[Bin, ...]:
    return tuple(Bin(n * BIN_PENCE, counts[n]) for n in range(min(counts), max(counts) + 1))


def _extreme(pence: Mapping[dt.date, Places], amount: Decimal | None) -> Extreme:
    """The first half-hour at which the price was ``amount``.

    Raises ``NoPrices`` where it never was.
    """
    for day in sorted(pence):
        if amount is not None and amount in pence[day]:
            return Extreme(starts(day, LONDON)[pence[day].index(amount)], amount)
    raise NoPrices("No price of these days is kept.")


def _by_hour(by_clock: Sequence[Decimal | None]) -> dict[int, Decimal]:
    """The mean of each hour of the clock of which both halves are known."""
    found = {}
    for hour in range(HALF_HOURS // 2):
        one, two = by_clock[2 * hour], by_clock[2 * hour + 1]
        if one is not None and two is not None:
            found[hour] = (one + two) / 2
    if not found:
        raise NoPrices("Too few prices of these days are kept.")
    return found
