"""Forgetting a person."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.consumption.models import Batch, DayUse, Goal, MeteredDay, Record, Supply


@transaction.atomic
def erase(person: AbstractBaseUser, _now: dt.datetime) -> None:
    """Delete everything the person has recorded; may be done again."""
    for table in (Goal, MeteredDay, Batch, Record, DayUse, Supply):
        table.objects.filter(person_id=person.pk).delete()
