"""What an import would add, what is being looked at, and what was imported."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from daybook.apps.consumption.domain import (
    ONE_DAY,
    BadRow,
    Days,
    Entries,
    Entry,
    HalfHour,
    Utility,
)
from daybook.apps.consumption.errors import NoSuchImport
from daybook.apps.consumption.models import Batch, Draft, OctopusAccount, Record
from daybook.apps.consumption.queries.half_hours import half_hours
from daybook.lib.half_hours import by_place
from daybook.lib.periods import LONDON

PAGE: Final = 20
SILENT: Final = dt.timedelta(minutes=5)
#: How often a worker may die over one import before nobody tries again by themselves.
TRIES: Final = 3

_Seen = tuple[str, dt.date, dt.date, Decimal, str]


@dataclass(frozen=True)
class Preview:
    """What importing a file would do, exactly.

    ``differing`` half-hours are known with another amount, and stay as they are.
    """

    uses: tuple[Entry, ...] = ()
    half_hours: tuple[HalfHour, ...] = ()
    known: int = 0
    differing: int = 0
    bad: tuple[BadRow, ...] = field(default=())

    @property
    def added(self) -> int:
        """How many rows would be added."""
        return len(self.uses) + len(self.half_hours)

    @cached_property
    def digest(self) -> str:
        """The same for previews that would do the same."""
        found = hashlib.sha256()
        for use in self.uses:
            told = (use.line, use.utility, use.days.first, use.days.past, use.unit, use.notes)
            found.update(f"{told}{use.value.normalize():f} {use.amount.normalize():f}\n".encode())
        for one in self.half_hours:
            told_at = f"{one.line} {one.utility} {one.starts_at.timestamp():.0f}"
            found.update(f"{told_at} {one.amount.normalize():f}\n".encode())
        found.update(f"{self.known} {self.differing} {len(self.bad)}".encode())
        return found.hexdigest()

    def first_rows(self, count: int) -> list[Entry | HalfHour]:
        """The first rows that would be added, in the order of the file."""
        rows: list[Entry | HalfHour] = [*self.uses, *self.half_hours]
        return sorted(rows, key=lambda row: row.line)[:count]


def preview_of(person_id: int, entries: Entries) -> Preview:
    """What of ``entries`` the person does not have yet; a question for each utility or two."""
    new_uses = tuple(_new_uses(person_id, entries.uses))
    fresh: list[HalfHour] = []
    differing = 0
    told = entries.half_hours.values()
    for utility in Utility:
        of_utility = [one for one in told if one.utility is utility]
        for one, amount in _with_known(person_id, utility, of_utility):
            if amount is None:
                fresh.append(one)
            else:
                differing += amount != one.amount
    return Preview(
        uses=new_uses,
        half_hours=tuple(fresh),
        known=len(entries.uses)
        - len(new_uses)
        + len(told)
        - len(fresh)
        - differing
        + entries.repeated,
        differing=differing,
        bad=tuple(entries.bad),
    )


def _new_uses(person_id: int, uses: list[Entry]) -> Iterator[Entry]:
    """Those beyond what is recorded: of two alike in the file, one record leaves one to add."""
    recorded = _recorded(person_id, uses)
    for use in uses:
        seen = (use.utility.value, use.days.first, use.days.past, use.value, use.unit.value)
        if recorded[seen]:
            recorded[seen] -= 1
        else:
            yield use


def _recorded(person_id: int, uses: list[Entry]) -> Counter[_Seen]:
    if not uses:
        return Counter()
    first, last = min(use.days.first for use in uses), max(use.days.first for use in uses)
    rows = Record.objects.standing().filter(
        person_id=person_id, starts_on__gte=first, starts_on__lte=last
    )
    columns = ("utility", "starts_on", "ends_on", "value", "unit")
    return Counter(rows.values_list(*columns).iterator(chunk_size=2000))


def _with_known(
    person_id: int, utility: Utility, told: list[HalfHour]
) -> Iterator[tuple[HalfHour, Decimal | None]]:
    """Each half-hour with the amount that is known of it."""
    if not told:
        return
    placed = by_place({one.starts_at: Decimal(n) for n, one in enumerate(told)}, LONDON)
    known = half_hours(person_id, utility, Days(min(placed), max(placed) + ONE_DAY))
    for day, places in placed.items():
        amounts = known.get(day)
        for place, number in places.items():
            yield told[int(number)], amounts[place] if amounts else None


def draft_of(person_id: int, draft_id: UUID) -> Draft:
    """A file the person looks at; raises ``NoSuchImport`` when it is not theirs, or gone."""
    found = Draft.objects.select_related("batch").filter(person_id=person_id, pk=draft_id).first()
    if found is None:
        raise NoSuchImport(_("That file is not here any more. Choose it again."))
    return found


def open_drafts_of(person_id: int) -> QuerySet[Draft]:
    """The files the person looks at, or waits for, newest first; without what is in them."""
    found = Draft.objects.filter(person_id=person_id).exclude(state=Draft.State.DONE)
    return found.defer("content").order_by("-made_at", "-pk")


def progress_key_of(draft_id: UUID) -> str:
    """The name under which the import of a file reports how far it is."""
    return f"consumption.import:{draft_id}"


def layout_used_before(person_id: int, fingerprint: str) -> dict[str, str | int | bool | None]:
    """What stood in the columns of the last such file; nothing where there was none."""
    found = Batch.objects.filter(person_id=person_id, fingerprint=fingerprint).order_by("-pk")
    layout: dict[str, str | int | bool | None] | None = found.values_list(
        "layout", flat=True
    ).first()
    return layout or {}


def batches_of(person_id: int, *, page: int | str = 1) -> "Page[Batch]":
    """What was imported, the newest first, 20 a page; a page beyond the last is the last."""
    found = Batch.objects.filter(person_id=person_id).order_by("-made_at", "-pk")
    return Paginator(found, PAGE).get_page(page)


def batch_of(person_id: int, batch_id: int) -> Batch:
    """One import; raises ``NoSuchImport`` when it is not the person's."""
    found = Batch.objects.filter(person_id=person_id, pk=batch_id).first()
    if found is None:
        raise NoSuchImport(_("That import does not exist."))
    return found


def fed_batch_of(person_id: int) -> int | None:
    """The import that the person's connected Octopus account goes on adding to, if there is one."""
    own = OctopusAccount.objects.filter(person_id=person_id)
    return own.values_list("batch", flat=True).first()


def silent_drafts(*, now: dt.datetime) -> list[UUID]:
    """Those nobody has worked at for so long that somebody has to begin again."""
    silent = Draft.objects.filter(
        state=Draft.State.IMPORTING, moved_at__lt=now - SILENT, tries__lt=TRIES
    )
    return [*silent.values_list("pk", flat=True)]
