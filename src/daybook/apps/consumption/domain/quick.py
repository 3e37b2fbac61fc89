"""One line that says it all: ``gas 12.5 m3 yesterday``, ``8.3 kWh 3 March away all day``."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.consumption.domain.amounts import amount
from daybook.apps.consumption.domain.days import ONE_DAY
from daybook.apps.consumption.domain.refusals import UnreadableLine
from daybook.apps.consumption.domain.utilities import (
    UNIT_WORDS,
    UNITS,
    UTILITY_WORDS,
    Unit,
    Utility,
    standard_unit,
)

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# fmt: off
_FULL_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)
# fmt: on
_MONTHS: Final = tuple(month[:3] for month in _FULL_MONTHS)
_CENTURY: Final = 100
_AMOUNT: Final = re.compile(
    r"(?P<value>[+-]?(?:\d+(?:,\d+)*(?:\.\d*)?|\.\d+))\s?(?P<unit>kwh|m3|m³|ft3|ft³|litres?|l)\b"
    r"|(?P<bare>(?<![\d/-])[+-]?(?:\d+(?:,\d+)*(?:\.\d*)?|\.\d+)(?![\d/-]))",
    re.IGNORECASE,
)
_ISO: Final = re.compile(r"\b(\d{4})-(\d\d?)-(\d\d?)\b")
_SLASHED: Final = re.compile(r"\b(\d\d?)/(\d\d?)(?:/(\d{4}|\d\d))?\b")
_WORDED: Final = re.compile(
    rf"\b(\d\d?)(?:st|nd|rd|th)?\s+({'|'.join((*_FULL_MONTHS, *_MONTHS))})(?:\s+(\d{{4}}))?\b",
    re.IGNORECASE,
)
_NEAR: Final = re.compile(
    rf"\b(?:(today|yesterday)|(?:last\s+|on\s+)?({'|'.join(_WEEKDAYS)}))\b", re.IGNORECASE
)
_EXAMPLE: Final = "Write it like “gas 12.5 m3 yesterday”."


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickLine:
    """What a line says; the notes are what is left of it."""

    utility: Utility
    value: Decimal
    unit: Unit
    day: dt.date
    notes: str = ""


def quick_line(text: str, *, today: dt.date, utility: Utility = Utility.ELECTRICITY) -> QuickLine:
    """Read a line: an amount, and where they are given a unit, what was used and the day.

    Without a day it is ``today``; without a unit the one totals are told in; without a word for
    what was used the unit tells, or ``utility``. A date without a year is the last such day. Raises
    ``UnreadableLine`` when there is no amount, two of them, or a date that does not exist, and
    ``InvalidValue`` for an amount that cannot be.
    """
    day, rest = _day(text, today)
    value, unit, rest = _value(rest)
    named, rest = _utility(rest)
    found = named or _fitting(unit, utility)
    if unit is not None and unit not in UNITS[found]:
        raise UnreadableLine(f"{found.capitalize()} is not measured in {unit}. {_EXAMPLE}")
    return QuickLine(
        utility=found,
        value=amount(value),
        unit=unit or standard_unit(found),
        day=day,
        notes=" ".join(rest.split()).strip(" ,;:-"),
    )


def _value(text: str) -> tuple[str, Unit | None, str]:
    found = list(_AMOUNT.finditer(text))
    measured = [match for match in found if match["unit"]]
    # "3 people, 8.3 kWh" has one amount; the other number belongs to the notes.
    chosen = measured or found
    if not chosen:
        raise UnreadableLine(f"There is no amount in that line. {_EXAMPLE}")
    if len(chosen) > 1:
        raise UnreadableLine(f"There is more than one amount in that line. {_EXAMPLE}")
    match = chosen[0]
    unit = UNIT_WORDS[match["unit"].lower()] if match["unit"] else None
    return match["value"] or match["bare"], unit, _without(text, match)


def _utility(text: str) -> tuple[Utility | None, str]:
    match = re.search(rf"\b({'|'.join(UTILITY_WORDS)})\b", text, re.IGNORECASE)
    if match is None:
        return None, text
    return UTILITY_WORDS[match[1].lower()], _without(text, match)


def _fitting(unit: Unit | None, preferred: Utility) -> Utility:
    """What is measured in ``unit``: the preferred one where it can be, else the first."""
    if unit is None or unit in UNITS[preferred]:
        return preferred
    return next(utility for utility, units in UNITS.items() if unit in units)


def _day(text: str, today: dt.date) -> tuple[dt.date, str]:
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], dt.date], dt.date]], ...] = (
        (_ISO, _iso),
        (_SLASHED, _slashed),
        (_WORDED, _worded),
        (_NEAR, _near),
    )
    for pattern, read in readers:
        if match := pattern.search(text):
            try:
                return read(match, today), _without(text, match)
            except ValueError:
                raise UnreadableLine(f"There is no day “{match[0]}”. {_EXAMPLE}") from None
    return today, text


def _iso(match: re.Match[str], _today: dt.date) -> dt.date:
    return dt.date(int(match[1]), int(match[2]), int(match[3]))


def _slashed(match: re.Match[str], today: dt.date) -> dt.date:
    """Day before month, as in Britain."""
    if match[3] is None:
        return _last_such_day(int(match[2]), int(match[1]), today)
    year = int(match[3])
    return dt.date(year + 2000 if year < _CENTURY else year, int(match[2]), int(match[1]))


def _worded(match: re.Match[str], today: dt.date) -> dt.date:
    month = _MONTHS.index(match[2].lower()[:3]) + 1
    if match[3] is None:
        return _last_such_day(month, int(match[1]), today)
    return dt.date(int(match[3]), month, int(match[1]))


def _near(match: re.Match[str], today: dt.date) -> dt.date:
    if match[1]:
        return today if match[1].lower() == "today" else today - ONE_DAY
    back = (today.weekday() - _WEEKDAYS.index(match[2].lower())) % 7
    return today - (back or 7) * ONE_DAY


def _last_such_day(month: int, day: int, today: dt.date) -> dt.date:
    """The last such day up to today; 29 February may lie four years back, or eight."""
    for year in range(today.year, today.year - 9, -1):
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError("no such day")


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"
