"""An invented household, for the sample world: the same each time, and labelled as sample."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Final

from daybook.apps.consumption.domain.days import ONE_DAY
from daybook.apps.consumption.domain.utilities import Unit, Utility
from daybook.lib.half_hours import place_count, starts
from daybook.lib.money import rounded
from daybook.lib.periods import LONDON

DAYS: Final = 550
#: Two years of half-hours: since the smart meter came nobody has typed electricity any more.
METERED_DAYS: Final = 730
TYPED_DAYS: Final = 30
# What a day takes by month, January first: heating and light in winter, next to none in summer.
# fmt: off
_KWH: Final = (11, 10, 9, 8, 7, 7, 6, 6, 7, 8, 10, 12)
_GAS_M3: Final = (7, 6, 5, 3, 2, 1, 1, 1, 1, 3, 5, 6)
# fmt: on
_WEEK: Final = 7
_SATURDAY: Final = 5
# What an hour takes by comparison, midnight first.
# fmt: off
_WORKDAY: Final = (3, 3, 2, 2, 2, 3, 6, 10, 8, 4, 3, 3, 4, 4, 3, 4, 8, 14, 16, 15, 12, 10, 7, 4)
_WEEKEND: Final = (3, 3, 3, 2, 2, 2, 3, 6, 10, 11, 9, 8, 9, 8, 7, 7, 9, 13, 15, 14, 12, 10, 8, 5)
# fmt: on
_LOST_ONE_DAY_IN: Final = 60
_LOST_PLACES: Final = range(20, 23)
#: Meters tell watt-hours.
_METER_PLACES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleUse:
    """One invented record."""

    utility: Utility
    value: Decimal
    unit: Unit
    first: dt.date
    last: dt.date


def sample_use(today: dt.date) -> Iterator[SampleUse]:
    """Gas and water by the week for a year and a half up to yesterday.

    Electricity by the day for the month before the smart meter came; ``sample_half_hours`` goes on.
    """
    for n in range(METERED_DAYS + TYPED_DAYS, METERED_DAYS, -1):
        day = today - n * ONE_DAY
        value = _electricity(day)
        yield SampleUse(
            utility=Utility.ELECTRICITY, value=value, unit=Unit.KWH, first=day, last=day
        )
    first = today - DAYS * ONE_DAY
    first -= first.weekday() * ONE_DAY  # the same weeks, whichever day it is loaded on
    for n in range(0, (today - first).days - _WEEK + 1, _WEEK):
        day = first + n * ONE_DAY
        week = {"first": day, "last": day + (_WEEK - 1) * ONE_DAY}
        gas = _GAS_M3[day.month - 1] * _WEEK * Decimal(100 + _draw(f"gas {day}", 31) - 15) / 100
        litres = Decimal(2100 + _draw(f"water {day}", 601))
        yield SampleUse(utility=Utility.GAS, value=gas, unit=Unit.CUBIC_METRE, **week)
        yield SampleUse(utility=Utility.WATER, value=litres, unit=Unit.LITRE, **week)


def sample_half_hours(today: dt.date) -> dict[dt.datetime, Decimal]:
    """Electricity in kWh of the half-hours of two years up to yesterday, by their start in UTC.

    Now and then some are missing, as they are of real meters.
    """
    found: dict[dt.datetime, Decimal] = {}
    for n in range(METERED_DAYS, 0, -1):
        day = today - n * ONE_DAY
        weights = _weights(day)
        a_weight = _electricity(day) / sum(weights)
        lost = _draw(f"lost {day}", _LOST_ONE_DAY_IN)
        for place, starts_at in enumerate(starts(day, LONDON)):
            if lost == 0 and place in _LOST_PLACES:
                continue
            found[starts_at] = rounded(weights[place] * a_weight, _METER_PLACES)
    return found


def _weights(day: dt.date) -> list[int]:
    """How the use of ``day`` is shared out: fridge and router all day, breakfast and an evening."""
    # Fifty, of which a day that clocks change takes the first or nearly all.
    count, drawn = place_count(day, LONDON), sha256(f"half-hours {day}".encode()).digest() * 2
    mornings = _WEEKEND if day.weekday() >= _SATURDAY else _WORKDAY
    return [mornings[place * 24 // count] * 40 + drawn[place] % 120 for place in range(count)]


def _electricity(day: dt.date) -> Decimal:
    return _KWH[day.month - 1] * Decimal(80 + _draw(f"electricity {day}", 41)) / 100


def _draw(name: str, below: int) -> int:
    """A number from 0 to ``below`` - 1 that always belongs to ``name``."""
    return int.from_bytes(sha256(name.encode()).digest()[:8]) % below
