"""Recording a use, changing it, deleting it and bringing it back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.consumption.actions.days import locked_supplies, renew_days
from daybook.apps.consumption.domain import (
    Days,
    Unit,
    Utility,
    amount,
    checked_unit,
    checked_use,
    in_standard_unit,
    recorded_days,
)
from daybook.apps.consumption.errors import NoSuchRecord, NothingToUndo, RecordedBefore
from daybook.apps.consumption.models import (
    NOTES_LENGTH,
    Meter,
    Reading,
    Record,
    RecordQuerySet,
    Supply,
)
from daybook.lib.ids import sortable_id

KEEP_DELETED: Final = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What is to be recorded. ``last`` is the last day it is about, that day too.

    ``is_sure`` lets an amount pass that is far above what households use.
    """

    utility: Utility
    value: Decimal
    unit: Unit
    first: dt.date
    last: dt.date | None = None
    notes: str = ""
    is_sure: bool = False


@transaction.atomic
def record_use(
    *, person: AbstractBaseUser, use: Use, key: UUID, today: dt.date, now: dt.datetime
) -> Record:
    """Record a use, once for each ``key``: the same form sent twice is one record.

    ``today`` is the person's. Raises ``InvalidValue``, ``UnusualValue``, ``InvalidUnit`` or
    ``InvalidDays``, and ``RecordedBefore`` when the record of that key is deleted.
    """
    days = recorded_days(use.first, use.last, today=today)
    supply = locked_supplies(person.pk)[use.utility]
    record, is_new = Record.objects.get_or_create(
        person_id=person.pk,
        key=key,
        defaults={**_columns(use, days, supply), "made_at": now, "changed_at": now},
    )
    if is_new:
        renew_days(person_id=person.pk, utility=use.utility, changed=[days])
    elif record.deletion is not None:
        raise RecordedBefore(_("This was recorded already, and has been deleted since."))
    return record


@transaction.atomic
def change_record(
    *, person: AbstractBaseUser, record_id: int, use: Use, today: dt.date, now: dt.datetime
) -> Record:
    """Make a record say ``use`` instead.

    Raises ``NoSuchRecord`` when it is not the person's, and what ``record_use`` raises.
    """
    days = recorded_days(use.first, use.last, today=today)
    supply = locked_supplies(person.pk)[use.utility]
    record = _own(person, [record_id]).first()
    if record is None:
        raise NoSuchRecord(_("That record does not exist."))
    changed = defaultdict(list, {Utility(record.utility): [record.days]})
    columns = _columns(use, days, supply)
    if all(getattr(record, said) == columns[said] for said in ("utility", "value", "unit")):
        del columns["amount"]  # gas keeps the calorific value of its time
    for column, value in columns.items():
        setattr(record, column, value)
    record.changed_at = now
    record.save()
    changed[use.utility].append(days)
    for utility, touched in changed.items():
        renew_days(person_id=person.pk, utility=utility, changed=touched)
    return record


@transaction.atomic
def delete_records(
    *, person: AbstractBaseUser, record_ids: Sequence[int], now: dt.datetime
) -> UUID:
    """Delete some records; returns the deletion by which they can be brought back.

    Raises ``NoSuchRecord``, and deletes nothing, unless all of them are the person's.
    """
    wanted = set(record_ids)
    locked_supplies(person.pk)
    records = list(_own(person, wanted))
    if not wanted or len(records) != len(wanted):
        raise NoSuchRecord(_("That record does not exist."))
    deletion = sortable_id(now)
    _own(person, wanted).update(deletion=deletion, deleted_at=now)
    _renew(person, records)
    return deletion


@transaction.atomic
def undo_deletion(*, person: AbstractBaseUser, deletion: UUID) -> int:
    """Bring back what was deleted together; says how many records.

    Raises ``NothingToUndo`` when there is nothing left of it, or it is somebody else's.
    """
    locked_supplies(person.pk)
    gone = Record.objects.filter(person_id=person.pk, deletion=deletion)
    records = list(gone)
    if not records:
        raise NothingToUndo(_("There is nothing left to bring back."))
    gone.update(deletion=None, deleted_at=None)
    _renew(person, records)
    return len(records)


def forget_deleted(*, now: dt.datetime) -> int:
    """Remove for good what was deleted more than thirty days ago; says how many rows that were."""
    tables = (Record, Reading, Meter)
    return sum(
        table.objects.filter(deleted_at__lt=now - KEEP_DELETED).delete()[0] for table in tables
    )


def _own(person: AbstractBaseUser, record_ids: Iterable[int]) -> RecordQuerySet:
    return Record.objects.standing().filter(person_id=person.pk, pk__in=list(record_ids))


def _columns(use: Use, days: Days, supply: Supply) -> dict[str, object]:
    value = amount(use.value)
    checked_unit(use.utility, use.unit)
    standard = in_standard_unit(
        value, use.unit, use.utility, calorific_value_mj=supply.calorific_value
    )
    return {
        "utility": use.utility.value,
        "starts_on": days.first,
        "ends_on": days.past,
        "value": value,
        "unit": use.unit.value,
        "amount": checked_use(
            standard, utility=use.utility, day_count=days.count, is_sure=use.is_sure
        ),
        "notes": " ".join(use.notes.split())[:NOTES_LENGTH],
    }


def _renew(person: AbstractBaseUser, records: Sequence[Record]) -> None:
    changed: dict[Utility, list[Days]] = defaultdict(list)
    for record in records:
        changed[Utility(record.utility)].append(record.days)
    for utility, days in changed.items():
        renew_days(person_id=person.pk, utility=utility, changed=days)
