"""A day, week, month or year of one utility, with its half-hours."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import ONE_DAY, Days, Profile, Source, Total, Unit, Utility
from daybook.apps.consumption.models import DayUse
from daybook.apps.consumption.queries.half_hours import half_hours
from daybook.apps.consumption.queries.known import Daily
from daybook.lib.half_hours import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What is known of ``days``, in the standard unit; days and half-hours as far as there are any.

    ``days`` are those of ``span`` that are not still to come. ``profile`` is what the half-hours
    tell, ``None`` without any.
    """

    utility: Utility
    span: Days
    days: Days
    daily: Daily
    sources: Mapping[dt.date, Source]
    half_hours: Mapping[dt.date, Places]
    is_sample: bool
    total: Total
    profile: Profile | None

    @property
    def unit(self) -> Unit:
        """The unit of all its amounts."""
        return domain.standard_unit(self.utility)


def look_at(person_id: int, utility: Utility, span: Days, *, today: dt.date) -> Looked:
    """What is known of ``span`` up to and with ``today``; in two questions, however long it is."""
    days = Days(span.first, max(min(span.past, today + ONE_DAY), span.first + ONE_DAY))
    rows = DayUse.objects.filter(
        person_id=person_id, utility=utility.value, day__gte=days.first, day__lt=days.past
    ).order_by("day")
    told = list(rows.values_list("day", "amount", "source", "is_sample"))
    daily = {day: amount for day, amount, _, _ in told}
    found = half_hours(person_id, utility, days)
    return Looked(
        utility=utility,
        span=span,
        days=days,
        daily=daily,
        sources={day: Source(source) for day, _, source, _ in told},
        half_hours=found,
        is_sample=any(is_sample for _, _, _, is_sample in told),
        total=domain.total(daily, days),
        profile=domain.profile(found),
    )
