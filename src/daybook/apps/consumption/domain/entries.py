"""What the rows of a file say, and which of them say nothing that can be kept."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from daybook.apps.consumption.domain.amounts import LARGEST, amount, checked_use, number
from daybook.apps.consumption.domain.days import ONE_DAY, Days, recorded_days
from daybook.apps.consumption.domain.layouts import Decimals, Layout, RowKind
from daybook.apps.consumption.domain.refusals import (
    InvalidDays,
    InvalidStamp,
    InvalidUnit,
    InvalidValue,
    UnreadableFile,
)
from daybook.apps.consumption.domain.stamps import Stamp, lasts_half_an_hour, readings_of, stamp
from daybook.apps.consumption.domain.tables import Row, Table
from daybook.apps.consumption.domain.utilities import (
    PLACES,
    UNIT_WORDS,
    USUAL_CALORIFIC_VALUE,
    UTILITY_WORDS,
    Unit,
    Utility,
    in_standard_unit,
)
from daybook.lib.errors import Invalid
from daybook.lib.money import rounded
from daybook.lib.periods import LONDON, half_hour_of, in_utc, local_date

EVERY_ROWS: Final = 1000
#: Over fifty years of days: each becomes a record, and all of them are written at once.
MOST_DAY_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A use over some days, as one row says it; ``amount`` is the same in the standard unit."""

    line: int
    utility: Utility
    days: Days
    value: Decimal
    unit: Unit
    amount: Decimal
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfHour:
    """The use of one half-hour, in the standard unit, as one row says it."""

    line: int
    utility: Utility
    starts_at: dt.datetime
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be kept, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Entries:
    """All that a file says; ``repeated`` rows say what another one has said already."""

    uses: list[Entry] = field(default_factory=list)
    half_hours: dict[tuple[Utility, dt.datetime], HalfHour] = field(default_factory=dict)
    bad: list[BadRow] = field(default_factory=list)
    repeated: int = 0

    def add(self, found: Entry | HalfHour) -> None:
        """Keep what a row says. Raises ``InvalidDays`` for a half-hour that was told otherwise."""
        if isinstance(found, Entry):
            self.uses.append(found)
            return
        before = self.half_hours.setdefault((found.utility, found.starts_at), found)
        if before.amount != found.amount:
            raise InvalidDays(f"Line {before.line} has another amount for the same half-hour.")
        self.repeated += before is not found


def entries_of(
    table: Table,
    layout: Layout,
    *,
    today: dt.date,
    calorific_value_mj: Decimal = USUAL_CALORIFIC_VALUE,
    tell: Callable[[int], None] | None = None,
) -> Entries:
    """What the rows of ``table`` say when its columns are those of ``layout``.

    Times without an offset are those of clocks in London; of an hour that they show twice, the one
    that comes first is summer time. ``tell`` hears, now and then, how many rows are done.
    Raises ``UnreadableFile`` for more than 20,000 rows of days.
    """
    if layout.kind is RowKind.DAYS and len(table.rows) > MOST_DAY_ROWS:
        raise UnreadableFile(
            f"There are more than {MOST_DAY_ROWS:,} rows of days. Import in parts."
        )
    found, reader = Entries(), _Reader(layout, today, calorific_value_mj)
    rows = table.rows[::-1] if _is_newest_first(table, layout) else table.rows
    for done, row in enumerate(rows):
        if tell is not None and done % EVERY_ROWS == 0:
            tell(done)
        try:
            found.add(reader.read(row))
        except Invalid as error:
            found.bad.append(BadRow(row.line, error.message))
    found.bad.sort(key=lambda row: row.line)
    return found


def _is_newest_first(table: Table, layout: Layout) -> bool:
    """Whether the file goes back in time, so that its repeated hour does too."""
    try:
        ends = [stamp(table.rows[n].cell(layout.start), layout.date_order) for n in (0, -1)]
    except InvalidStamp:
        return False
    first, last = (f"{end:%Y-%m-%d}" for end in ends)
    return first > last


