"""What people have put on their calendar."""

import datetime as dt

from django.db.models import QuerySet

from daybook.apps.prices.models import PlannedWindow
from daybook.lib.periods import Period


def windows_of(person_id: int) -> QuerySet[PlannedWindow]:
    """Everything the person has planned, earliest first."""
    return PlannedWindow.objects.filter(person_id=person_id).order_by("starts_at", "pk")


def windows_within(person_id: int, period: Period) -> QuerySet[PlannedWindow]:
    """The person's windows of which a part lies in ``period``, earliest first."""
    return windows_of(person_id).filter(starts_at__lt=period.ends_at, ends_at__gt=period.starts_at)


def coming_windows(person_id: int, now: dt.datetime) -> QuerySet[PlannedWindow]:
    """The person's windows that are not over at ``now``, earliest first."""
    return windows_of(person_id).filter(ends_at__gt=now)
