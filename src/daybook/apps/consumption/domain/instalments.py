"""Whether a monthly direct debit covers what is used: the balance of an account, month by month.

The cost of a month to come is that of the same month a year before where nearly all of it is known,
else the mean of the days that are known. Nobody knows the weather: the range says by how much the
costs may differ. All amounts are pounds, not rounded.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Final

from daybook.apps.consumption.domain.days import ONE_DAY, Days
from daybook.apps.consumption.domain.refusals import InvalidInstalment
from daybook.apps.consumption.domain.spans import month_of
from daybook.apps.consumption.domain.utilities import Utility

MONTHS: Final = 12
#: With fewer days known a projection would be a guess.
LEAST_DAYS: Final = 60
#: By what share costs may come out differently: where a year ago tells, and where only a mean does.
SHARE_BY_YEAR: Final = Decimal("0.15")
SHARE_BY_MEAN: Final = Decimal("0.30")
LARGEST: Final = Decimal(100_000)
OLDEST: Final = dt.timedelta(days=366)
ZERO: Final = Decimal(0)
_KNOWN_SHARE: Final = Decimal("0.9")
_PENNIES: Final = -2


class Scope(StrEnum):
    """What one direct debit pays for."""

    ENERGY = "energy"
    ELECTRICITY = "electricity"
    GAS = "gas"
    WATER = "water"
    EVERYTHING = "everything"


SCOPES: Final[dict[Scope, tuple[Utility, ...]]] = {
    Scope.ENERGY: (Utility.ELECTRICITY, Utility.GAS),
    Scope.ELECTRICITY: (Utility.ELECTRICITY,),
    Scope.GAS: (Utility.GAS,),
    Scope.WATER: (Utility.WATER,),
    Scope.EVERYTHING: tuple(Utility),
}
DailyPounds = Mapping[dt.date, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is paid each month, and the balance of the account at the end of a day.

    A balance above 0 is the person's credit.
    """

    monthly: Decimal
    balance: Decimal
    balance_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectedMonth:
    """The balance at the end of a month to come, and between what it may lie."""

    first: dt.date
    paid: Decimal
    cost: Decimal
    balance: Decimal
    low: Decimal
    high: Decimal
    is_by_year: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """The year that follows; without months where too little is known to tell."""

    known_days: int
    months: tuple[ProjectedMonth, ...]
    enough: Decimal

    @property
    def first_short(self) -> ProjectedMonth | None:
        """The first month that ends in debt, ``None`` where none does."""
        return next((month for month in self.months if month.balance < 0), None)

    @property
    def last_covered(self) -> ProjectedMonth | None:
        """The last month before the account runs into debt, ``None`` where it begins there."""
        short = self.first_short
        covered = [one for one in self.months if short is None or one.first < short.first]
        return covered[-1] if covered else None

    @property
    def lowest(self) -> ProjectedMonth | None:
        """The month that ends deepest in debt where the last one does not, else ``None``."""
        if self.first_short is None or self.months[-1].balance < 0:
            return None
        return min(self.months, key=lambda month: month.balance)

    @property
    def year_cost(self) -> Decimal:
        """What the months of the projection are likely to cost together."""
        return sum((month.cost for month in self.months), ZERO)


def checked_pounds(value: Decimal, *, can_be_owed: bool = False) -> Decimal:
    """An amount in pounds and pence; below 0 only for what is owed.

    Raises ``InvalidInstalment``.
    """
    least = -LARGEST if can_be_owed else ZERO
    if not value.is_finite() or not least <= value <= LARGEST:
        raise InvalidInstalment(f"Give an amount in pounds from {least:,} to {LARGEST:,}.")
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < _PENNIES:
        raise InvalidInstalment("Give pounds and pence, such as 120 or 120.50.")
    return value


def checked_balance_day(day: dt.date, *, today: dt.date) -> dt.date:
    """The day of a balance; raises ``InvalidInstalment`` ahead, or more than a year ago."""
    if day > today:
        raise InvalidInstalment("That day is still to come. Give a balance that you know.")
    if today - day > OLDEST:
        raise InvalidInstalment("That is more than a year ago. Give a newer balance.")
    return day


def projected(plan: Plan, daily: DailyPounds, *, today: dt.date) -> Projection:
    """The balance at the end of this month and of the eleven that follow.

    ``daily`` is what each day cost, standing charge and VAT in it; days that are not known are left
    out. An instalment is paid in each month after that of the balance.
    """
    if len(daily) < LEAST_DAYS:
        return Projection(known_days=len(daily), months=(), enough=ZERO)
    mean = sum(daily.values(), ZERO) / len(daily)
    balance, spread = plan.balance, ZERO
    months: list[ProjectedMonth] = []
    after = plan.balance_on + ONE_DAY
    for month in _months(plan.balance_on, today):
        days = Days(max(month.first, after), month.past) if month.past > after else None
        expected = _expected(daily, month, mean)
        cost, unsure = _cost(daily, days, expected, today) if days else (ZERO, ZERO)
        paid = plan.monthly if month.first > plan.balance_on else ZERO
        balance += paid - cost
        spread += unsure
        if month.past > today:
            months.append(
                ProjectedMonth(
                    first=month.first,
                    paid=paid,
                    cost=cost,
                    balance=balance,
                    low=balance - spread,
                    high=balance + spread,
                    is_by_year=expected.is_by_year,
                )
            )
    return Projection(known_days=len(daily), months=tuple(months), enough=_enough(plan, months))


@dataclass(frozen=True, slots=True)
class _Expected:
    a_day: Decimal
    is_by_year: bool


def _months(balance_on: dt.date, today: dt.date) -> list[Days]:
    """The months from that of the balance to the eleventh after this one."""
    found = [month_of(balance_on)]
    last = _months_later(today, MONTHS - 1)
    while found[-1].first < last:
        found.append(month_of(found[-1].past))
    return found


def _months_later(day: dt.date, count: int) -> dt.date:
    years, month = divmod(day.month - 1 + count, 12)
    return dt.date(day.year + years, month + 1, 1)


def _expected(daily: DailyPounds, month: Days, mean: Decimal) -> _Expected:
    before = month_of(month.first.replace(year=month.first.year - 1))
    known = [daily[day] for day in before.each() if day in daily]
    if len(known) >= before.count * _KNOWN_SHARE:
        return _Expected(sum(known, ZERO) / len(known), is_by_year=True)
    return _Expected(mean, is_by_year=False)


def _cost(
    daily: DailyPounds, days: Days, expected: _Expected, today: dt.date
) -> tuple[Decimal, Decimal]:
    """What ``days`` cost, known or expected, and by how much that may differ."""
    known = [daily[day] for day in days.each() if day in daily and day <= today]
    guessed = expected.a_day * (days.count - len(known))
    share = SHARE_BY_YEAR if expected.is_by_year else SHARE_BY_MEAN
    return sum(known, ZERO) + guessed, abs(guessed) * share


def _enough(plan: Plan, months: list[ProjectedMonth]) -> Decimal:
    """The least whole pounds a month with which no month of the projection ends in debt."""
    needed, payments, owed = ZERO, 0, ZERO
    start = months[0].balance + months[0].cost - months[0].paid
    for month in months:
        payments += month.first > plan.balance_on
        owed += month.cost
        if payments:
            needed = max(needed, (owed - start) / payments)
    return needed.to_integral_value(rounding=ROUND_CEILING)
