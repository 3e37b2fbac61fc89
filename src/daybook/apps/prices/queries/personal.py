"""Everything prices know about a person, as plain values."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.prices.models import Feed, PlannedWindow, Preference


def export(person: AbstractBaseUser) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """What the person has said about prices."""
    for preference in Preference.objects.filter(person_id=person.pk):
        yield (
            "preference",
            {
                "region": preference.region,
                "product": preference.product,
                "export_product": preference.export_product,
                "duration_hours": str(preference.duration_hours),
                "capacity_kwh": (
                    None if preference.capacity_kwh is None else str(preference.capacity_kwh)
                ),
                "tolerance_pence": str(preference.tolerance_pence),
            },
        )
    for feed in Feed.objects.filter(person_id=person.pk):
        # The secret address is no fact about the person, and whoever has the copy would have it.
        yield (
            "calendar feed",
            {"alarm_minutes": feed.alarm_minutes, "made_at": feed.made_at.isoformat()},
        )
    for window in PlannedWindow.objects.filter(person_id=person.pk).order_by("pk").iterator():
        yield (
            "planned window",
            {
                "title": window.title,
                "starts_at": window.starts_at.isoformat(),
                "ends_at": window.ends_at.isoformat(),
                "product": window.product,
                "region": window.region,
                "planned_at": window.planned_at.isoformat(),
            },
        )
