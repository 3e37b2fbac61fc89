"""Keeping what smart meters tell, each half-hour once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from daybook.apps.consumption.actions.days import locked_supplies, renew_days
from daybook.apps.consumption.domain import ONE_DAY, Days, Utility
from daybook.apps.consumption.models import Batch, MeteredDay
from daybook.lib.half_hours import Places, by_place, known, merged, packed, place_count
from daybook.lib.periods import LONDON

_ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many half-hours were new, were known already, or are known with another amount."""

    added: int = 0
    known: int = 0
    differing: int = 0


@transaction.atomic
def keep_half_hours(
    *, batch: Batch, utility: Utility, amounts: Mapping[dt.datetime, Decimal]
) -> Kept:
    """Keep the use of half-hours, in the standard unit, by their start, with ``batch``.

    What another batch knows already stays as it is: the same amounts twice add nothing. What this
    batch knows is corrected, since whoever sent it has sent it again.
    """
    if not amounts:
        return Kept()
    locked_supplies(batch.person_id)
    wanted = by_place(amounts, LONDON)
    first, last = min(wanted), max(wanted)
    own, others = _kept_rows(batch, utility, Days(first, last + ONE_DAY))
    added = known_already = differing = 0
    changed: list[MeteredDay] = []
    for day, places in sorted(wanted.items()):
        elsewhere, row = known(merged(others.get(day, []))), own.get(day)
        here = known(row.places) if row else {}
        fresh = {n: amount for n, amount in places.items() if n not in elsewhere}
        added += sum(n not in here for n in fresh)
        differing += sum(elsewhere[n] != places[n] for n in places.keys() & elsewhere.keys())
        known_already += len(places) - sum(n not in here for n in fresh)
        if any(here.get(n) != amount for n, amount in fresh.items()):
            changed.append(_row(batch, utility, day, {**here, **fresh}))
    MeteredDay.objects.bulk_create(
        changed,
        batch_size=_ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["batch", "utility", "day"],
        update_fields=["amounts"],
    )
    if changed:
        renew_days(
            person_id=batch.person_id,
            utility=utility,
            changed=[Days(row.day, row.day + ONE_DAY) for row in changed],
        )
    return Kept(added=added, known=known_already - differing, differing=differing)


def _kept_rows(
    batch: Batch, utility: Utility, days: Days
) -> tuple[dict[dt.date, MeteredDay], dict[dt.date, list[Places]]]:
    """The rows of this batch, and what is known from others, by day."""
    own: dict[dt.date, MeteredDay] = {}
    others: dict[dt.date, list[Places]] = {}
    rows = MeteredDay.objects.filter(
        person_id=batch.person_id, utility=utility.value, day__gte=days.first, day__lt=days.past
    )
    for row in rows.order_by("day", "pk"):
        if row.batch_id == batch.pk:
            own[row.day] = row
        else:
            others.setdefault(row.day, []).append(row.places)
    return own, others


def _row(batch: Batch, utility: Utility, day: dt.date, places: Mapping[int, Decimal]) -> MeteredDay:
    return MeteredDay(
        person_id=batch.person_id,
        batch=batch,
        utility=utility.value,
        day=day,
        amounts=packed(places, place_count(day, LONDON)),
    )
