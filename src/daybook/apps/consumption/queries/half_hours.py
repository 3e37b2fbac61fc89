"""The use of half-hours."""

import datetime as dt
from collections import defaultdict

from daybook.apps.consumption.domain import Days, Utility
from daybook.apps.consumption.models import MeteredDay
from daybook.lib.half_hours import Places, merged, unpacked


def half_hours(person_id: int, utility: Utility, days: Days) -> dict[dt.date, Places]:
    """The use of each half-hour of ``days``, in the standard unit, by local day; in one question.

    A day has 46, 48 or 50 places, ``None`` where a half-hour is missing; a day of which nothing is
    known is left out. The places are those of ``lib.half_hours``, as of ``prices.stored_rates``.
    """
    rows = MeteredDay.objects.filter(
        person_id=person_id, utility=utility.value, day__gte=days.first, day__lt=days.past
    ).order_by("day", "pk")
    found: dict[dt.date, list[Places]] = defaultdict(list)
    for day, amounts in rows.values_list("day", "amounts"):
        found[day].append(unpacked(amounts))
    return {day: rows[0] if len(rows) == 1 else merged(rows) for day, rows in found.items()}
