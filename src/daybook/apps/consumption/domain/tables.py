"""Reading a file with columns, however its program has written it."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from daybook.apps.consumption.domain.refusals import UnreadableFile
from daybook.lib.sheets import plain

LARGEST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 100
LONGEST_NAME: Final = 200
_SEPARATORS: Final = (",", ";", "\t")
_SAMPLE: Final = 20
_LOOKS_LIKE: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", "That is a spreadsheet or an archive. Save it as CSV first."),
    (b"\xd0\xcf\x11\xe0", "That is an old spreadsheet. Save it as CSV first."),
    (b"%PDF", "That is a PDF. What is needed is a CSV file."),
    (b"\x89PNG", "That is a picture. What is needed is a CSV file."),
    (b"\xff\xd8\xff", "That is a picture. What is needed is a CSV file."),
    (b"GIF8", "That is a picture. What is needed is a CSV file."),
    (b"RIFF", "That is a picture or a film. What is needed is a CSV file."),
)
_NOT_TEXT: Final = "That is not a CSV file: it cannot be read as text."
# The line by which Excel tells itself what lies between the columns.
_SEP_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DATA: Final = re.compile(r"(?=\D*\d)[\d.,:/ T+Z-]+")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, and the line of the file it begins on, from 1."""

    line: int
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str:
        """What stands in a column; nothing where the row is too short or there is no such one."""
        if column is None or column >= len(self.cells):
            return ""
        return self.cells[column]


@dataclass(frozen=True)
class Table:
    """A file with columns: their names and the rows below, blank ones left out."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str

    @cached_property
    def fingerprint(self) -> str:
        """The same for files of the same columns, whatever stands in them."""
        names = "\x1f".join(name.casefold() for name in self.header)
        return hashlib.sha256(names.encode()).hexdigest()


def table_of(content: bytes) -> Table:
    """Read a CSV file: UTF-8, UTF-16 or Windows text, between commas, semicolons or tabs.

    Raises ``UnreadableFile`` for what is no such file, has no names of columns in its first row,
    nothing below them, more than five megabytes or more than 200,000 rows.
    """
    if len(content) > LARGEST_BYTES:
        raise UnreadableFile("That file is too large. It may have at most 5 MB.")
    text = _text(content)
    if named := _SEP_LINE.match(text):
        separator, skipped = named[1], 1
        text = text[named.end() :]
    else:
        separator, skipped = _separator(text), 0
    try:
        rows = tuple(islice(_rows(text, separator, skipped), MOST_ROWS + 2))
    except csv.Error:
        raise UnreadableFile("That file cannot be read: a cell in it never ends.") from None
    return _checked(rows, separator)


def _checked(rows: tuple[Row, ...], separator: str) -> Table:
    if not rows:
        raise UnreadableFile("That file is empty.")
    header = rows[0].cells
    if len(header) == 1:
        raise UnreadableFile(
            "There is only one column. Put commas, semicolons or tabs between the columns."
        )
    if len(header) > MOST_COLUMNS:
        raise UnreadableFile(f"There are more than {MOST_COLUMNS} columns.")
    if any(len(name) > LONGEST_NAME for name in header):
        raise UnreadableFile(f"The name of a column has more than {LONGEST_NAME} letters.")
    if any(_DATA.fullmatch(name) for name in header):
        raise UnreadableFile(
            "The first row has to name the columns, such as “Date, Amount”; this one has amounts or"
            " dates in it already."
        )
    if len(rows) == 1:
        raise UnreadableFile("There is nothing below the names of the columns.")
    if len(rows) > MOST_ROWS + 1:
        raise UnreadableFile(f"There are more than {MOST_ROWS:,} rows. Import it in parts.")
    return Table(header, rows[1:], separator)


def _text(content: bytes) -> str:
    if not content.strip():
        raise UnreadableFile("That file is empty.")
    for beginning, reason in _LOOKS_LIKE:
        if content.startswith(beginning):
            raise UnreadableFile(reason)
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        raise UnreadableFile(_NOT_TEXT) from None
    if _CONTROLS.search(text):
        raise UnreadableFile(_NOT_TEXT)
    return text


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:200]
    if b"\0" in start:  # UTF-16 without its mark: every other byte of plain text is nothing
        return "utf-16-be" if start[:1] == b"\0" else "utf-16-le"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _separator(text: str) -> str:
    """What makes the most columns of the first rows, all of them alike."""
    start = "\n".join(text.splitlines()[:_SAMPLE])

    def fits(separator: str) -> tuple[bool, int]:
        try:
            counts = [len(row.cells) for row in _rows(start, separator)]
        except csv.Error:
            return (False, 0)
        return (len(set(counts)) == 1 and counts[0] > 1, counts[0] if counts else 0)

    return max(_SEPARATORS, key=fits)


def _rows(text: str, separator: str, skipped: int = 0) -> Iterator[Row]:
    """The rows that have something in them."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=False
    )
    line = 1
    for cells in reader:
        if any(cell and not cell.isspace() for cell in cells):
            yield Row(line + skipped, tuple(plain(cell.strip()) for cell in cells))
        line = reader.line_num + 1
