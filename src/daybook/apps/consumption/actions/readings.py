"""Writing down readings, changing and deleting them, and going on with the next meter."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.consumption.actions.days import locked_supplies
from daybook.apps.consumption.actions.meters import (
    MeterDetails,
    add_meter,
    check_free,
    check_hangs,
    renew_steps,
)
from daybook.apps.consumption.domain import (
    Answer,
    Utility,
    on_dial,
    question,
    recorded_days,
)
from daybook.apps.consumption.errors import InvalidDays, InvalidMeter, ReplacedBefore
from daybook.apps.consumption.models import READING_NOTES_LENGTH, Meter, Reading, Supply
from daybook.apps.consumption.queries import (
    derived_of_meter,
    meter_of,
    reading_of,
    steps_of_meter,
)
from daybook.lib.ids import sortable_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What somebody has read, or estimated, on a dial at the start of a day.

    ``answer`` explains a step that would be questioned.
    """

    day: dt.date
    number: Decimal
    time: dt.time | None = None
    is_estimated: bool = False
    answer: Answer = Answer.NONE
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """One meter gives way to ``details`` on a day: the last of the old, the first of the new."""

    day: dt.date
    last: Decimal
    first: Decimal
    details: MeterDetails
    is_estimated: bool = False
    answer: Answer = Answer.NONE


@transaction.atomic
def add_reading(
    *, person: AbstractBaseUser, meter_id: int, read: Read, today: dt.date, now: dt.datetime
) -> Reading:
    """Write down a reading; the same number of the same day again is the same reading.

    ``today`` is the person's. Raises ``NoSuchMeter`` when it is not theirs, ``InvalidReading`` or
    ``InvalidDays``, ``ReadOnThatDay`` for another number of that day, and ``QuestionableStep``
    while nobody has explained an impossible step.
    """
    supply, meter = _locked(person, meter_id)
    return _add(supply, meter, read, today, now)


@transaction.atomic
def change_reading(
    *, person: AbstractBaseUser, reading_id: int, read: Read, today: dt.date, now: dt.datetime
) -> Reading:
    """Make a reading say ``read``; the days before and after it are derived anew.

    Raises ``NoSuchReading`` when it is not the person's, and what ``add_reading`` raises.
    """
    supplies = locked_supplies(person.pk)
    reading = reading_of(person.pk, reading_id)
    check_free(reading.meter, read.day, besides=reading.pk)
    before = steps_of_meter(reading.meter)
    supply = supplies[Utility(reading.meter.utility)]
    columns = _columns(supply, reading.meter, read, today)
    del columns["calorific_value"]  # that of its time
    for column, value in columns.items():
        setattr(reading, column, value)
    reading.changed_at = now
    reading.save()
    question(reading.meter.dial, derived_of_meter(reading.meter), reading.day)
    renew_steps(reading.meter, before)
    return reading


@transaction.atomic
def delete_reading(*, person: AbstractBaseUser, reading_id: int, now: dt.datetime) -> UUID:
    """Delete a reading; returns the deletion by which it can be brought back.

    Raises ``NoSuchReading`` when it is not the person's.
    """
    locked_supplies(person.pk)
    reading = reading_of(person.pk, reading_id)
    before = steps_of_meter(reading.meter)
    reading.deletion, reading.deleted_at = sortable_id(now), now
    reading.save(update_fields=["deletion", "deleted_at"])
    renew_steps(reading.meter, before)
    return reading.deletion


@transaction.atomic
def replace_meter(
    *,
    person: AbstractBaseUser,
    meter_id: int,
    replacement: Replacement,
    key: UUID,
    today: dt.date,
    now: dt.datetime,
) -> Meter:
    """Close a meter and go on with the next one, once for each ``key``; returns the new meter.

    Both readings are of ``replacement.day``: what was used before it counts on the old meter.
    Raises what ``add_meter`` and ``add_reading`` raise, ``InvalidMeter`` for a meter of something
    else, and ``ReplacedBefore`` when the old one has been removed already.
    """
    supply, old = _locked(person, meter_id)
    made = Meter.objects.standing().filter(person_id=person.pk, key=key).first()
    if made is not None:
        return made
    if old.removed_on is not None:
        raise ReplacedBefore(_("This meter was removed already."))
    if replacement.details.dial.utility is not Utility(old.utility):
        raise InvalidMeter(_("A meter is replaced by one that counts the same."))
    if Reading.objects.standing().filter(meter_id=old.pk, day__gt=replacement.day).exists():
        raise InvalidDays(_("The old meter has readings of later days."))
    last = Read(
        day=replacement.day,
        number=replacement.last,
        is_estimated=replacement.is_estimated,
        answer=replacement.answer,
    )
    _add(supply, old, last, today, now)
    old.removed_on, old.changed_at = replacement.day, now
    old.save(update_fields=["removed_on", "changed_at"])
    details = replace(replacement.details, installed_on=replacement.day, removed_on=None)
    new = add_meter(person=person, details=details, key=key, now=now)
    first = Read(day=replacement.day, number=replacement.first)
    _add(supply, new, first, today, now)
    return new


def _locked(person: AbstractBaseUser, meter_id: int) -> tuple[Supply, Meter]:
    supplies = locked_supplies(person.pk)
    meter = meter_of(person.pk, meter_id)
    return supplies[Utility(meter.utility)], meter


def _add(supply: Supply, meter: Meter, read: Read, today: dt.date, now: dt.datetime) -> Reading:
    columns = _columns(supply, meter, read, today)
    same = Reading.objects.standing().filter(
        meter_id=meter.pk, day=read.day, number=read.number, is_estimated=read.is_estimated
    )
    if (known := same.first()) is not None:
        return known
    check_free(meter, read.day)
    before = steps_of_meter(meter)
    reading = Reading.objects.create(
        person_id=meter.person_id, meter=meter, made_at=now, changed_at=now, **columns
    )
    question(meter.dial, derived_of_meter(meter), reading.day)
    renew_steps(meter, before)
    return reading


def _columns(supply: Supply, meter: Meter, read: Read, today: dt.date) -> dict[str, object]:
    recorded_days(read.day, None, today=today)
    check_hangs(meter, read.day)
    return {
        "day": read.day,
        "time": read.time,
        "number": on_dial(read.number, meter.dial),
        "is_estimated": read.is_estimated,
        "answer": read.answer.value,
        "notes": " ".join(read.notes.split())[:READING_NOTES_LENGTH],
        "calorific_value": supply.calorific_value,
    }
