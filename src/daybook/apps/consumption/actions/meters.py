"""Putting up a meter, changing what is known of it, and taking it away again."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.consumption.actions.days import locked_supplies, renew_days
from daybook.apps.consumption.domain import (
    EARLIEST,
    Dial,
    Step,
    Utility,
    checked_dial,
    on_dial,
)
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidMeter,
    MeterAddedBefore,
    NothingToUndo,
    ReadOnThatDay,
)
from daybook.apps.consumption.models import METER_NAME_LENGTH, SERIAL_LENGTH, Meter, Reading
from daybook.apps.consumption.queries import meter_of, restorable, steps_of_meter
from daybook.lib.ids import sortable_id


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterDetails:
    """What is known of a meter: how it counts, what it is called, and when it hung there."""

    dial: Dial
    name: str
    serial: str = ""
    installed_on: dt.date | None = None
    removed_on: dt.date | None = None


@transaction.atomic
def add_meter(
    *, person: AbstractBaseUser, details: MeterDetails, key: UUID, now: dt.datetime
) -> Meter:
    """Add a meter, once for each ``key``.

    Raises ``InvalidMeter``, ``InvalidUnit`` or ``InvalidDays``, and ``MeterAddedBefore`` when the
    meter of that key is deleted.
    """
    columns = _columns(details)
    locked_supplies(person.pk)
    meter, _is_new = Meter.objects.get_or_create(
        person_id=person.pk, key=key, defaults={**columns, "made_at": now, "changed_at": now}
    )
    if meter.deletion is not None:
        raise MeterAddedBefore(_("This meter was added already, and has been deleted since."))
    return meter


@transaction.atomic
def change_meter(
    *, person: AbstractBaseUser, meter_id: int, details: MeterDetails, now: dt.datetime
) -> Meter:
    """Make a meter's ``details`` what they should be; the use of its days is derived anew.

    Raises ``NoSuchMeter`` when it is not the person's, what ``add_meter`` raises, and
    ``InvalidReading`` or ``InvalidDays`` where its readings do not go with them.
    """
    columns = _columns(details)
    locked_supplies(person.pk)
    meter = meter_of(person.pk, meter_id)
    if details.dial.utility is not Utility(meter.utility):
        raise InvalidMeter(_("A meter goes on counting the same. Add another one instead."))
    before = steps_of_meter(meter)
    for column, value in columns.items():
        setattr(meter, column, value)
    for reading in Reading.objects.standing().filter(meter_id=meter.pk):
        _check_shown(meter, reading)
    meter.changed_at = now
    meter.save()
    renew_steps(meter, before)
    return meter


@transaction.atomic
def delete_meter(*, person: AbstractBaseUser, meter_id: int, now: dt.datetime) -> UUID:
    """Delete a meter with its readings; returns the deletion by which it can be brought back.

    Raises ``NoSuchMeter`` when it is not the person's.
    """
    locked_supplies(person.pk)
    meter = meter_of(person.pk, meter_id)
    before = steps_of_meter(meter)
    meter.deletion, meter.deleted_at = sortable_id(now), now
    meter.save(update_fields=["deletion", "deleted_at"])
    renew_steps(meter, before)
    return meter.deletion


@transaction.atomic
def undo_meter_deletion(*, person: AbstractBaseUser, deletion: UUID) -> Meter:
    """Bring back the meter, or the reading, that went with ``deletion``; returns the meter.

    Raises ``NothingToUndo`` when it has gone for good or is somebody else's; of a reading
    ``ReadOnThatDay`` when its meter has another one of the day by now, and ``InvalidReading`` or
    ``InvalidDays`` when the meter has been changed so that it cannot be.
    """
    locked_supplies(person.pk)
    gone = restorable(person.pk, deletion)
    if gone is None:
        raise NothingToUndo(_("There is nothing left to bring back."))
    meter = gone if isinstance(gone, Meter) else gone.meter
    before = steps_of_meter(meter)
    if isinstance(gone, Reading):
        check_free(meter, gone.day)
        _check_shown(meter, gone)
    gone.deletion, gone.deleted_at = None, None
    gone.save(update_fields=["deletion", "deleted_at"])
    renew_steps(meter, before)
    return meter


def renew_steps(meter: Meter, before: frozenset[Step]) -> None:
    """Make the days again of which the meter does not say the same as ``before``.

    Expects the supplies to be locked.
    """
    renew_days(
        person_id=meter.person_id,
        utility=Utility(meter.utility),
        changed=[step.days for step in before ^ steps_of_meter(meter)],
    )


def check_hangs(meter: Meter, day: dt.date) -> None:
    """Raises ``InvalidDays`` for a ``day`` on which the meter was not there."""
    if meter.installed_on and day < meter.installed_on:
        raise InvalidDays(_("The meter was not installed yet on that day."))
    if meter.removed_on and day > meter.removed_on:
        raise InvalidDays(_("The meter had been removed by that day."))


def check_free(meter: Meter, day: dt.date, *, besides: int = 0) -> None:
    """Raises ``ReadOnThatDay`` when the meter has a reading of ``day``, other than ``besides``."""
    taken = Reading.objects.standing().filter(meter_id=meter.pk, day=day).exclude(pk=besides)
    if taken.exists():
        raise ReadOnThatDay(_("There is another reading of that day. Change that one instead."))


def _check_shown(meter: Meter, reading: Reading) -> None:
    on_dial(reading.number, meter.dial)
    check_hangs(meter, reading.day)


def _columns(details: MeterDetails) -> dict[str, object]:
    dial = checked_dial(details.dial)
    name = " ".join(details.name.split())[:METER_NAME_LENGTH]
    if not name:
        raise InvalidMeter(_("Give the meter a name."))
    _check_days(details)
    return {
        "utility": dial.utility.value,
        "name": name,
        "serial": " ".join(details.serial.split())[:SERIAL_LENGTH],
        "unit": dial.unit.value,
        "multiplier": Decimal(dial.multiplier),
        "digits": dial.digits,
        "decimals": dial.decimals,
        "installed_on": details.installed_on,
        "removed_on": details.removed_on,
    }


def _check_days(details: MeterDetails) -> None:
    installed, removed = details.installed_on, details.removed_on
    if installed and removed and removed < installed:
        raise InvalidDays(_("The meter cannot be removed before it was installed."))
    if any(day is not None and day < EARLIEST for day in (installed, removed)):
        raise InvalidDays(_("That is too long ago. Give a day since 1970."))
