"""Keeping the use of each day in step with the records it is made from."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from daybook.apps.consumption.domain import Days, Utility, spread
from daybook.apps.consumption.models import DayUse, Record, Supply


def locked_supplies(person_id: int) -> dict[Utility, Supply]:
    """The person's supplies, held until the transaction ends.

    Whoever changes records holds them, so that no two write the same day at once.
    """
    Supply.objects.bulk_create(
        [Supply(person_id=person_id, utility=utility.value) for utility in Utility],
        ignore_conflicts=True,
    )
    own = Supply.objects.filter(person_id=person_id).select_for_update().order_by("pk")
    return {Utility(supply.utility): supply for supply in own}


def renew_days(*, person_id: int, utility: Utility, changed: Iterable[Days]) -> None:
    """Make the use of the ``changed`` days again; expects the supplies to be locked."""
    own = Record.objects.standing().filter(person_id=person_id, utility=utility.value)
    for days in _merged(changed):
        used: dict[dt.date, Decimal] = defaultdict(Decimal)
        sampled: set[dt.date] = set()
        for record in own.touching(days):
            for day, share in spread(record.amount, record.days).items():
                if days.first <= day < days.past:
                    used[day] += share
                    if record.is_sample:
                        sampled.add(day)
        kept = DayUse.objects.filter(person_id=person_id, utility=utility.value)
        kept.filter(day__gte=days.first, day__lt=days.past).delete()
        rows = [
            DayUse(
                person_id=person_id,
                utility=utility.value,
                day=day,
                amount=used[day],
                is_sample=day in sampled,
            )
            for day in sorted(used)
        ]
        DayUse.objects.bulk_create(rows, batch_size=500)


def _merged(changed: Iterable[Days]) -> list[Days]:
    """The same days in as few stretches as they make: a bulk change renews each day once."""
    merged: list[Days] = []
    for days in sorted(changed):
        if merged and days.first <= merged[-1].past:
            merged[-1] = Days(merged[-1].first, max(merged[-1].past, days.past))
        else:
            merged.append(days)
    return merged
