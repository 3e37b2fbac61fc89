"""Costs over HTTP: of days, months and records."""

from typing import Final, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from ninja import Query, Router

from daybook.apps.consumption import queries
from daybook.apps.consumption.api.cost_shapes import By, CostsAsked, CostsOut
from daybook.apps.consumption.domain import EARLIEST, LATEST, ONE_DAY, Days, month_of
from daybook.apps.consumption.domain.tariffs import NO_COST, Cost
from daybook.apps.consumption.errors import InvalidDays
from daybook.apps.consumption.queries import DailyCosts
from daybook.core.bearer import signed_in
from daybook.lib.money import pounds_from_pence

router = Router(tags=["consumption"], auth=signed_in)

MOST_DAYS: Final = 800


@router.get("", response=CostsOut, summary="What your use has cost")
def costs(request: HttpRequest, asked: Query[CostsAsked]) -> object:
    """What days have cost by your tariffs, in parts of days, months or records.

    Nothing that is missing is guessed: `approximate` and the counts say what is not in the sums.
    """
    person = cast("AbstractBaseUser", request.user)
    days = _days(asked)
    if asked.by is By.RECORD:
        parts = _by_record(person.pk, asked, days)
        total = sum((cost for _, _, cost in parts), NO_COST)
    else:
        daily = queries.daily_costs(person.pk, asked.utility, days)
        parts = [(None, part, _sum(daily, part)) for part in _parts(days, asked.by)]
        total = sum(daily.values(), NO_COST)
    return {
        "utility": asked.utility,
        "sample": asked.utility in queries.samples_of(person.pk, days),
        "total": _told(total),
        "parts": [
            {
                "first_day": part.first,
                "last_day": part.last,
                "record_id": record_id,
                "cost": _told(cost),
            }
            for record_id, part, cost in parts
        ],
    }


def _days(asked: CostsAsked) -> Days:
    if asked.since < EARLIEST or asked.until > LATEST:
        raise InvalidDays("Ask for days from 1970 to 2199.")
    if (asked.until - asked.since).days >= MOST_DAYS:
        raise InvalidDays("Ask for at most 800 days at once.")
    return Days(asked.since, asked.until + ONE_DAY)


def _parts(days: Days, by: By) -> list[Days]:
    if by is By.DAY:
        return [Days(day, day + ONE_DAY) for day in days.each()]
    months = {month_of(day) for day in days.each()}
    return [part for month in sorted(months) if (part := month.overlap(days))]


def _sum(daily: DailyCosts, part: Days) -> Cost:
    return sum((daily[day] for day in part.each()), NO_COST)


def _by_record(
    person_id: int, asked: CostsAsked, days: Days
) -> list[tuple[int | None, Days, Cost]]:
    records = queries.records_touching(person_id, asked.utility, days)
    costs = queries.record_costs(person_id, records)
    return [(one.pk, one.days, costs[one.pk]) for one in records if one.pk in costs]


def _told(cost: Cost) -> dict[str, object]:
    total = cost.total
    return {
        "pounds": pounds_from_pence(total.inc_vat),
        "pounds_exc_vat": pounds_from_pence(total.exc_vat),
        "vat_pounds": pounds_from_pence(cost.vat_pence),
        "energy_pence": cost.energy.inc_vat,
        "standing_pence": cost.standing.inc_vat,
        "credit_pence": cost.credit.inc_vat,
        "costed": cost.costed,
        "approximate": cost.is_approximate,
        "missing_half_hours": cost.missing_use,
        "half_hours_without_rate": cost.missing_rates,
        "days_without_use": cost.unknown_days,
        "days_at_mean_rate": cost.averaged_days,
        "days_without_tariff": cost.uncovered_days,
    }
