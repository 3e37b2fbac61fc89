"""An invented household, for the sample world: the same each time, and labelled as sample."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Final

from daybook.apps.consumption.domain.days import ONE_DAY
from daybook.apps.consumption.domain.utilities import Unit, Utility

DAYS: Final = 550
# What a day takes by month, January first: heating and light in winter, next to none in summer.
# fmt: off
_KWH: Final = (11, 10, 9, 8, 7, 7, 6, 6, 7, 8, 10, 12)
_GAS_M3: Final = (7, 6, 5, 3, 2, 1, 1, 1, 1, 3, 5, 6)
# fmt: on
_WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleUse:
    """One invented record."""

    utility: Utility
    value: Decimal
    unit: Unit
    first: dt.date
    last: dt.date


def sample_use(today: dt.date) -> Iterator[SampleUse]:
    """A year and a half up to yesterday: electricity by the day, gas and water by the week."""
    first = today - DAYS * ONE_DAY
    first -= first.weekday() * ONE_DAY  # the same weeks, whichever day it is loaded on
    for n in range((today - first).days):
        day = first + n * ONE_DAY
        drawn = _draw(f"electricity {day}", 41) - 20
        value = _KWH[day.month - 1] * Decimal(100 + drawn) / 100
        yield SampleUse(
            utility=Utility.ELECTRICITY, value=value, unit=Unit.KWH, first=day, last=day
        )
    for n in range(0, (today - first).days - _WEEK + 1, _WEEK):
        day = first + n * ONE_DAY
        week = {"first": day, "last": day + (_WEEK - 1) * ONE_DAY}
        gas = _GAS_M3[day.month - 1] * _WEEK * Decimal(100 + _draw(f"gas {day}", 31) - 15) / 100
        litres = Decimal(2100 + _draw(f"water {day}", 601))
        yield SampleUse(utility=Utility.GAS, value=gas, unit=Unit.CUBIC_METRE, **week)
        yield SampleUse(utility=Utility.WATER, value=litres, unit=Unit.LITRE, **week)


def _draw(name: str, below: int) -> int:
    """A number from 0 to ``below`` - 1 that always belongs to ``name``."""
    return int.from_bytes(sha256(name.encode()).digest()[:8]) % below
