"""The statistics of a person's consumption, as the page and the API tell them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import ONE_DAY, Comparison, Days, Total, Unit, Utility
from daybook.apps.consumption.queries.use import Daily, Ever, daily_use, use_ever

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

    @property
    def unit(self) -> Unit:
        """The unit of all its amounts."""
        return domain.standard_unit(self.utility)

    @property
    def month_average(self) -> Decimal:
        """The mean of the days that are known, for a month of average length."""
        return self.ever.amount / self.ever.known_days * DAYS_PER_MONTH


def stats_of(person_id: int, *, today: dt.date) -> tuple[UtilityStats, ...]:
    """The statistics of each utility that has been recorded; in two questions."""
    months = _months(today)
    ever = use_ever(person_id)
    daily = daily_use(person_id, first=months[0], past=today + ONE_DAY)
    return tuple(
        _stats(utility, ever[utility], daily.get(utility, {}), months, today)
        for utility in Utility
        if utility in ever
    )


def _stats(
    utility: Utility, ever: Ever, daily: Daily, months: list[dt.date], today: dt.date
) -> UtilityStats:
    so_far = Days(months[-1], today + ONE_DAY)
    # Today's use is rarely known today: the month is compared as far as it has been recorded.
    until = ever.last if so_far.first <= ever.last <= today else today
    return UtilityStats(
        utility=utility,
        ever=ever,
        this_month=domain.total(daily, so_far),
        on_last_month=domain.against_last_month(daily, until=until),
        on_last_year=domain.against_last_year(daily, until=until),
        months=tuple(
            MonthUse(
                first=first,
                total=domain.total(
                    daily, so_far if first == so_far.first else domain.month_of(first)
                ),
            )
            for first in months
        ),
    )


def _months(today: dt.date) -> list[dt.date]:
    months = [today.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - ONE_DAY).replace(day=1))
    return months[::-1]
