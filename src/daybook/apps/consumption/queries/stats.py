"""The statistics of a person's consumption, as the page and the API tell them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import (
    ONE_DAY,
    Comparison,
    Coverage,
    Days,
    Projection,
    Total,
    Unit,
    Utility,
)
from daybook.apps.consumption.models import Goal
from daybook.apps.consumption.queries.goals import goals_of
from daybook.apps.consumption.queries.known import Daily, Known, known_use
from daybook.apps.consumption.queries.use import Ever, use_ever
from daybook.apps.consumption.queries.years import YearUse, days_needed, year_use

MONTHS: Final = 13  # so that the month of a year ago stands beside this one
DAYS_PER_MONTH: Final = Decimal("365.25") / 12


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthUse:
    """A calendar month, the running one up to today."""

    first: dt.date
    total: Total

    @property
    def month(self) -> str:
        """Such as 2026-03."""
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UtilityStats:
    """What is known of one utility, in its standard unit."""

    utility: Utility
    ever: Ever
    this_month: Total
    on_last_month: Comparison
    on_last_year: Comparison
    months: tuple[MonthUse, ...]
    coverage: Coverage
    projection: Projection | None
    year_ago: Total
    year: YearUse

    @property
    def unit(self) -> Unit:
        """The unit of all its amounts."""
        return domain.standard_unit(self.utility)

    @property
    def month_average(self) -> Decimal:
        """The mean of the days that are known, for a month of average length."""
        return self.ever.amount / self.ever.known_days * DAYS_PER_MONTH


def stats_of(person_id: int, *, today: dt.date) -> tuple[UtilityStats, ...]:
    """The statistics of each utility that has been recorded; in three questions."""
    ever = use_ever(person_id)
    goals = goals_of(person_id)
    known = known_use(person_id, days_needed(today))
    return tuple(
        _stats(utility, ever[utility], known.get(utility, Known()), goals.get(utility), today)
        for utility in Utility
        if utility in ever
    )


def _stats(
    utility: Utility, ever: Ever, known: Known, goal: Goal | None, today: dt.date
) -> UtilityStats:
    daily, month = known.daily, domain.month_of(today)
    so_far = Days(month.first, today + ONE_DAY)
    # Today's use is rarely known today: the month is compared as far as it has been recorded.
    until = ever.last if so_far.first <= ever.last <= today else today
    # What lies ahead is told from the last day that is known, however long ago that is.
    told = min(ever.last, today)
    return UtilityStats(
        utility=utility,
        ever=ever,
        this_month=domain.total(daily, so_far),
        on_last_month=domain.against_last_month(daily, until=until),
        on_last_year=domain.against_last_year(daily, until=until),
        months=tuple(_month(daily, first, so_far) for first in _months(today)),
        coverage=domain.coverage(known.missing, _covered(ever, today)),
        projection=domain.projected_month(daily, month, until=told),
        year_ago=domain.total(daily, domain.month_of(domain.year_before(month.first))),
        year=year_use(daily, goal, until=told, today=today),
    )


def _month(daily: Daily, first: dt.date, so_far: Days) -> MonthUse:
    days = so_far if first == so_far.first else domain.month_of(first)
    return MonthUse(first=first, total=domain.total(daily, days))


def _covered(ever: Ever, today: dt.date) -> Days:
    """The days that should be known: a year up to yesterday, less where it began later."""
    past = max(today, ever.first + ONE_DAY)
    return Days(max(ever.first, domain.year_before(past)), past)


def _months(today: dt.date) -> list[dt.date]:
    months = [today.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - ONE_DAY).replace(day=1))
    return months[::-1]