class _Reader:
    """Reads one row after the other, and remembers which times have passed."""

    def __init__(self, layout: Layout, today: dt.date, calorific_value_mj: Decimal) -> None:
        self.layout = layout
        self.today = today
        self.calorific_value_mj = calorific_value_mj
        self._passed: set[tuple[Utility, dt.datetime]] = set()

    def read(self, row: Row) -> Entry | HalfHour:
        layout = self.layout
        utility, unit = self._utility(row), self._unit(row)
        begin = stamp(row.cell(layout.start), layout.date_order)
        value = self._value(row.cell(layout.value))
        standard = in_standard_unit(
            value, unit, utility, calorific_value_mj=self.calorific_value_mj
        )
        if layout.kind is RowKind.HALF_HOURS:
            checked_use(standard, utility=utility, day_count=1, is_sure=layout.is_sure)
            at = self._half_hour(row, utility, begin)
            return HalfHour(line=row.line, utility=utility, starts_at=at, amount=standard)
        days = self._days(row, begin)
        return Entry(
            line=row.line,
            utility=utility,
            days=days,
            value=value,
            unit=unit,
            amount=checked_use(
                standard, utility=utility, day_count=days.count, is_sure=layout.is_sure
            ),
            notes=" ".join(row.cell(layout.notes).split()),
        )

    def _utility(self, row: Row) -> Utility:
        if isinstance(self.layout.utility, Utility):
            return self.layout.utility
        word = row.cell(self.layout.utility)
        if word.casefold() not in UTILITY_WORDS:
            raise InvalidUnit(f"“{word[:40]}” is not electricity, gas or water.")
        return UTILITY_WORDS[word.casefold()]

    def _unit(self, row: Row) -> Unit:
        if isinstance(self.layout.unit, Unit):
            return self.layout.unit
        word = row.cell(self.layout.unit)
        if word.casefold() not in UNIT_WORDS:
            raise InvalidUnit(f"“{word[:40]}” is not a unit that is known here.")
        return UNIT_WORDS[word.casefold()]

    def _value(self, text: str) -> Decimal:
        if not text:
            raise InvalidValue("The amount is missing.")
        if self.layout.decimals is Decimals.COMMA:
            text = text.replace(".", "").replace(",", ".")
        value = number(text)
        return amount(rounded(value, PLACES) if abs(value) < LARGEST else value)

    def _days(self, row: Row, begin: Stamp) -> Days:
        """From the day of ``begin`` on; a time at the end is where the row ends."""
        first, text = _local_day(begin), row.cell(self.layout.end)
        if not text:
            return recorded_days(first, None, today=self.today)
        end = stamp(text, self.layout.date_order)
        if not isinstance(end, dt.datetime):
            return recorded_days(first, end, today=self.today)
        if not isinstance(begin, dt.datetime) or not (_is_midnight(begin) and _is_midnight(end)):
            raise InvalidDays("This row is not about whole days.")
        return recorded_days(first, _local_day(end) - ONE_DAY, today=self.today)

    def _half_hour(self, row: Row, utility: Utility, begin: Stamp) -> dt.datetime:
        if not isinstance(begin, dt.datetime):
            raise InvalidStamp("The time is missing: there is only a date.")
        at = in_utc(begin) if begin.tzinfo else self._passing(utility, begin)
        if at != half_hour_of(at):
            raise InvalidStamp("A half-hour begins on the hour or at half past.")
        recorded_days(local_date(at, LONDON), None, today=self.today)
        if text := row.cell(self.layout.end):
            end = stamp(text, self.layout.date_order)
            if not isinstance(end, dt.datetime) or not lasts_half_an_hour(at, end):
                raise InvalidStamp("This row does not last half an hour.")
        return at

    def _passing(self, utility: Utility, wall: dt.datetime) -> dt.datetime:
        """The instant of a time on the wall: of two the first, unless that has passed."""
        readings = readings_of(wall)
        if not readings:
            raise InvalidStamp("Clocks went forward then: there is no such time on that day.")
        for at in readings[:-1]:
            if (utility, at) not in self._passed:
                self._passed.add((utility, at))
                return at
        return readings[-1]


def _local_day(at: Stamp) -> dt.date:
    if not isinstance(at, dt.datetime):
        return at
    return local_date(at, LONDON) if at.tzinfo else at.date()


def _is_midnight(at: dt.datetime) -> bool:
    local = at.astimezone(LONDON) if at.tzinfo else at
    return local.time() == dt.time()
