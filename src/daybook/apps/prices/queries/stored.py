"""Unit rates that were kept."""

import datetime as dt

from daybook.apps.prices.domain import Region, Slot
from daybook.apps.prices.models import RateDay
from daybook.lib.half_hours import Places, starts, unpacked
from daybook.lib.periods import HALF_HOUR, LONDON


def stored_pence(
    *, product: str, region: Region, first: dt.date, past: dt.date, with_vat: bool = True
) -> dict[dt.date, Places]:
    """Pence per kWh of each half-hour, by the day in London, as far as rates are kept.

    From ``first`` up to, and not including, ``past``; a day has 46, 48 or 50 places, ``None`` where
    a rate is not known. A day of which nothing is kept is left out. One question, made for sums
    over years.
    """
    column = "inc_vat" if with_vat else "exc_vat"
    rows = RateDay.objects.of(product, region.letter, first=first, past=past)
    return {day: unpacked(text) for day, text in rows.values_list("day", column)}


def stored_slots(
    *, product: str, region: Region, first: dt.date, past: dt.date
) -> tuple[Slot, ...]:
    """The kept half-hours from ``first`` up to ``past``, earliest first."""
    rows = RateDay.objects.of(product, region.letter, first=first, past=past).order_by("day")
    return tuple(
        Slot(
            starts_at=starts_at,
            ends_at=starts_at + HALF_HOUR,
            pence_inc_vat=inc_vat,
            pence_exc_vat=exc_vat,
        )
        for row in rows
        for starts_at, inc_vat, exc_vat in zip(
            starts(row.day, LONDON), row.places_inc_vat, row.places_exc_vat, strict=True
        )
        if inc_vat is not None and exc_vat is not None
    )
