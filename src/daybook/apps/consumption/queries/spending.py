"""What a household spends, as the page and the API tell it: months, the year, yesterday."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.consumption.domain import ONE_DAY, Days, Utility, month_of
from daybook.apps.consumption.domain.instalments import (
    SCOPES,
    Plan,
    Projection,
    Scope,
    projected,
)
from daybook.apps.consumption.domain.tariffs import NO_COST, Cost
from daybook.apps.consumption.queries.costs import DailyCosts, costs_by_utility
from daybook.apps.consumption.queries.tariffs import samples_of
from daybook.lib.money import pounds_from_pence

MONTHS: Final = 13
_YEAR: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCost:
    """A calendar month, the running one up to yesterday or to today if its use is known."""

    first: dt.date
    cost: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What one utility has cost; the year are the twelve months before this one.

    It is a sample where one of its tariffs is, or the use of one of its days.
    """

    utility: Utility
    is_sample: bool
    yesterday: Cost
    this_month: Cost
    year: Cost
    months: tuple[MonthCost, ...]


def spending_of(person_id: int, *, today: dt.date) -> tuple[Spending, ...]:
    """What each utility with a tariff has cost, over thirteen months up to today."""
    this_month = month_of(today)
    months = [this_month]
    while len(months) < MONTHS:
        months.append(month_of(months[-1].first - ONE_DAY))
    months.reverse()
    days = Days(months[0].first, today + ONE_DAY)
    found = costs_by_utility(person_id, days)
    samples = samples_of(person_id, days) if found else set()
    return tuple(
        _spending(utility, daily, months, today, is_sample=utility in samples)
        for utility, daily in found.items()
    )


def projection_of(person_id: int, scope: Scope, plan: Plan, *, today: dt.date) -> Projection:
    """The balance of the account from which ``scope`` is paid, over the year to come."""
    days = _told_by(plan, today)
    found = costs_by_utility(person_id, days, utilities=SCOPES[scope])
    return projected(plan, _pounds(list(found.values()), days), today=today)


def is_sample_projection(person_id: int, scope: Scope, plan: Plan, *, today: dt.date) -> bool:
    """Whether something that ``projection_of`` goes by is a sample."""
    return not samples_of(person_id, _told_by(plan, today)).isdisjoint(SCOPES[scope])


def _told_by(plan: Plan, today: dt.date) -> Days:
    first = min(month_of(today).first - _YEAR * ONE_DAY, plan.balance_on)
    return Days(first, today + ONE_DAY)


def _pounds(found: list[DailyCosts], days: Days) -> dict[dt.date, Decimal]:
    """What each day cost; those of which the use or the tariff is not known are left out."""
    known: dict[dt.date, Decimal] = {}
    for day in days.each():
        costs = [daily[day] for daily in found]
        if costs and all(cost.known_days for cost in costs):
            known[day] = pounds_from_pence(sum(costs, NO_COST).total.inc_vat)
    return known


def _spending(
    utility: Utility,
    daily: Mapping[dt.date, Cost],
    months: list[Days],
    today: dt.date,
    *,
    is_sample: bool,
) -> Spending:
    until = today if daily[today].known_days else today - ONE_DAY
    told = tuple(
        MonthCost(first=month.first, cost=_summed(daily, month, until=until)) for month in months
    )
    return Spending(
        utility=utility,
        is_sample=is_sample,
        yesterday=daily[today - ONE_DAY],
        this_month=told[-1].cost,
        year=sum((month.cost for month in told[:-1]), NO_COST),
        months=told,
    )


def _summed(daily: Mapping[dt.date, Cost], month: Days, *, until: dt.date) -> Cost:
    return sum((daily[day] for day in month.each() if day <= until), NO_COST)
