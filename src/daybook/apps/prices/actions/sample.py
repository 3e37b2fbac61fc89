"""The sample person's tariff and appliances."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.prices.actions.appliances import add_appliance
from daybook.apps.prices.domain import PRESETS, SAMPLE_PRODUCT, Kind, Machine, TimerKind
from daybook.apps.prices.models import Appliance, Preference

_KEY: Final = uuid.UUID("5a3b1c9e-0d6f-4c1b-9a55-7f1a2c3d4e50")


@transaction.atomic
def prefer_sample(*, person: AbstractBaseUser, now: dt.datetime) -> int:
    """Give the person sample prices in London and three appliances, unless they have their own.

    Says how many appliances they have then. May be done again.
    """
    Preference.objects.get_or_create(
        person_id=person.pk,
        defaults={"region": "C", "product": SAMPLE_PRODUCT, "changed_at": now},
    )
    for number, machine in enumerate(_machines()):
        key = uuid.uuid5(_KEY, f"{person.pk} {number}")
        if not Appliance.objects.filter(person_id=person.pk, key=key).exists():
            add_appliance(person=person, machine=machine, key=key, now=now, is_sample=True)
    return Appliance.objects.standing().filter(person_id=person.pk).count()


def _machines() -> list[Machine]:
    return [
        replace(
            PRESETS[Kind.WASHING_MACHINE],
            name=_("Washing machine"),
            timer=TimerKind.END,
            timer_steps="3 6 9",
        ),
        replace(
            PRESETS[Kind.DISHWASHER],
            name=_("Dishwasher"),
            ready_by=dt.time(7),
            allowed_from=dt.time(21),
            allowed_until=dt.time(7),
            timer=TimerKind.START,
            timer_steps="1-12",
        ),
        replace(PRESETS[Kind.EV], name=_("Car"), minimum_run=2),
    ]
