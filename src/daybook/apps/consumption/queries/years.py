"""The year of a utility: so far, against the year before, and what it may come to."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import ONE_DAY, Comparison, Days, Projection, Total
from daybook.apps.consumption.domain.figures import Daily
from daybook.apps.consumption.models import Goal


@dataclass(frozen=True, slots=True, kw_only=True)
class YearUse:
    """The year of a contract, or without one the last twelve months.

    ``so_far`` ends with the last day that is told of; it is compared with the same dates a year
    before where both are known. Only the year of a contract is projected: the last twelve months
    are over.
    """

    days: Days
    is_contract: bool
    so_far: Total
    on_year_before: Comparison
    projection: Projection | None
    goal: Decimal | None

    @property
    def passed(self) -> Decimal:
        """The share of the year that has passed, from 0 to 1."""
        return Decimal(self.so_far.days) / self.days.count

    @property
    def used(self) -> Decimal | None:
        """The share of the goal that has been used, 1 when it is reached; ``None`` without one."""
        return None if self.goal is None else self.so_far.amount / self.goal


def year_use(daily: Daily, goal: Goal | None, *, until: dt.date, today: dt.date) -> YearUse:
    """The year that ``today`` lies in, told up to and with ``until``."""
    starts_on = goal.contract_starts_on if goal else None
    days = domain.contract_year(starts_on, today) if starts_on else domain.rolling_year(today)
    told = Days(days.first, (until if until >= days.first else today) + ONE_DAY)
    return YearUse(
        days=days,
        is_contract=starts_on is not None,
        so_far=domain.total(daily, told),
        on_year_before=domain.against_year_before(daily, told),
        projection=domain.projected_year(daily, days, until=until) if starts_on else None,
        goal=goal.year_amount if goal else None,
    )


def days_needed(today: dt.date) -> Days:
    """The days of which something has to be known for any year that ``today`` can lie in."""
    return Days(domain.year_before(domain.year_before(today)) - 2 * ONE_DAY, today + ONE_DAY)
