"""Keeping unit rates."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from daybook.apps.prices.domain import Region, Slot
from daybook.apps.prices.models import RateDay
from daybook.lib.half_hours import by_place, known, packed, place_count
from daybook.lib.periods import LONDON

_ROWS_AT_ONCE = 200
_DAY = dt.timedelta(days=1)


@transaction.atomic
def keep_rates(*, product: str, region: Region, slots: Iterable[Slot]) -> int:
    """Keep the unit rates of a tariff; says how many of them were not known before.

    A rate that is known already is corrected. May be done again, and by two at once: what one
    of them brings the other does not take away.
    """
    rates = list(slots)
    inc_vat = by_place({slot.starts_at: slot.pence_inc_vat for slot in rates}, LONDON)
    exc_vat = by_place({slot.starts_at: slot.pence_exc_vat for slot in rates}, LONDON)
    if not rates:
        return 0
    days = [
        RateDay(
            product=product,
            region=region.letter,
            day=day,
            inc_vat=_packed(day, {}),
            exc_vat=_packed(day, {}),
        )
        for day in inc_vat
    ]
    RateDay.objects.bulk_create(days, batch_size=_ROWS_AT_ONCE, ignore_conflicts=True)
    rows = (
        RateDay.objects.of(product, region.letter, first=min(inc_vat), past=max(inc_vat) + _DAY)
        .select_for_update()
        .order_by("pk")
    )
    new, changed = 0, []
    for row in rows:
        if row.day not in inc_vat:
            continue
        before = known(row.places_inc_vat)
        new += len(inc_vat[row.day].keys() - before.keys())
        packed_inc = _packed(row.day, before | inc_vat[row.day])
        packed_exc = _packed(row.day, known(row.places_exc_vat) | exc_vat[row.day])
        if (packed_inc, packed_exc) != (row.inc_vat, row.exc_vat):
            row.inc_vat, row.exc_vat = packed_inc, packed_exc
            changed.append(row)
    RateDay.objects.bulk_update(changed, ["inc_vat", "exc_vat"], batch_size=_ROWS_AT_ONCE)
    return new


def _packed(day: dt.date, places: dict[int, Decimal]) -> str:
    return packed(places, place_count(day, LONDON))
