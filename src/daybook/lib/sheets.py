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
#: What would be a formula, or would look like one that has been made harmless.
_RISKY: Final = re.compile(f"'*[{re.escape(''.join(FORMULA))}]")
_HARMLESS: Final = re.compile(f"'+[{re.escape(''.join(FORMULA))}]")


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
    if _RISKY.match(text) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def plain(text: str) -> str:
    """The text that ``cell`` has written: without the apostrophe before what would be a formula."""
    return text[1:] if _HARMLESS.match(text) else text
