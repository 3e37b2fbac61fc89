"""The half-hours of days as a table of tints: a row a day, a column a half-hour of the clock.

It has up to 1,550 cells, so it is written here and not by a template, a cell at a time.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from daybook.apps.consumption.domain import Days, Unit
from daybook.apps.consumption.views.words import UNITS
from daybook.lib.half_hours import Places, starts
from daybook.lib.periods import HALF_HOUR, LONDON
from daybook.ui import formats
from daybook.ui.markup import drawn
from daybook.ui.ruler import clock_labels

LEVELS: Final = 5
#: The tints end at the 95th percentile, so that one kettle does not make all else look alike.
OF_HUNDRED: Final = 95
HOURS_A_HEAD: Final = 3
#: A half-hour of the clock: the hour, whether it is the hour's second time, the minute.
Column = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """A table ready to be shown, and what its tints mean: a class and words each.

    ``has_repeated`` says that clocks go back in it.
    """

    table: SafeString
    legend: list[tuple[str, str]]
    has_repeated: bool


def heat_map(days: Days, half_hours: Mapping[dt.date, Places], unit: Unit, url: str) -> Heat | None:
    """The table of ``days``; ``None`` where none of their half-hours is known.

    ``url`` has a place for the day it leads to. The hour that clocks repeat has columns of its own.
    """
    used = sorted(n for row in half_hours.values() for n in row if n is not None)
    if not used:
        return None
    highest = used[(len(used) - 1) * OF_HUNDRED // 100] or used[-1] or Decimal(1)
    steps = [highest * n / LEVELS for n in range(1, LEVELS)]
    rows = [_row(day, half_hours.get(day, ())) for day in days.each()]
    columns = sorted({column for row in rows for column in row.cells} | set(_PLAIN))
    body = "".join(row.drawn(columns, steps, unit, url) for row in rows)
    return Heat(
        table=drawn(_head(columns), f"<tbody>{body}</tbody>"),
        legend=_legend(steps, unit),
        has_repeated=any(is_second for _, is_second, _ in columns),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One day: its half-hours by column, with their time on the wall."""

    day: dt.date
    cells: dict[Column, tuple[str, Decimal | None]]

    def drawn(
        self, columns: Sequence[Column], steps: Sequence[Decimal], unit: Unit, url: str
    ) -> str:
        """The row as markup; a half-hour that the day does not have is left blank."""
        name, cells = f"{self.day:%a} {self.day.day}", []
        for column in columns:
            if column not in self.cells:
                cells.append('<td class="heat-none"></td>')
                continue
            clock, used = self.cells[column]
            if used is None:
                told = _("missing")
                cells.append(f'<td class="heat-missing" title="{name} {clock}: {told}">{told}</td>')
            else:
                number = formats.number(used, 3)
                level = bisect_left(steps, used) + 1 if used else 0
                cells.append(
                    f'<td class="heat-{level}" title="{name} {clock}: '
                    f'{number} {UNITS[unit]}">{number}</td>'
                )
        link = f'<a href="{escape(url % self.day.isoformat())}">{name}</a>'
        return f'<tr><th scope="row">{link}</th>{"".join(cells)}</tr>'


def _row(day: dt.date, places: Places) -> _Row:
    instants = starts(day, LONDON)
    known = places or (None,) * len(instants)
    labels = clock_labels((*instants, instants[-1] + HALF_HOUR), LONDON)[:-1]
    cells: dict[Column, tuple[str, Decimal | None]] = {}
    for at, clock, used in zip(instants, labels, known, strict=True):
        local = at.astimezone(LONDON)
        cells[local.hour, local.fold, local.minute] = (clock, used)
    return _Row(day, cells)


def _head(columns: Sequence[Column]) -> str:
    heads = []
    for hour in range(0, 24, HOURS_A_HEAD):
        width = sum(hour <= column[0] < hour + HOURS_A_HEAD for column in columns)
        heads.append(f'<th scope="colgroup" colspan="{width}">{hour:02}</th>')
    day = _("Day")
    return (
        f'<thead><tr><th scope="col"><span class="unseen">{day}</span></th>'
        f"{''.join(heads)}</tr></thead>"
    )


def _legend(steps: Sequence[Decimal], unit: Unit) -> list[tuple[str, str]]:
    edges = [formats.number(step, 2) for step in steps]
    name = UNITS[unit]
    below = _("up to %(edge)s %(unit)s") % {"edge": edges[0], "unit": name}
    middle = [f"{low}{formats.DASH}{high}" for low, high in pairwise(edges)]
    above = _("above %(edge)s %(unit)s") % {"edge": edges[-1], "unit": name}
    tints = [(f"heat-{n + 1}", text) for n, text in enumerate([below, *middle, above])]
    return [("heat-0", _("nothing")), *tints, ("heat-missing", _("missing"))]


_PLAIN: Final = tuple((hour, 0, minute) for hour in range(24) for minute in (0, 30))
