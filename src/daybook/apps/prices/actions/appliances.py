"""Adding an appliance, changing it, deleting it and bringing it back."""

import datetime as dt
from typing import Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.prices.domain import Machine
from daybook.apps.prices.errors import (
    AddedBefore,
    InvalidName,
    NoSuchAppliance,
    TooManyAppliances,
)
from daybook.apps.prices.models import Appliance, ApplianceQuerySet

MOST_APPLIANCES: Final = 50
KEEP_DELETED: Final = dt.timedelta(days=30)


@transaction.atomic
def add_appliance(
    *,
    person: AbstractBaseUser,
    machine: Machine,
    key: UUID,
    now: dt.datetime,
    is_sample: bool = False,
) -> Appliance:
    """Add an appliance, once for each ``key``: the same form sent twice is one appliance.

    Raises ``InvalidName`` without a name, ``AddedBefore`` when the appliance of that key is
    deleted, ``TooManyAppliances`` when the person has fifty.
    """
    columns = _columns(machine)
    _hold(person)
    known = Appliance.objects.filter(person_id=person.pk, key=key).first()
    if known is not None:
        return _standing(known)
    _check_room(person)
    return Appliance.objects.create(
        person_id=person.pk, key=key, is_sample=is_sample, made_at=now, changed_at=now, **columns
    )


@transaction.atomic
def change_appliance(
    *, person: AbstractBaseUser, appliance_id: int, machine: Machine, now: dt.datetime
) -> Appliance:
    """Make an appliance be ``machine``; raises ``NoSuchAppliance``, ``InvalidName``."""
    columns = _columns(machine)
    appliance = _own(person, appliance_id).standing().first()
    if appliance is None:
        raise NoSuchAppliance(_("That appliance does not exist."))
    for column, value in columns.items():
        setattr(appliance, column, value)
    appliance.changed_at = now
    appliance.save()
    return appliance


@transaction.atomic
def delete_appliance(*, person: AbstractBaseUser, appliance_id: int, now: dt.datetime) -> None:
    """Delete an appliance; raises ``NoSuchAppliance`` when it is gone or not the person's."""
    if not _own(person, appliance_id).standing().update(deleted_at=now):
        raise NoSuchAppliance(_("That appliance does not exist."))


@transaction.atomic
def restore_appliance(*, person: AbstractBaseUser, appliance_id: int) -> Appliance:
    """Bring a deleted appliance back; may be done again.

    Raises ``NoSuchAppliance``, and ``TooManyAppliances`` when the person has fifty others.
    """
    _hold(person)
    appliance = _own(person, appliance_id).first()
    if appliance is None:
        raise NoSuchAppliance(_("That appliance does not exist."))
    if appliance.deleted_at is not None:
        _check_room(person)
        appliance.deleted_at = None
        appliance.save(update_fields=["deleted_at"])
    return appliance


def forget_deleted_appliances(*, now: dt.datetime) -> int:
    """Remove for good what was deleted more than thirty days ago; says how many."""
    return Appliance.objects.filter(deleted_at__lt=now - KEEP_DELETED).delete()[0]


def _hold(person: AbstractBaseUser) -> None:
    """Two at once cannot both be the fiftieth."""
    get_user_model().objects.select_for_update().get(pk=person.pk)


def _check_room(person: AbstractBaseUser) -> None:
    if Appliance.objects.standing().filter(person_id=person.pk).count() >= MOST_APPLIANCES:
        raise TooManyAppliances(_("You have fifty appliances. Delete one that you do not plan."))


def _own(person: AbstractBaseUser, appliance_id: int) -> ApplianceQuerySet:
    return Appliance.objects.filter(person_id=person.pk, pk=appliance_id).select_for_update()


def _standing(appliance: Appliance) -> Appliance:
    if appliance.deleted_at is not None:
        raise AddedBefore(_("This was added already, and has been deleted since."))
    return appliance


def _columns(machine: Machine) -> dict[str, object]:
    name = " ".join(machine.name.split())
    if not name:
        raise InvalidName(_("Give it a name, such as “Washing machine”."))
    return {
        "name": name,
        "kind": machine.kind.value,
        "profile": " ".join(machine.profile.split()),
        "minutes": machine.minutes,
        "kwh": machine.kwh,
        "kw": machine.kw,
        "battery_kwh": machine.battery_kwh,
        "ready_by": machine.ready_by,
        "allowed_from": machine.allowed_from,
        "allowed_until": machine.allowed_until,
        "is_split": machine.is_split,
        "minimum_run": machine.minimum_run,
        "most_runs": machine.most_runs,
        "timer": machine.timer.value,
        "timer_steps": " ".join(machine.timer_steps.split()),
    }
