"""Looking at a file before it is imported, and importing it."""

import datetime as dt
from collections.abc import Callable
from typing import Final, NamedTuple
from uuid import UUID

import structlog
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from daybook.apps.consumption.actions.imports import NAME_LENGTH, Reading, import_reading
from daybook.apps.consumption.domain import (
    Layout,
    PlainLayout,
    Table,
    checked_layout,
    entries_of,
    layout_from,
    layout_said,
    plain_layout,
    proposed_layout,
    table_of,
)
from daybook.apps.consumption.errors import ImportedBefore, NoSuchImport
from daybook.apps.consumption.events import ImportAsked
from daybook.apps.consumption.models import Batch, Draft
from daybook.apps.consumption.queries import (
    SILENT,
    TRIES,
    calorific_value_of,
    draft_of,
    layout_used_before,
)
from daybook.core.events import publish
from daybook.lib.errors import DomainError
from daybook.lib.ids import sortable_id
from daybook.lib.periods import LONDON, local_date

log = structlog.get_logger(__name__)
#: More rows than this are imported by a job.
AT_ONCE: Final = 2000
KEPT: Final = dt.timedelta(days=1)
MOST_DRAFTS: Final = 5
State = Draft.State
Clock = Callable[[], dt.datetime]
Tell = Callable[[int, int], None]


class _File(NamedTuple):
    """A file that is one: what it is called, its bytes, and its rows."""

    name: str
    content: bytes
    table: Table


def read_file(
    *,
    person_id: int,
    name: str,
    content: bytes,
    said: PlainLayout,
    now: dt.datetime,
) -> Reading:
    """What a file says, in the columns that were ``said``, were used before, or seem to be.

    Raises ``UnreadableFile``, and ``InvalidLayout`` where nobody knows what stands in which column.
    """
    table = table_of(content)
    layout = layout_said(table.header, _proposed(person_id, table, name), said)
    file = _File(name, content, table)
    return _reading(person_id, file, layout, now=now)


def reading_of_draft(draft: Draft, *, now: dt.datetime, tell: Tell | None = None) -> Reading:
    """What a file that is being looked at says, in the columns that were chosen for it.

    Raises ``InvalidLayout`` while nobody has chosen them.
    """
    layout, content = layout_from(draft.layout), bytes(draft.content)
    file = _File(draft.name, content, table_of(content))
    return _reading(draft.person_id, file, layout, now=now, tell=tell)


def start_draft(*, person: AbstractBaseUser, name: str, content: bytes, now: dt.datetime) -> Draft:
    """Keep a file to be looked at, for a day; only the newest five of a person are kept.

    Raises ``UnreadableFile``.
    """
    table = table_of(content)
    layout = _proposed(person.pk, table, name)
    draft = Draft.objects.create(
        id=sortable_id(now),
        person_id=person.pk,
        name=name[:NAME_LENGTH],
        content=content,
        rows=len(table.rows),
        layout=plain_layout(layout) if layout else {},
        made_at=now,
        moved_at=now,
    )
    others = Draft.objects.filter(person_id=person.pk, state__in=Draft.WAITING)
    newest = others.order_by("-made_at", "-pk").values_list("pk", flat=True)[:MOST_DRAFTS]
    others.exclude(pk__in=[*newest]).delete()
    return draft


@transaction.atomic
def lay_out_draft(*, person: AbstractBaseUser, draft_id: UUID, layout: Layout) -> Draft:
    """Say what stands in which column of a file.

    Raises ``NoSuchImport``, ``InvalidLayout`` and ``InvalidUnit``.
    """
    draft = draft_of(person.pk, draft_id)
    if draft.state in Draft.WAITING:  # what is imported has no content any more
        checked_layout(layout, width=len(table_of(bytes(draft.content)).header))
    waiting = Draft.objects.filter(pk=draft.pk, state__in=Draft.WAITING)
    if not waiting.update(layout=plain_layout(layout), state=State.OPEN, trouble=""):
        raise NoSuchImport(_("That file is being imported already."))
    return draft


def commit_draft(*, person: AbstractBaseUser, draft_id: UUID, agreed: str, clock: Clock) -> Draft:
    """Import a file as its preview, ``agreed``, has shown it; a long one is left to a job.

    Sent twice it is imported once. Raises ``NoSuchImport`` and what ``import_reading`` raises.
    """
    draft = draft_of(person.pk, draft_id)
    if draft.state not in Draft.WAITING:
        return draft
    if draft.rows > AT_ONCE:
        return _leave_to_job(draft, agreed, now=clock())
    return _import_now(draft, agreed=agreed, states=Draft.WAITING, clock=clock)


