"""Keeping the use of each day in step with the records, readings and half-hours it is made from."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from daybook.apps.consumption.domain import Days, Source, Step, Utility, shares, spread, told
from daybook.apps.consumption.models import SAMPLE, DayUse, MeteredDay, Record, Supply
from daybook.apps.consumption.queries import steps_of_supply
from daybook.lib.half_hours import Places, merged, unpacked


def locked_supplies(person_id: int) -> dict[Utility, Supply]:
    """The person's supplies, held until the transaction ends.

    Whoever changes what the use of days is made from holds them, so that no two write the same day
    at once.
    """
    Supply.objects.bulk_create(
        [Supply(person_id=person_id, utility=utility.value) for utility in Utility],
        ignore_conflicts=True,
    )
    own = Supply.objects.filter(person_id=person_id).select_for_update().order_by("pk")
    return {Utility(supply.utility): supply for supply in own}


def renew_days(*, person_id: int, utility: Utility, changed: Iterable[Days]) -> None:
    """Make the use of the ``changed`` days again; expects the supplies to be locked."""
    stretches = _merged(changed)
    steps = steps_of_supply(person_id, utility) if stretches else []
    for days in stretches:
        readings, read_samples = _read(steps, days)
        records, sampled = _recorded(person_id, utility, days)
        metered, metered_samples = _metered(person_id, utility, days)
        samples = {
            Source.RECORDS: sampled,
            Source.READINGS: read_samples,
            Source.HALF_HOURS: metered_samples,
        }
        rows = []
        for day in sorted(records.keys() | readings.keys() | metered.keys()):
            best = told(
                records=records.get(day),
                readings=readings.get(day),
                half_hours=metered.get(day),
            )
            if best is None:
                continue
            rows.append(
                DayUse(
                    person_id=person_id,
                    utility=utility.value,
                    day=day,
                    amount=best.amount,
                    source=best.source.value,
                    missing_half_hours=best.missing_half_hours,
                    is_sample=day in samples[best.source],
                )
            )
        kept = DayUse.objects.filter(person_id=person_id, utility=utility.value)
        kept.filter(day__gte=days.first, day__lt=days.past).delete()
        DayUse.objects.bulk_create(rows, batch_size=500)


def _read(
    steps: Iterable[tuple[Step, bool]], days: Days
) -> tuple[dict[dt.date, Decimal], set[dt.date]]:
    """What meters say of each day, and the days of which a part is a sample."""
    touching = [(step, is_sample) for step, is_sample in steps if step.days.overlap(days)]
    sampled = shares((step for step, is_sample in touching if is_sample), days)
    return shares((step for step, _ in touching), days), set(sampled)


def _recorded(
    person_id: int, utility: Utility, days: Days
) -> tuple[dict[dt.date, Decimal], set[dt.date]]:
    """What was typed of each day, and the days of which a part is a sample."""
    used: dict[dt.date, Decimal] = defaultdict(Decimal)
    sampled: set[dt.date] = set()
    own = Record.objects.standing().filter(person_id=person_id, utility=utility.value)
    for record in own.touching(days):
        for day, share in spread(record.amount, record.days).items():
            if days.first <= day < days.past:
                used[day] += share
                if record.is_sample:
                    sampled.add(day)
    return used, sampled


def _metered(
    person_id: int, utility: Utility, days: Days
) -> tuple[dict[dt.date, Places], set[dt.date]]:
    """The half-hours of each day, and the days of which a part is a sample."""
    found: dict[dt.date, list[Places]] = defaultdict(list)
    sampled: set[dt.date] = set()
    rows = MeteredDay.objects.filter(
        person_id=person_id, utility=utility.value, day__gte=days.first, day__lt=days.past
    ).order_by("day", "pk")
    for day, amounts, source in rows.values_list("day", "amounts", "batch__source"):
        found[day].append(unpacked(amounts))
        if source == SAMPLE:
            sampled.add(day)
    return {day: merged(parts) for day, parts in found.items()}, sampled


def _merged(changed: Iterable[Days]) -> list[Days]:
    """The same days in as few stretches as they make: a bulk change renews each day once."""
    merged: list[Days] = []
    for days in sorted(changed):
        if merged and days.first <= merged[-1].past:
            merged[-1] = Days(merged[-1].first, max(merged[-1].past, days.past))
        else:
            merged.append(days)
    return merged
