"""Forgetting a person."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.consumption.models import (
    Batch,
    DayUse,
    Draft,
    MeteredDay,
    Record,
    Supply,
)


@transaction.atomic
def erase(person: AbstractBaseUser, _now: dt.datetime) -> None:
    """Delete everything the person has recorded; may be done again."""
    for table in (Draft, MeteredDay, Record, Batch, DayUse, Supply):
        table.objects.filter(person_id=person.pk).delete()
