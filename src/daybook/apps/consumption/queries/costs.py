"""What the use of days and of records has cost."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from daybook.apps.consumption.domain import Days, Source, Utility, spread
from daybook.apps.consumption.domain.tariffs import (
    NO_COST,
    Cost,
    DayUsed,
    day_cost,
    energy_cost,
    needs_half_hours,
    uncovered,
)
from daybook.apps.consumption.models import DayUse, Record, Tariff
from daybook.apps.consumption.queries.half_hours import half_hours
from daybook.apps.consumption.queries.tariffs import published_rates
from daybook.lib.half_hours import Places

MOST_RECORDS: Final = 1000
DailyCosts = dict[dt.date, Cost]


def cost_of(person_id: int, utility: Utility, days: Days) -> Cost:
    """What ``days`` cost together, and what is not known of it."""
    return sum(daily_costs(person_id, utility, days).values(), NO_COST)


def daily_costs(person_id: int, utility: Utility, days: Days) -> DailyCosts:
    """What each of ``days`` costs, in order; a day without a tariff is uncovered.

    The number of questions does not grow with the days: tariffs, use, half-hours where a tariff
    needs them, and rates for each half-hourly tariff.
    """
    found = costs_by_utility(person_id, days, utilities=(utility,)).get(utility)
    return found or {day: uncovered() for day in days.each()}


def costs_by_utility(
    person_id: int, days: Days, *, utilities: Sequence[Utility] = tuple(Utility)
) -> dict[Utility, DailyCosts]:
    """``daily_costs`` of those ``utilities`` that have a tariff on at least one of ``days``."""
    tariffs = _tariffs(person_id, days, utilities)
    if not tariffs:
        return {}
    used = _used(person_id, days, tariffs)
    return {
        utility: _daily(tariffs[utility], days, used.get(utility, {}))
        for utility in utilities
        if utility in tariffs
    }


def record_costs(person_id: int, records: Iterable[Record]) -> dict[int, Cost]:
    """What the amounts of ``records`` cost, by their id, without standing charges.

    A record is an amount over days: where rates change during the day the cost is approximate.
    Records on days without any tariff are left out.
    """
    listed = list(records)
    if not listed:
        return {}
    days = Days(min(one.starts_on for one in listed), max(one.ends_on for one in listed))
    tariffs = _tariffs(person_id, days, tuple(Utility))
    rates = {
        tariff.pk: published_rates(tariff, days) for held in tariffs.values() for tariff in held
    }
    costs = {
        record.pk: _record_cost(record, tariffs.get(Utility(record.utility), []), rates)
        for record in listed
    }
    return {pk: cost for pk, cost in costs.items() if cost.covered_days}


def records_touching(person_id: int, utility: Utility, days: Days) -> list[Record]:
    """The records of ``utility`` that have at least one of ``days``, in order; at most 1000."""
    own = Record.objects.standing().filter(person_id=person_id, utility=utility.value)
    return list(own.touching(days).order_by("starts_on", "pk")[:MOST_RECORDS])


def _record_cost(
    record: Record, tariffs: list[Tariff], rates: Mapping[int, Mapping[dt.date, Places]]
) -> Cost:
    cost, shares = Cost(days=record.days.count), spread(record.amount, record.days)
    covered = 0
    for tariff in tariffs:
        held = tariff.within(record.days)
        if held is None:
            continue
        covered += held.count
        terms, published = tariff.terms, rates[tariff.pk]
        if not needs_half_hours(terms.rates):
            amount = sum((shares[day] for day in held.each()), NO_COST.costed)
            cost += energy_cost(terms, held.first, DayUsed(amount))
            continue
        for day in held.each():
            cost += energy_cost(terms, day, DayUsed(shares[day]), published=published.get(day))
    return cost + Cost(uncovered_days=record.days.count - covered)


def _tariffs(
    person_id: int, days: Days, utilities: Sequence[Utility]
) -> dict[Utility, list[Tariff]]:
    found: dict[Utility, list[Tariff]] = defaultdict(list)
    own = Tariff.objects.filter(person_id=person_id, utility__in=[one.value for one in utilities])
    for tariff in own.touching(days).order_by("starts_on"):
        found[Utility(tariff.utility)].append(tariff)
    return dict(found)


def _used(
    person_id: int, days: Days, tariffs: Mapping[Utility, list[Tariff]]
) -> dict[Utility, dict[dt.date, DayUsed]]:
    """The use of each day, with its half-hours where they tell it and a tariff needs them."""
    places = {
        utility: half_hours(person_id, utility, days)
        for utility, held in tariffs.items()
        if any(needs_half_hours(tariff.terms.rates) for tariff in held)
    }
    found: dict[Utility, dict[dt.date, DayUsed]] = defaultdict(dict)
    rows = DayUse.objects.filter(
        person_id=person_id,
        utility__in=[utility.value for utility in tariffs],
        day__gte=days.first,
        day__lt=days.past,
    )
    columns = ("utility", "day", "amount", "source", "missing_half_hours")
    for name, day, amount, source, missing in rows.values_list(*columns):
        utility = Utility(name)
        by_place = source == Source.HALF_HOURS.value
        told = places.get(utility, {}).get(day) if by_place else None
        found[utility][day] = DayUsed(amount, told, missing)
    return found


def _daily(tariffs: list[Tariff], days: Days, used: Mapping[dt.date, DayUsed]) -> DailyCosts:
    costs = {day: uncovered() for day in days.each()}
    for tariff in tariffs:
        held = tariff.within(days)
        if held is None:
            continue
        terms, published = tariff.terms, published_rates(tariff, days)
        for day in held.each():
            costs[day] = day_cost(terms, day, used.get(day), published=published.get(day))
    return costs
