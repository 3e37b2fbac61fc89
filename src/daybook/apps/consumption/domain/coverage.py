"""How much of what was used is known at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.apps.consumption.domain.days import Days
from daybook.apps.consumption.domain.figures import ZERO
from daybook.lib.half_hours import place_count
from daybook.lib.periods import LONDON

#: The half-hours that are missing of the days that are known, by day; a whole day has 0.
Missing = Mapping[date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Of how many days the use is known, and what they lack themselves."""

    days: int
    known_days: int
    missing_half_hours: int
    share: Decimal

    @property
    def missing_days(self) -> int:
        """Of how many days nothing is known."""
        return self.days - self.known_days


def coverage(missing: Missing, days: Days) -> Coverage:
    """How complete ``days`` are; a day counts as far as its half-hours are known.

    ``share`` is from 0 to 1.
    """
    lacks = {day: missing[day] for day in days.each() if day in missing}
    lost = sum((Decimal(n) / place_count(day, LONDON) for day, n in lacks.items() if n), ZERO)
    return Coverage(
        days=days.count,
        known_days=len(lacks),
        missing_half_hours=sum(lacks.values()),
        share=(len(lacks) - lost) / days.count,
    )
