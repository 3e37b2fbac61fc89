"""Records, days and half-hours as tables to take away; what is exported can be imported again."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from daybook.apps.consumption.domain import EARLIEST, LATEST, Utility, standard_unit
from daybook.apps.consumption.models import DayUse, MeteredDay
from daybook.apps.consumption.queries.records import Wanted, all_records_of
from daybook.lib.half_hours import merged, starts, unpacked
from daybook.lib.periods import HALF_HOUR, LONDON

RECORDS: Final = "records"
_AT_ONCE: Final = 1000
Cell = str | int | Decimal | dt.date


@dataclass(frozen=True, slots=True)
class Export:
    """A table: the names of its columns, and its rows as they come from the database."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Cell, ...]]


def export_of(person_id: int, what: str, wanted: Wanted) -> Export:
    """``records``, ``days`` or ``half-hours`` of the person, as far as they are ``wanted``.

    Words and order mean something for records only; days and half-hours go on in time.
    """
    columns, rows = EXPORTS[what]
    return Export(columns, rows(person_id, wanted))


def _records(person_id: int, wanted: Wanted) -> Iterator[tuple[Cell, ...]]:
    for record in all_records_of(person_id, wanted).iterator(chunk_size=_AT_ONCE):
        yield (
            record.days.first,
            record.days.last,
            record.utility,
            _short(record.value),
            record.unit,
            _short(record.amount),
            standard_unit(Utility(record.utility)).value,
            record.notes,
        )


def _days(person_id: int, wanted: Wanted) -> Iterator[tuple[Cell, ...]]:
    first, last = _between(wanted)
    rows = DayUse.objects.filter(person_id=person_id, day__gte=first, day__lte=last)
    if wanted.utility is not None:
        rows = rows.filter(utility=wanted.utility.value)
    for use in rows.order_by("utility", "day").iterator(chunk_size=_AT_ONCE):
        unit = standard_unit(Utility(use.utility)).value
        missing = use.missing_half_hours
        yield use.day, use.utility, _short(use.amount), unit, use.source, missing


def _half_hours(person_id: int, wanted: Wanted) -> Iterator[tuple[Cell, ...]]:
    first, last = _between(wanted)
    rows = MeteredDay.objects.filter(person_id=person_id, day__gte=first, day__lte=last)
    if wanted.utility is not None:
        rows = rows.filter(utility=wanted.utility.value)
    kept = rows.order_by("utility", "day", "pk").values_list("utility", "day", "amounts")
    of_days = groupby(kept.iterator(chunk_size=_AT_ONCE), key=lambda row: row[:2])
    for (utility, day), parts in of_days:
        unit = standard_unit(Utility(utility)).value
        places = merged(unpacked(amounts) for _, _, amounts in parts)
        for at, amount in zip(starts(day, LONDON), places, strict=True):
            if amount is not None:
                yield _local(at), _local(at + HALF_HOUR), utility, _short(amount), unit


def _between(wanted: Wanted) -> tuple[dt.date, dt.date]:
    return wanted.since or EARLIEST, wanted.until or LATEST


def _local(at: dt.datetime) -> str:
    return at.astimezone(LONDON).isoformat()


def _short(amount: Decimal) -> Decimal:
    """The same without the noughts at its end."""
    return Decimal(f"{amount.normalize():f}")


_Rows = Callable[[int, Wanted], Iterator[tuple[Cell, ...]]]
_RECORD: Final = ("first_day", "last_day", "utility", "value", "unit", "amount", "amount_unit")
#: What can be exported: the names of its columns, and how its rows are found.
EXPORTS: Final[dict[str, tuple[tuple[str, ...], _Rows]]] = {
    RECORDS: ((*_RECORD, "notes"), _records),
    "days": (("day", "utility", "amount", "unit", "source", "missing_half_hours"), _days),
    "half-hours": (("start", "end", "utility", "amount", "unit"), _half_hours),
}
