"""Forgetting a person."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.prices.models import Feed, PlannedWindow, Preference


@transaction.atomic
def erase(person: AbstractBaseUser, _now: dt.datetime) -> None:
    """Delete what the person has said about prices and planned; may be done again."""
    for table in (PlannedWindow, Feed, Preference):
        table.objects.filter(person_id=person.pk).delete()
