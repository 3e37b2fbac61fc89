"""The list of records: filtered, sorted, a page at a time, with the totals of what is found."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from daybook.apps.consumption.domain import EARLIEST, LATEST, ONE_DAY, PLACES, Days, Utility
from daybook.apps.consumption.errors import NoSuchRecord
from daybook.apps.consumption.models import Record, RecordQuerySet
from daybook.lib.money import rounded

PAGE: Final = 20
#: What a list may be sorted by: a name for the address, and the columns behind it.
SORTS: Final[dict[str, tuple[str, ...]]] = {
    "newest": ("-starts_on", "-pk"),
    "oldest": ("starts_on", "pk"),
    "most": ("-amount", "-starts_on", "-pk"),
    "least": ("amount", "-starts_on", "-pk"),
}
NEWEST: Final = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records: of one utility, touching some days, with some words in their notes."""

    utility: Utility | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    words: str = ""
    sort: str = NEWEST


@dataclass(frozen=True, slots=True)
class UtilityTotal:
    """How much of a utility some records add up to, in its standard unit."""

    utility: Utility
    amount: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of records, and the totals of all that were found, by utility."""

    page: "Page[Record]"
    totals: tuple[UtilityTotal, ...]


def records_of(person_id: int, wanted: Wanted, *, page: int | str = 1) -> Found:
    """The person's records as ``wanted``, 20 a page; a page beyond the last is the last."""
    found = _wanted(person_id, wanted)
    rows = found.order_by().values("utility").annotate(amount=Sum("amount"), count=Count("pk"))
    sums = {row["utility"]: _total(**row) for row in rows}
    paginator = Paginator(found.order_by(*SORTS[wanted.sort]), PAGE)
    # The totals have counted them already.
    paginator.__dict__["count"] = sum(total.count for total in sums.values())
    totals = tuple(sums[utility] for utility in Utility if utility in sums)
    return Found(page=paginator.get_page(page), totals=totals)


def all_records_of(person_id: int, wanted: Wanted) -> RecordQuerySet:
    """The person's records as ``wanted``, all of them."""
    return _wanted(person_id, wanted).order_by(*SORTS[wanted.sort])


def record_of(person_id: int, record_id: int) -> Record:
    """One record; raises ``NoSuchRecord`` when it is not the person's."""
    record = Record.objects.standing().filter(person_id=person_id, pk=record_id).first()
    if record is None:
        raise NoSuchRecord(_("That record does not exist."))
    return record


def last_record_of(person_id: int) -> Record | None:
    """What the person recorded last: the next one will be much like it."""
    own = Record.objects.standing().filter(person_id=person_id)
    # In the order they were made; no index would find the latest `made_at` among many.
    return own.order_by("-pk").first()


def has_records(person_id: int) -> bool:
    """Whether the person has recorded anything."""
    return Record.objects.standing().filter(person_id=person_id).exists()


def deleted_count(person_id: int, deletion: UUID) -> int:
    """How many of the person's records went with ``deletion`` and can be brought back."""
    return Record.objects.filter(person_id=person_id, deletion=deletion).count()


def _total(*, utility: str, amount: Decimal, count: int) -> UtilityTotal:
    # SQLite adds up in binary.
    return UtilityTotal(Utility(utility), rounded(amount, PLACES), count)


def _wanted(person_id: int, wanted: Wanted) -> RecordQuerySet:
    found = Record.objects.standing().filter(person_id=person_id)
    if wanted.utility is not None:
        found = found.filter(utility=wanted.utility.value)
    if wanted.since is not None or wanted.until is not None:
        first = max(wanted.since or EARLIEST, EARLIEST)
        last = min(wanted.until or LATEST, LATEST)
        found = found.touching(Days(first, last + ONE_DAY)) if first <= last else found.none()
    if wanted.words:
        found = found.filter(notes__icontains=wanted.words)
    return found
