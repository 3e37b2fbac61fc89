"""Tables as spreadsheets (XLSX), written row by row."""

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXT: Final = "s"
_NOT_TEXT: Final = ("=", "#")  # what openpyxl takes for a formula or an error

Value = str | int | Decimal | dt.date | None


def workbook(title: str, names: Iterable[str], rows: Iterable[Iterable[Value]]) -> bytes:
    """A file with one sheet called ``title``: the names of the columns, and the rows below.

    Text stays text, also where it looks like a formula; characters no spreadsheet may have are
    left out.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)

    def cells(values: Iterable[Value]) -> Iterator[object]:
        for value in values:
            text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else None
            if text is None or not text.startswith(_NOT_TEXT):
                yield value if text is None else text
                continue
            cell = WriteOnlyCell(sheet, text)
            cell.data_type = _TEXT
            yield cell

    sheet.append(cells(names))
    for row in rows:
        sheet.append(cells(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
