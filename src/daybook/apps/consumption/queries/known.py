"""What is known of days: their use, and what half-hours they lack."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from daybook.apps.consumption.domain import LONGEST_DAYS, Days, Utility, months_of, total
from daybook.apps.consumption.errors import InvalidDays
from daybook.apps.consumption.models import DayUse
from daybook.apps.consumption.queries.half_hours import half_hours
from daybook.lib.half_hours import starts
from daybook.lib.periods import LONDON

Daily = dict[dt.date, Decimal]
#: Ten years.
MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Known:
    """The use of days in the standard unit, and how many half-hours each of them lacks."""

    daily: Daily = field(default_factory=dict)
    missing: dict[dt.date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One half-hour, day or month: ``None`` where nothing is known of it.

    ``missing`` counts the half-hours that a half-hour or a day lacks, and the days of a month.
    """

    starts: dt.date | dt.datetime
    amount: Decimal | None
    missing: int


def known_use(person_id: int, days: Days) -> dict[Utility, Known]:
    """What is known of ``days``, by utility; in one question."""
    found: dict[Utility, Known] = defaultdict(Known)
    rows = DayUse.objects.filter(person_id=person_id, day__gte=days.first, day__lt=days.past)
    by_name = {utility.value: utility for utility in Utility}
    for name, day, amount, missing in rows.values_list(
        "utility", "day", "amount", "missing_half_hours"
    ):
        known = found[by_name[name]]
        known.daily[day] = amount
        known.missing[day] = missing
    return dict(found)


def half_hour_steps(person_id: int, utility: Utility, days: Days) -> list[Step]:
    """Each half-hour of ``days``, at most 400 of them; raises ``InvalidDays`` for more."""
    _check(days, LONGEST_DAYS)
    found = half_hours(person_id, utility, days)
    return [
        Step(starts=at, amount=amount, missing=int(amount is None))
        for day in days.each()
        for at, amount in _with_starts(day, found)
    ]


def day_steps(person_id: int, utility: Utility, days: Days) -> list[Step]:
    """Each day of ``days``, at most ten years of them; raises ``InvalidDays`` for more."""
    _check(days, MOST_DAYS)
    known = known_use(person_id, days).get(utility, Known())
    return [
        Step(starts=day, amount=known.daily.get(day), missing=known.missing.get(day, 0))
        for day in days.each()
    ]


def month_steps(person_id: int, utility: Utility, days: Days) -> list[Step]:
    """Each month of ``days`` as far as it is part of them; raises ``InvalidDays`` like days."""
    _check(days, MOST_DAYS)
    known = known_use(person_id, days).get(utility, Known())
    sums = [(month, total(known.daily, month)) for month in months_of(days)]
    return [
        Step(
            starts=month.first,
            amount=found.amount if found.known_days else None,
            missing=found.missing_days,
        )
        for month, found in sums
    ]


def _with_starts(
    day: dt.date, found: Mapping[dt.date, tuple[Decimal | None, ...]]
) -> list[tuple[dt.datetime, Decimal | None]]:
    instants = starts(day, LONDON)
    return list(zip(instants, found.get(day, (None,) * len(instants)), strict=True))


def _check(days: Days, most: int) -> None:
    if days.count > most:
        raise InvalidDays(f"Ask for at most {most} days at once.")
