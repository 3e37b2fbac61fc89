"""Everything consumption knows about a person, as plain values."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.consumption.models import (
    Batch,
    Goal,
    Instalment,
    Meter,
    MeteredDay,
    OctopusAccount,
    Reading,
    Record,
    Supply,
    Tariff,
    columns_of,
)


def export(person: AbstractBaseUser) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The person's supplies and goals, and all they have recorded, read or imported.

    The use of days is left out: it is made from those.
    """
    for supply in Supply.objects.filter(person_id=person.pk).order_by("pk"):
        yield (
            "supply",
            {"utility": supply.utility, "calorific_value": str(supply.calorific_value)},
        )
    for goal in Goal.objects.filter(person_id=person.pk).order_by("pk"):
        starts_on, amount = goal.contract_starts_on, goal.year_amount
        yield (
            "goal",
            {
                "utility": goal.utility,
                "contract_starts_on": starts_on.isoformat() if starts_on else None,
                "year_amount": None if amount is None else str(amount),
            },
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
    yield from _meters(person)
    yield from _tariffs(person.pk)
    yield from _octopus(person.pk)
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


def _meters(person: AbstractBaseUser) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for meter in Meter.objects.filter(person_id=person.pk).order_by("pk"):
        yield (
            "meter",
            {
                "id": meter.pk,
                "utility": meter.utility,
                "name": meter.name,
                "serial": meter.serial,
                "unit": meter.unit,
                "multiplier": str(meter.multiplier),
                "digits": meter.digits,
                "decimals": meter.decimals,
                "installed_on": _day(meter.installed_on),
                "removed_on": _day(meter.removed_on),
                "is_sample": meter.is_sample,
                "made_at": meter.made_at.isoformat(),
                "changed_at": meter.changed_at.isoformat(),
                "deleted_at": meter.deleted_at.isoformat() if meter.deleted_at else None,
            },
        )
    own = Reading.objects.filter(person_id=person.pk).order_by("meter_id", "day", "pk")
    for reading in own.iterator(chunk_size=1000):
        yield (
            "reading",
            {
                "meter": reading.meter_id,
                "day": reading.day.isoformat(),
                "time": reading.time.isoformat() if reading.time else None,
                "number": str(reading.number),
                "is_estimated": reading.is_estimated,
                "answer": reading.answer,
                "notes": reading.notes,
                "calorific_value": str(reading.calorific_value),
                "made_at": reading.made_at.isoformat(),
                "changed_at": reading.changed_at.isoformat(),
                "deleted_at": reading.deleted_at.isoformat() if reading.deleted_at else None,
            },
        )


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _tariffs(person_id: int) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for tariff in Tariff.objects.filter(person_id=person_id).order_by("pk"):
        yield (
            "tariff",
            {
                "utility": tariff.utility,
                "name": tariff.name,
                "first_day": tariff.starts_on.isoformat(),
                "last_day": tariff.last_day.isoformat() if tariff.last_day else None,
                **{column: str(value) for column, value in columns_of(tariff.terms).items()},
                "is_sample": tariff.is_sample,
                "made_at": tariff.made_at.isoformat(),
                "changed_at": tariff.changed_at.isoformat(),
            },
        )
    for instalment in Instalment.objects.filter(person_id=person_id).order_by("pk"):
        yield (
            "instalment",
            {
                "scope": instalment.scope,
                "monthly": str(instalment.monthly),
                "balance": str(instalment.balance),
                "balance_on": instalment.balance_on.isoformat(),
                "changed_at": instalment.changed_at.isoformat(),
            },
        )


def _octopus(person_id: int) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The account as its owner sees it; the key stays where it is."""
    own = OctopusAccount.objects.filter(person_id=person_id)
    for account in own.prefetch_related("points__agreements"):
        yield (
            "octopus_account",
            {
                "number": account.number,
                "gas_unit": account.gas_unit,
                "connected_at": account.connected_at.isoformat(),
                "meter_points": [
                    {
                        "utility": point.utility,
                        "number": point.number,
                        "is_export": point.is_export,
                        "serials": point.serials,
                        "agreements": [
                            {
                                "tariff_code": one.tariff_code,
                                "valid_from": one.valid_from.isoformat(),
                                "valid_to": one.valid_to.isoformat() if one.valid_to else None,
                            }
                            for one in point.agreements.all()
                        ],
                    }
                    for point in account.points.all()
                ],
            },
        )
