"""The day ruler: a local day from midnight to midnight, drawn as SVG and readable as a table.

``ruler(...)`` draws it; a page shows it with ``{% include "ui/ruler.html" with ruler=… only %}``.
It is made of plain strings, because it stands on pages that answer in two milliseconds.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from daybook.lib.periods import Period, half_hours
from daybook.ui import ruler_svg
from daybook.ui.formats import DASH
from daybook.ui.markup import drawn

BANDS: Final[dict[str, Promise]] = {
    "negative": _("you are paid"),
    "very-cheap": _("very cheap"),
    "cheap": _("cheap"),
    "fair": _("fair"),
    "dear": _("dear"),
    "very-dear": _("very dear"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One half-hour with a known price: its start, its value, its band and how it reads."""

    starts_at: dt.datetime
    value: Decimal
    band: str
    text: str

    def __post_init__(self) -> None:
        if self.band not in BANDS:
            raise ValueError(f"there is no band {self.band!r}")


@dataclass(frozen=True, slots=True)
class Bracket:
    """A stretch of the day to point at, and what to write over it."""

    period: Period
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that stands on the day: an appointment, a todo, a habit's time."""

    at: dt.datetime
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """A drawn ruler: the drawing, the same as rows of a table, and what the rest needs to know."""

    name: str
    label: str
    svg: SafeString
    pins: SafeString
    rows: SafeString
    current: int
    has_prices: bool
    missing_count: int


def ruler(
    *,
    name: str,
    label: str,
    day: Period,
    zone: dt.tzinfo,
    cells: Sequence[Cell] = (),
    now: dt.datetime | None = None,
    bracket: Bracket | None = None,
    marks: Sequence[Mark] = (),
) -> Ruler:
    """Draw the local ``day`` (46, 48 or 50 half-hours) with what is known about it.

    ``name`` tells two rulers of a page apart; ``label`` says what is drawn ("Prices today").
    Half-hours without a cell are marked as missing, or left plain when there are no cells at all.
    """
    starts = half_hours(day)
    labels = clock_labels((*starts, day.ends_at), zone)
    known = {cell.starts_at: cell for cell in cells if day.contains(cell.starts_at)}
    column = [known.get(start) for start in starts]
    drawing = ruler_svg.Drawing(
        name=name,
        day=day,
        hours=labels[:-1],
        heights=heights([cell.value if cell else None for cell in column]),
        bands=tuple(cell.band if cell else "" for cell in column),
        now=now if now is not None and day.contains(now) else None,
    )
    return Ruler(
        name=name,
        label=label,
        svg=ruler_svg.draw(
            drawing,
            bracket=(bracket.period, bracket.text) if bracket else None,
        ),
        pins=ruler_svg.pins(drawing, [(m.at, m.title, m.url) for m in marks if day.contains(m.at)]),
        rows=_rows(labels, column, has_prices=bool(known)),
        current=drawing.current,
        has_prices=bool(known),
        missing_count=len(starts) - len(known) if known else 0,
    )


def clock_labels(instants: Sequence[dt.datetime], zone: dt.tzinfo) -> tuple[str, ...]:
    """The wall times of ``instants``; those of a repeated hour carry the zone's name."""
    local = [at.astimezone(zone) for at in instants]
    plain = [f"{at.hour:02}:{at.minute:02}" for at in local]
    last = len(plain) - 1  # the closing midnight is no repetition of the opening one
    twice = {text for n, text in enumerate(plain[:last]) if text in plain[:n]}
    return tuple(
        f"{text} {at.tzname()}" if text in twice and n < last else text
        for n, (text, at) in enumerate(zip(plain, local, strict=True))
    )


def heights(values: Sequence[Decimal | None]) -> tuple[tuple[float, float] | None, ...]:
    """Where each bar starts and ends as shares of the scale, which always holds nought.

    For nought at the foot and 20 at the top, 5 is (0.0, 0.25); nothing known stays ``None``.
    """
    known = [float(value) for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    scale = (high - low) or 1.0
    zero = -low / scale
    return tuple(None if v is None else (zero, (float(v) - low) / scale) for v in values)


def _rows(labels: Sequence[str], column: Sequence[Cell | None], *, has_prices: bool) -> SafeString:
    nothing = escape(_("not published")) if has_prices else ""
    words = {band: escape(text) for band, text in BANDS.items()}
    rows = [
        f"<tr><th scope=row>{labels[n]}{DASH}{labels[n + 1]}</th>"
        + (
            f"<td>{escape(cell.text)}</td><td>{words[cell.band]}</td></tr>"
            if cell
            else f"<td>{nothing}</td><td></td></tr>"
        )
        for n, cell in enumerate(column)
    ]
    return drawn(*rows)
