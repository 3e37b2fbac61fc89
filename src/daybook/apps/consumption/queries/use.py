"""The use of days, and what it adds up to."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, Sum

from daybook.apps.consumption.domain import PLACES, Utility
from daybook.apps.consumption.models import DayUse, Supply
from daybook.lib.money import rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Ever:
    """All that is known of the use of one utility, in its standard unit."""

    amount: Decimal
    known_days: int
    first: dt.date
    last: dt.date
    is_sample: bool


def use_ever(person_id: int) -> dict[Utility, Ever]:
    """What has been recorded in all, by utility; those without records are left out."""
    rows = (
        DayUse.objects.filter(person_id=person_id)
        .values("utility")
        .annotate(
            amount=Sum("amount"),
            known_days=Count("pk"),
            sample_days=Count("pk", filter=Q(is_sample=True)),
            first=Min("day"),
            last=Max("day"),
        )
        .order_by()
    )
    return {
        Utility(row["utility"]): Ever(
            amount=rounded(row["amount"], PLACES),
            known_days=row["known_days"],
            first=row["first"],
            last=row["last"],
            is_sample=row["sample_days"] > 0,
        )
        for row in rows
    }


def calorific_value_of(person_id: int) -> Decimal:
    """The energy in a cubic metre of the person's gas, in MJ."""
    known = Supply.objects.filter(person_id=person_id, utility=Utility.GAS.value).first()
    return (known or Supply()).calorific_value
