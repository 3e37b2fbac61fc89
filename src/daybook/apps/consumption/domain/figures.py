"""What the days add up to: totals, averages, and one month against another."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.consumption.domain.days import ONE_DAY, Days
from daybook.apps.consumption.domain.spans import month_of, year_before

ZERO: Final = Decimal(0)
Daily = Mapping[dt.date, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A use over some days, and for how many of them it is known."""

    amount: Decimal
    known_days: int
    days: int

    @property
    def missing_days(self) -> int:
        """For how many days nothing is known."""
        return self.days - self.known_days

    @property
    def a_day(self) -> Decimal | None:
        """The mean of the days that are known, ``None`` without any."""
        return self.amount / self.known_days if self.known_days else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two totals over equally many days, the later one first."""

    now: Total
    before: Total

    @property
    def change(self) -> Decimal | None:
        """By what share the use a day has grown (0.03 is 3 % more); ``None`` where nobody knows."""
        this, that = self.now.a_day, self.before.a_day
        if this is None or not that:
            return None
        return this / that - 1


def total(daily: Daily, days: Days) -> Total:
    """What is known of the use over ``days``."""
    known = [daily[day] for day in days.each() if day in daily]
    return Total(amount=sum(known, ZERO), known_days=len(known), days=days.count)


def against_last_month(daily: Daily, *, until: dt.date) -> Comparison:
    """The month of ``until`` up to that day, against as many days of the month before."""
    this = Days(until.replace(day=1), until + ONE_DAY)
    return _compared(daily, this, month_of(this.first - ONE_DAY))


def against_last_year(daily: Daily, *, until: dt.date) -> Comparison:
    """The month of ``until`` up to that day, against as many days of that month a year before."""
    this = Days(until.replace(day=1), until + ONE_DAY)
    return _compared(daily, this, month_of(this.first.replace(year=this.first.year - 1)))


def against_year_before(daily: Daily, days: Days) -> Comparison:
    """``days`` against the same dates a year before, as far as both are known.

    Winters are set against winters: a year of which only the summer is known tells of summer.
    """
    pairs = [(day, year_before(day)) for day in days.each() if day in daily]
    both = [(daily[day], daily[before]) for day, before in pairs if before in daily]
    now = sum((this for this, _ in both), ZERO)
    before = sum((that for _, that in both), ZERO)
    return Comparison(
        now=Total(amount=now, known_days=len(both), days=days.count),
        before=Total(amount=before, known_days=len(both), days=days.count),
    )


def _compared(daily: Daily, this: Days, other: Days) -> Comparison:
    """As many days of both: the end of a long month has no counterpart in a short one."""
    count = min(this.count, other.count)
    return Comparison(
        now=total(daily, Days(this.first, this.first + count * ONE_DAY)),
        before=total(daily, Days(other.first, other.first + count * ONE_DAY)),
    )
