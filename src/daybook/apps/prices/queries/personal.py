"""Everything prices know about a person, as plain values."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.prices.models import (
    Alert,
    Appliance,
    Feed,
    PlannedWindow,
    Preference,
)

#: Columns that are told as they are.
APPLIANCE: Final = (
    "name",
    "kind",
    "profile",
    "minutes",
    "kwh",
    "kw",
    "battery_kwh",
    "ready_by",
    "allowed_from",
    "allowed_until",
    "is_split",
    "minimum_run",
    "most_runs",
    "timer",
    "timer_steps",
    "is_sample",
)


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
                "capacity_kwh": _text(preference.capacity_kwh),
                "tolerance_pence": str(preference.tolerance_pence),
            },
        )
    for alert in Alert.objects.filter(person_id=person.pk).order_by("pk"):
        yield (
            "alert",
            {
                "kind": alert.kind,
                "is_on": alert.is_on,
                "threshold_pence": _text(alert.threshold_pence),
                "minutes_before": alert.minutes_before,
                "told_for": _text(alert.told_for),
                "changed_at": alert.changed_at.isoformat(),
            },
        )
    for appliance in Appliance.objects.filter(person_id=person.pk).order_by("pk"):
        yield ("appliance", _appliance(appliance))
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


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _appliance(appliance: Appliance) -> Mapping[str, Any]:
    said = {column: getattr(appliance, column) for column in APPLIANCE}
    texts = {
        name: value if isinstance(value, bool | int) or value is None else str(value)
        for name, value in said.items()
    }
    gone = appliance.deleted_at
    return {
        **texts,
        "made_at": appliance.made_at.isoformat(),
        "changed_at": appliance.changed_at.isoformat(),
        "deleted_at": gone.isoformat() if gone else None,
    }
