"""The half-hours of local days as rows of numbers: 46, 48 or 50 places, a gap where one is missing.

Two years of half-hours are 730 short texts instead of 35,000 rows: the places of a day count its
half-hours from local midnight on, in the order in which they pass.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from daybook.lib.periods import HALF_HOUR, in_utc, local_date, local_day, local_midnight

#: What is known of each half-hour of one day, in order; ``None`` where it is missing.
Places = tuple[Decimal | None, ...]

_BETWEEN: Final = ","


def place_count(day: dt.date, zone: dt.tzinfo) -> int:
    """How many half-hours ``day`` has: 48, or 46 and 50 where clocks change by an hour."""
    return local_day(day, zone).duration // HALF_HOUR


def by_place(
    amounts: Mapping[dt.datetime, Decimal], zone: dt.tzinfo
) -> dict[dt.date, dict[int, Decimal]]:
    """``amounts`` by the local day and the place in it of the half-hour that each starts."""
    found: dict[dt.date, dict[int, Decimal]] = {}
    midnights: dict[dt.date, dt.datetime] = {}
    for starts_at, amount in amounts.items():
        day = local_date(starts_at, zone)
        midnight = midnights.get(day) or midnights.setdefault(day, local_midnight(day, zone))
        found.setdefault(day, {})[(in_utc(starts_at) - midnight) // HALF_HOUR] = amount
    return found


def starts(day: dt.date, zone: dt.tzinfo) -> tuple[dt.datetime, ...]:
    """The starts, in UTC, of the half-hours of ``day``."""
    midnight = local_midnight(day, zone)
    return tuple(midnight + n * HALF_HOUR for n in range(place_count(day, zone)))


def packed(known: Mapping[int, Decimal], count: int) -> str:
    """``count`` places as one text: numbers between commas, nothing where none is known."""
    return _BETWEEN.join(f"{known[n]:f}" if n in known else "" for n in range(count))


def unpacked(text: str) -> Places:
    """The places that were ``packed``."""
    return tuple(Decimal(number) if number else None for number in text.split(_BETWEEN))


def merged(rows: Iterable[Places]) -> Places:
    """One row out of several of the same day; of two numbers for one place the first stays."""
    found: list[Decimal | None] = []
    for row in rows:
        found.extend([None] * (len(row) - len(found)))
        for n, number in enumerate(row):
            if found[n] is None:
                found[n] = number
    return tuple(found)


def known(places: Places) -> dict[int, Decimal]:
    """The numbers that are there, by place."""
    return {n: number for n, number in enumerate(places) if number is not None}
