"""What a file has in its columns, told from their names and from what stands in them."""

import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from itertools import islice, pairwise
from typing import Final

from daybook.apps.consumption.domain.layouts import USUAL_UNITS, Decimals, Layout, RowKind
from daybook.apps.consumption.domain.refusals import InvalidStamp
from daybook.apps.consumption.domain.stamps import DateOrder, lasts_half_an_hour, readings_of, stamp
from daybook.apps.consumption.domain.tables import Row, Table
from daybook.apps.consumption.domain.utilities import (
    UNIT_WORDS,
    UNITS,
    UTILITY_WORDS,
    Unit,
    Utility,
)
from daybook.lib.periods import in_utc

_SAMPLE: Final = 200
_MOSTLY: Final = 0.8
_HALF_AN_HOUR: Final = dt.timedelta(minutes=30)
_MONTHS_OF_A_YEAR: Final = 12

_STARTS: Final = (
    *("start", "start time", "start date", "first day", "from", "date", "day", "datetime"),
    *("date time", "timestamp", "reading date", "period start", "interval start", "time"),
)
_ENDS: Final = ("end", "end time", "end date", "last day", "to", "until", "period end")
_VALUES: Final = (
    *("value", "consumption", "usage", "use", "used", "quantity", "energy", "amount"),
    *("kwh", "m3", "m³", "litres", "electricity", "gas", "water"),
)
_UTILITIES: Final = ("utility", "what", "type", "fuel", "fuel type", "energy type", "supply")
_UNITS: Final = ("unit", "units", "unit of measure", "uom")
_NOTES: Final = ("notes", "note", "comment", "comments", "remarks", "memo", "description")

_BRACKETS: Final = re.compile(r"[(\[].*?[)\]]")
_WORDS: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"[+-]?\d[\d.,\s]*|[.,]\d+")
_POINT: Final = re.compile(r"[+-]?[\d,]*\.(\d{1,2}|\d{4,})|[+-]?0?\.\d+")
_COMMA: Final = re.compile(r"[+-]?[\d.]*,(\d{1,2}|\d{4,})|[+-]?0?,\d+")
_SLASHED: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b")
#: The columns of what Octopus Energy lets people download, whatever else stands beside them.
_OCTOPUS: Final = ("consumption", "start", "end")


def is_of_octopus(table: Table) -> bool:
    """Whether it is a file as Octopus Energy makes it: consumption, start and end, in kWh or m³."""
    names = [_name(title) for title in table.header]
    first = table.header[names.index("consumption")] if "consumption" in names else ""
    return set(_OCTOPUS) <= set(names) and _unit_in(first) is not None


def guessed_layout(table: Table, *, file_name: str = "") -> Layout | None:
    """What the columns seem to be; ``None`` where no date or no amount can be made out."""
    names, sample = [_name(title) for title in table.header], list(islice(table.rows, _SAMPLE))
    order = _order(sample)

    def share(column: int, test: Callable[[str], bool]) -> float:
        cells = [cell for row in sample if (cell := row.cell(column))]
        return sum(map(test, cells)) / len(cells) if cells else 0

    columns = range(len(names))
    dated = [share(n, lambda cell: _is_date(cell, order)) for n in columns]
    numbered = [share(n, _is_number) if dated[n] < _MOSTLY else 0 for n in columns]
    start, value = _found(names, _STARTS, dated), _found(names, _VALUES, numbered)
    if start is None or value is None or start == value:
        return None
    end = _named(names, _ENDS, [n for n in columns if n != start and dated[n]])
    decimals = _decimals([row.cell(value) for row in sample], table.separator)
    utility = _utility(table, names, value, file_name)
    return Layout(
        kind=_kind(sample, start, end, order),
        start=start,
        value=value,
        end=end,
        notes=_named(names, _NOTES, columns),
        utility=utility,
        unit=_unit(table, names, value, utility),
        date_order=order,
        decimals=decimals,
    )


def proposed_layout(
    table: Table, *, file_name: str = "", used_before: Layout | None = None
) -> Layout | None:
    """What was chosen for such a file before, else what the columns seem to be.

    What is used is taken from the name of the file where that tells: gas and electricity often
    come in the same columns. Its amounts show their decimals by themselves, and nobody is sure of
    the amounts of another file.
    """
    guessed = guessed_layout(table, file_name=file_name)
    if used_before is None or guessed is None:
        return used_before or guessed
    used_before = replace(used_before, decimals=guessed.decimals, is_sure=False)
    told = _utility_in(file_name)
    if told is None or not isinstance(used_before.utility, Utility):
        return used_before
    unit = used_before.unit if told is used_before.utility else guessed.unit
    return replace(used_before, utility=told, unit=unit)


