"""Everything prices know about a person, as plain values."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.prices.models import Alert, Preference


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


def _text(value: object) -> str | None:
    return None if value is None else str(value)
