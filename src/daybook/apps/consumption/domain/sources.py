"""Which of several sources tells the use of a day.

People type records, read meters, and import what a smart meter has sent; the same day may be in all
three. Adding them up would count it two or three times, so one source tells of it: all of its
half-hours where they are known; else the readings of the meter; else what was typed; and the
half-hours that are known where there is nothing else.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from daybook.lib.half_hours import Places

ZERO: Final = Decimal(0)


class Source(StrEnum):
    """Where the use of a day is known from."""

    RECORDS = "records"
    READINGS = "readings"
    HALF_HOURS = "half-hours"


@dataclass(frozen=True, slots=True)
class Told:
    """The use of one day, in the standard unit, as ``source`` tells it."""

    amount: Decimal
    source: Source
    missing_half_hours: int = 0


def told(
    *, records: Decimal | None, readings: Decimal | None, half_hours: Places | None
) -> Told | None:
    """The use of a day by the best of its sources; ``None`` where none knows of it."""
    known = [amount for amount in half_hours or () if amount is not None]
    missing = len(half_hours or ()) - len(known)
    metered = Told(sum(known, ZERO), Source.HALF_HOURS, missing) if known else None
    if metered is not None and not missing:
        return metered
    if readings is not None:
        return Told(readings, Source.READINGS)
    if records is not None:
        return Told(records, Source.RECORDS)
    return metered
