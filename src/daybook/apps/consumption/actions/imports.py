"""Importing what a file says, once, and taking it back."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.consumption.actions.days import locked_supplies, renew_days
from daybook.apps.consumption.actions.half_hours import keep_half_hours
from daybook.apps.consumption.domain import (
    ONE_DAY,
    Days,
    Entries,
    Entry,
    Layout,
    Table,
    Utility,
    is_of_octopus,
    plain_layout,
)
from daybook.apps.consumption.errors import (
    ImportedBefore,
    NothingToImport,
    NothingToUndo,
    PreviewChanged,
)
from daybook.apps.consumption.models import NOTES_LENGTH, Batch, MeteredDay, Record
from daybook.apps.consumption.queries import Preview, batch_of, preview_of

NAME_LENGTH: Final = 200
_ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, read: what stands in its columns, and what its rows say."""

    name: str
    content: bytes
    table: Table
    layout: Layout
    entries: Entries

    @property
    def digest(self) -> str:
        """The same for the same file read in the same way."""
        layout = json.dumps(plain_layout(self.layout), sort_keys=True)
        return hashlib.sha256(self.content + layout.encode()).hexdigest()


@transaction.atomic
def import_reading(
    *, person: AbstractBaseUser, reading: Reading, agreed: str | None, now: dt.datetime
) -> Batch:
    """Import what a file says that is not there yet: all of it, or nothing.

    ``agreed`` is the digest of the preview that was shown, where one was. Raises
    ``ImportedBefore`` for a file that is imported already, ``PreviewChanged`` when something else
    than ``agreed`` would be imported now, and ``NothingToImport`` when nothing would.
    """
    locked_supplies(person.pk)
    digest = reading.digest
    if Batch.objects.filter(person_id=person.pk, digest=digest, undone_at=None).exists():
        raise ImportedBefore(
            _("This file is imported already. Undo that import first to import it again.")
        )
    preview = preview_of(person.pk, reading.entries)
    if agreed is not None and preview.digest != agreed:
        raise PreviewChanged(
            _("Something has changed since you looked at it. Look at what would be imported now.")
        )
    if not preview.added:
        raise NothingToImport(_("There is nothing new in this file."))
    batch = _batch(person, reading, preview, digest, now)
    _add_uses(batch, preview.uses, now)
    for utility in Utility:
        amounts = {
            one.starts_at: one.amount for one in preview.half_hours if one.utility is utility
        }
        keep_half_hours(batch=batch, utility=utility, amounts=amounts)
    return batch


@transaction.atomic
def undo_batch(*, person: AbstractBaseUser, batch_id: int, now: dt.datetime) -> Batch:
    """Take back all that came with one import, also what was changed or deleted since.

    Raises ``NoSuchImport`` when it is not the person's, and ``NothingToUndo`` when it is undone.
    """
    locked_supplies(person.pk)
    batch = batch_of(person.pk, batch_id)
    if batch.undone_at is not None:
        raise NothingToUndo(_("That import is undone already."))
    changed: dict[Utility, list[Days]] = defaultdict(list)
    records = Record.objects.filter(batch=batch)
    for utility, first, past in records.standing().values_list("utility", "starts_on", "ends_on"):
        changed[Utility(utility)].append(Days(first, past))
    metered = MeteredDay.objects.filter(batch=batch)
    for utility, day in metered.values_list("utility", "day"):
        changed[Utility(utility)].append(Days(day, day + ONE_DAY))
    records.delete()
    metered.delete()
    batch.undone_at = now
    batch.save(update_fields=["undone_at"])
    for utility, days in changed.items():
        renew_days(person_id=person.pk, utility=utility, changed=days)
    return batch


def _batch(
    person: AbstractBaseUser, reading: Reading, preview: Preview, digest: str, now: dt.datetime
) -> Batch:
    return Batch.objects.create(
        person_id=person.pk,
        source="octopus-csv" if is_of_octopus(reading.table) else "csv",
        name=reading.name[:NAME_LENGTH],
        digest=digest,
        fingerprint=reading.table.fingerprint,
        layout=plain_layout(reading.layout),
        added_rows=preview.added,
        known_rows=preview.known + preview.differing,
        bad_rows=len(preview.bad),
        made_at=now,
    )


def _add_uses(batch: Batch, uses: tuple[Entry, ...], now: dt.datetime) -> None:
    changed: dict[Utility, list[Days]] = defaultdict(list)
    for use in uses:
        changed[use.utility].append(use.days)
    Record.objects.bulk_create((_record(batch, use, now) for use in uses), batch_size=_ROWS_AT_ONCE)
    for utility, days in changed.items():
        renew_days(person_id=batch.person_id, utility=utility, changed=days)


def _record(batch: Batch, use: Entry, now: dt.datetime) -> Record:
    return Record(
        person_id=batch.person_id,
        batch=batch,
        utility=use.utility.value,
        starts_on=use.days.first,
        ends_on=use.days.past,
        value=use.value,
        unit=use.unit.value,
        amount=use.amount,
        notes=use.notes[:NOTES_LENGTH],
        key=uuid4(),
        made_at=now,
        changed_at=now,
    )
