"""Forgetting a person."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.consumption.models import (
    Batch,
    DayUse,
    Draft,
    Goal,
    Instalment,
    Meter,
    MeteredDay,
    OctopusAccount,
    Reading,
    Record,
    Supply,
    Tariff,
)

#: What hangs on another table goes before it.
TABLES = (
    OctopusAccount,
    Draft,
    MeteredDay,
    Record,
    Batch,
    Reading,
    Meter,
    DayUse,
    Goal,
    Tariff,
    Instalment,
    Supply,
)


@transaction.atomic
def erase(person: AbstractBaseUser, _now: dt.datetime) -> None:
    """Delete everything the person has recorded, read or imported; may be done again."""
    for table in TABLES:
        table.objects.filter(person_id=person.pk).delete()
