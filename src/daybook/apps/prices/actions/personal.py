"""Forgetting a person."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.prices.models import (
    Alert,
    Appliance,
    Feed,
    PlannedWindow,
    Preference,
)

TABLES = (
    Alert,
    Appliance,
    PlannedWindow,
    Feed,
    Preference,
)


@transaction.atomic
def erase(person: AbstractBaseUser, _now: dt.datetime) -> None:
    """Delete what the person has said about prices and planned; may be done again."""
    for table in TABLES:
        table.objects.filter(person_id=person.pk).delete()
