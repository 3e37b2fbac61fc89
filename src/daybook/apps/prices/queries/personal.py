"""Everything prices know about a person, as plain values."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.prices.models import Preference


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
