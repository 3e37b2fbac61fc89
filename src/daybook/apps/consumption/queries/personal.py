"""Everything consumption knows about a person, as plain values."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.consumption.models import Batch, MeteredDay, Record, Supply


def export(person: AbstractBaseUser) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The person's supplies, and all they have recorded or imported.

    The use of days is left out: it is made from those.
    """
    for supply in Supply.objects.filter(person_id=person.pk).order_by("pk"):
        yield (
            "supply",
            {"utility": supply.utility, "calorific_value": str(supply.calorific_value)},
        )
    own = Record.objects.filter(person_id=person.pk).order_by("starts_on", "pk")
    for record in own.iterator(chunk_size=1000):
        yield (
            "record",
            {
                "utility": record.utility,
                "first_day": record.days.first.isoformat(),
                "last_day": record.days.last.isoformat(),
                "value": str(record.value),
                "unit": record.unit,
                "amount": str(record.amount),
                "notes": record.notes,
                "is_sample": record.is_sample,
                "made_at": record.made_at.isoformat(),
                "changed_at": record.changed_at.isoformat(),
                "deleted_at": record.deleted_at.isoformat() if record.deleted_at else None,
            },
        )
    for batch in Batch.objects.filter(person_id=person.pk).order_by("pk"):
        yield (
            "import",
            {
                "source": batch.source,
                "name": batch.name,
                "made_at": batch.made_at.isoformat(),
                "undone_at": batch.undone_at.isoformat() if batch.undone_at else None,
                "added_rows": batch.added_rows,
                "known_rows": batch.known_rows,
                "bad_rows": batch.bad_rows,
                "layout": batch.layout,
            },
        )
    metered = MeteredDay.objects.filter(person_id=person.pk).order_by("utility", "day", "pk")
    for row in metered.iterator(chunk_size=1000):
        yield (
            "half_hours",
            {
                "utility": row.utility,
                "day": row.day.isoformat(),
                "amounts": [None if one is None else str(one) for one in row.places],
            },
        )
