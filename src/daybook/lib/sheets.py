"""Lines of CSV that are safe to open in a spreadsheet."""

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Final

#: What makes a spreadsheet run a cell, also in its full-width forms (OWASP, "CSV Injection").
FORMULA: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


def line(values: Iterable[object]) -> str:
    """One line as RFC 4180 has it: commas, quotes where they are needed, CRLF at its end."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([cell(value) for value in values])
    return written.getvalue()


def cell(value: object) -> str:
    """``value`` as text no spreadsheet takes for a formula.

    An apostrophe goes before what would be one; plain numbers stay numbers. Nothing is an empty
    cell, truth is ``true`` or ``false``, lists and mappings are JSON.
    """
    if value is None:
        return ""
    if isinstance(value, bool | list | tuple | dict):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    if text.startswith(FORMULA) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text