def import_draft(*, draft_id: UUID, clock: Clock, tell: Tell) -> bool:
    """Import a file that was left to a job; says whether this run has done it.

    It happens in one transaction: a worker that dies leaves nothing half done, and another one
    begins anew. What refuses the file stands beside it afterwards.
    """
    draft = _claimed(draft_id, now=clock())
    if draft is None:
        return False
    is_told = False
    try:
        done = _import_now(
            draft, agreed=draft.agreed, states=(State.IMPORTING,), clock=clock, tell=tell
        )
        is_told = True
    except DomainError as error:
        Draft.objects.filter(pk=draft.pk).update(state=State.OPEN, trouble=error.message)
        is_told = True
        return False
    finally:
        if not is_told and draft.tries >= TRIES:
            Draft.objects.filter(pk=draft.pk).update(state=State.FAILED)
    return done.state == State.DONE


def discard_draft(*, person: AbstractBaseUser, draft_id: UUID) -> None:
    """Throw a file away that is being looked at.

    Raises ``NoSuchImport``, and ``ImportedBefore`` once it is imported or about to be.
    """
    draft = draft_of(person.pk, draft_id)
    if not Draft.objects.filter(pk=draft.pk, state__in=Draft.WAITING).delete()[0]:
        raise ImportedBefore(
            _("It is too late to throw that file away. Undo its import to take it back.")
        )


def forget_drafts(*, now: dt.datetime) -> int:
    """Delete the files that were looked at a day ago, and give up what cannot be imported.

    Says how many were deleted.
    """
    silent = Draft.objects.filter(state=State.IMPORTING, moved_at__lt=now - SILENT)
    silent.filter(tries__gte=TRIES).update(state=State.FAILED)
    return Draft.objects.filter(made_at__lt=now - KEPT).delete()[0]


def _proposed(person_id: int, table: Table, name: str) -> Layout | None:
    kept = layout_used_before(person_id, table.fingerprint)
    used_before = layout_from(kept) if kept else None
    return proposed_layout(table, file_name=name, used_before=used_before)


def _reading(
    person_id: int, file: _File, layout: Layout, *, now: dt.datetime, tell: Tell | None = None
) -> Reading:
    total = len(file.table.rows)
    entries = entries_of(
        file.table,
        checked_layout(layout, width=len(file.table.header)),
        today=local_date(now, LONDON),
        calorific_value_mj=calorific_value_of(person_id),
        tell=None if tell is None else lambda done: tell(done, total),
    )
    return Reading(file.name, file.content, file.table, layout, entries)


@transaction.atomic
def _leave_to_job(draft: Draft, agreed: str, *, now: dt.datetime) -> Draft:
    waiting = Draft.objects.filter(pk=draft.pk, state__in=Draft.WAITING)
    if waiting.update(state=State.IMPORTING, agreed=agreed, tries=0, trouble="", moved_at=now):
        publish(ImportAsked(draft_id=draft.pk))
    draft.refresh_from_db(fields=["state"])
    return draft


def _claimed(draft_id: UUID, *, now: dt.datetime) -> Draft | None:
    mine = Draft.objects.filter(pk=draft_id, state=State.IMPORTING, tries__lt=TRIES)
    if not mine.update(tries=F("tries") + 1, moved_at=now):
        return None
    return Draft.objects.select_related("person").filter(pk=draft_id).first()


def _import_now(
    draft: Draft,
    *,
    agreed: str,
    states: tuple[str, ...],
    clock: Clock,
    tell: Tell | None = None,
) -> Draft:
    """Read the file, then import it in one transaction, unless somebody else has meanwhile."""
    now = clock()
    reading = reading_of_draft(draft, now=now, tell=tell)
    with transaction.atomic():
        held = Draft.objects.select_for_update().filter(pk=draft.pk).first()
        if held is None:
            raise NoSuchImport(_("That file is not here any more. Choose it again."))
        if held.state not in states:
            return held
        batch = import_reading(person=draft.person, reading=reading, agreed=agreed, now=now)
        _finish(held, batch)
    log.info("consumption.imported", batch_id=batch.pk, rows=batch.added_rows)
    return held


def _finish(draft: Draft, batch: Batch) -> None:
    draft.state, draft.batch, draft.content, draft.trouble = State.DONE, batch, b"", ""
    draft.save(update_fields=["state", "batch", "content", "trouble"])
