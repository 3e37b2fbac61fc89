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
            if not isinstance(value, str):
                yield value
                continue
            cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type = _TEXT
            yield cell

    sheet.append(cells(names))
    for row in rows:
        sheet.append(cells(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
