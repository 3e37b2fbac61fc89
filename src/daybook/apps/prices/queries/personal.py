"""Everything prices know about a person, as plain values."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.prices.models import Appliance, Preference

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
                "capacity_kwh": (
                    None if preference.capacity_kwh is None else str(preference.capacity_kwh)
                ),
                "tolerance_pence": str(preference.tolerance_pence),
            },
        )
    for appliance in Appliance.objects.filter(person_id=person.pk).order_by("pk"):
        yield ("appliance", _appliance(appliance))


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