def _name(title: str) -> str:
    """``Consumption (kWh)`` is consumption, ``first_day`` is first day."""
    return " ".join(_WORDS.findall(_BRACKETS.sub(" ", title).casefold()))


def _named(names: list[str], known: tuple[str, ...], among: Collection[int]) -> int | None:
    """The column of the first of the ``known`` names that there is."""
    return next((n for name in known for n in among if names[n] == name), None)


def _found(names: list[str], known: tuple[str, ...], fitting: list[float]) -> int | None:
    """The one that is named so where anything in it fits, else the first of which most does."""
    named = _named(names, known, [n for n, share in enumerate(fitting) if share])
    mostly = (n for n, share in enumerate(fitting) if share >= _MOSTLY)
    return named if named is not None else next(mostly, None)


def _order(sample: list[Row]) -> DateOrder:
    """The month stands first where the second number is no month, and the first always is."""
    pairs = [
        (int(found[1]), int(found[2]))
        for row in sample
        for cell in row.cells
        if (found := _SLASHED.match(cell))
    ]
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    if pairs and max(firsts) <= _MONTHS_OF_A_YEAR < max(seconds):
        return DateOrder.MONTH_FIRST
    return DateOrder.DAY_FIRST


def _kind(sample: list[Row], start: int, end: int | None, order: DateOrder) -> RowKind:
    """Half-hours where most rows last one, or begin half an hour from the row before."""
    begins = [_time(row.cell(start), order) for row in sample]
    if end is not None:
        ends = [_time(row.cell(end), order) for row in sample]
        short = sum(_is_short(first, last) for first, last in zip(begins, ends, strict=True))
        return RowKind.HALF_HOURS if short * 2 > len(sample) else RowKind.DAYS
    pairs = list(pairwise(begins))
    near = sum(_are_near(one, next_one) for one, next_one in pairs)
    return RowKind.HALF_HOURS if near * 2 > len(pairs) else RowKind.DAYS


def _time(cell: str, order: DateOrder) -> dt.datetime | None:
    try:
        found = stamp(cell, order)
    except InvalidStamp:
        return None
    return found if isinstance(found, dt.datetime) else None


def _is_short(start: dt.datetime | None, end: dt.datetime | None) -> bool:
    if start is None or end is None:
        return False
    starts = (in_utc(start),) if start.tzinfo else readings_of(start)
    return any(lasts_half_an_hour(at, end) for at in starts)


def _are_near(one: dt.datetime | None, other: dt.datetime | None) -> bool:
    if one is None or other is None or (one.tzinfo is None) != (other.tzinfo is None):
        return False
    return abs(other - one) == _HALF_AN_HOUR


def _utility(table: Table, names: list[str], value: int, file_name: str) -> Utility | int:
    column = _named(names, _UTILITIES, range(len(names)))
    if column is not None:
        words = {row.cell(column).casefold() for row in islice(table.rows, _SAMPLE)}
        if words <= UTILITY_WORDS.keys():
            return column
    for text in (table.header[value], file_name):
        if (told := _utility_in(text)) is not None:
            return told
    unit = _unit_in(table.header[value])
    if unit is None or unit is Unit.KWH:
        return Utility.ELECTRICITY
    return next(utility for utility, units in UNITS.items() if unit in units)


def _unit(table: Table, names: list[str], value: int, utility: Utility | int) -> Unit | int:
    column = _named(names, _UNITS, range(len(names)))
    if column is not None:
        return column
    told = _unit_in(table.header[value])
    if told is not None and (isinstance(utility, int) or told in UNITS[utility]):
        return told
    return Unit.KWH if isinstance(utility, int) else USUAL_UNITS[utility]


def _utility_in(text: str) -> Utility | None:
    words = re.findall(r"[a-z]+", text.casefold())
    return next((UTILITY_WORDS[word] for word in words if word in UTILITY_WORDS), None)


def _unit_in(title: str) -> Unit | None:
    words = re.findall(r"[a-z]+[3³]?", title.casefold())
    return next((UNIT_WORDS[word] for word in words if word in UNIT_WORDS), None)


def _is_date(cell: str, order: DateOrder) -> bool:
    try:
        stamp(cell, order)
    except InvalidStamp:
        return False
    return not _NUMBER.fullmatch(cell) or bool(_SLASHED.match(cell))


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _decimals(cells: list[str], separator: str) -> Decimals:
    """A comma where no point stands before decimals, and one that parts no thousands does.

    ``1,234`` may be either: between commas it had to be quoted, which few programs do.
    """
    if any(_POINT.fullmatch(cell) for cell in cells):
        return Decimals.POINT
    if any(_COMMA.fullmatch(cell) for cell in cells):
        return Decimals.COMMA
    has_commas = separator != "," and any("," in cell and _is_number(cell) for cell in cells)
    return Decimals.COMMA if has_commas else Decimals.POINT
