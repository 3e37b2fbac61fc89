"""How averages, spreads and months of prices read on a page.

All amounts are pence per kWh with VAT. A mean leaves out what is missing, and says so.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.apps.prices import domain
from daybook.apps.prices.domain import BIN_PENCE, History, Tally
from daybook.apps.prices.views.words import Figure
from daybook.lib.periods import LONDON
from daybook.ui import formats
from daybook.ui.markup import drawn
from daybook.ui.ruler import BANDS

HUNDRED: Final = 100
CLOCK: Final = tuple(f"{n // 2:02}:{n % 2 * 30:02}" for n in range(49))


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageDay:
    """The average day by month: the names of its columns, and its rows as markup."""

    columns: Sequence[str]
    rows: Sequence[SafeString]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the distribution."""

    words: str
    count: int
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine:
    """One month, ready to be shown."""

    name: str
    mean: str
    lowest: str
    negative: str
    missing: str


def figures(found: History, today: dt.date) -> list[Figure]:
    """The numbers at the top: mean, extremes, how often it is below zero, and the usual best hour.

    An extreme names its first half-hour, by London's clock.
    """
    whole = found.whole
    return [
        Figure(
            label=_("Average"),
            value="" if whole.mean is None else formats.pence(whole.mean),
            note=_("per kWh, with VAT"),
            exact="" if whole.mean is None else formats.exact_pence(whole.mean),
        ),
        _extreme(_("Lowest"), found.lowest, today),
        _extreme(_("Highest"), found.highest, today),
        Figure(
            label=_("Below zero"),
            value=formats.number(Decimal(whole.negative), 0),
            note=ngettext(
                "half-hour, %(share)s of all", "half-hours, %(share)s of all", whole.negative
            )
            % {"share": share(whole.negative, whole.known)},
        ),
        _hour(_("Cheapest hour"), found.cheapest_hour, whole),
        _hour(_("Dearest hour"), found.dearest_hour, whole),
    ]


def gap_words(whole: Tally) -> str:
    """How much is missing, nothing where all is known."""
    if not whole.missing:
        return ""
    words = ngettext(
        "%(missing)s of %(all)s half-hours is missing and takes part in nothing here.",
        "%(missing)s of %(all)s half-hours are missing and take part in nothing here.",
        whole.missing,
    )
    count = Decimal(whole.missing + whole.known)
    return words % {
        "missing": formats.number(Decimal(whole.missing), 0),
        "all": formats.number(count, 0),
    }


def average_day(found: History) -> AverageDay:
    """Each half-hour of the clock, over all days and by month; its colour is within its month.

    In the night when an hour is shown twice both count, and in spring the one that is left out
    is missing from no mean.
    """
    tallies = [found.whole, *found.months.values()]
    columns = [_cells(tally.by_clock) for tally in tallies]
    rows = []
    for n, cells in enumerate(zip(*columns, strict=True)):
        mean = found.whole.by_clock[n]
        value = "" if mean is None else f"{mean:.4f}"
        span = f"{CLOCK[n]}{formats.DASH}{CLOCK[n + 1]}"
        rows.append(drawn(f'<tr data-value="{value}"><th scope="row">{span}</th>', *cells, "</tr>"))
    names = [_("All"), *(f"{month:%b %Y}" for month in found.months)]
    return AverageDay(columns=names, rows=rows)


def spread(found: History) -> list[Column]:
    """The distribution, cheapest first.

    Every column from the lowest price to the highest is there, also one that nothing is in.
    """
    known = found.whole.known
    words = _("%(from)s to %(to)s p")
    return [
        Column(
            words=words
            % {
                "from": formats.number(Decimal(one.from_pence), 0),
                "to": formats.number(Decimal(one.from_pence + BIN_PENCE), 0),
            },
            count=one.count,
            share=share(one.count, known),
        )
        for one in found.bins
    ]


def month_lines(found: History) -> list[MonthLine]:
    """The months, latest first."""
    return [
        MonthLine(
            name=f"{month:%B %Y}",
            mean=_pence(tally.mean),
            lowest=_pence(tally.lowest),
            negative=_("%(count)s (%(share)s)")
            % {"count": tally.negative, "share": share(tally.negative, tally.known)},
            missing=formats.number(Decimal(tally.missing), 0) if tally.missing else "",
        )
        for month, tally in reversed(found.months.items())
    ]


def share(part: int, whole: int) -> str:
    """A part of a hundred, one decimal: 3.2%."""
    amount = Decimal(part * HUNDRED) / whole if whole else Decimal(0)
    return f"{formats.number(amount, 1)}%"


def _pence(amount: Decimal | None) -> str:
    return "" if amount is None else formats.pence(amount)


def _extreme(label: str, extreme: domain.Extreme, today: dt.date) -> Figure:
    local = extreme.starts_at.astimezone(LONDON)
    return Figure(
        label=label,
        value=formats.pence(extreme.pence),
        note=f"{formats.day_words(local.date(), today)} {formats.clock(local, LONDON)}",
        exact=formats.exact_pence(extreme.pence),
    )


def _hour(label: str, hour: int, whole: Tally) -> Figure:
    halves = [p for p in whole.by_clock[2 * hour : 2 * hour + 2] if p is not None]
    mean = sum(halves, Decimal(0)) / len(halves)
    return Figure(
        label=label,
        value=CLOCK[2 * hour],
        note=_("until %(end)s, %(mean)s on average")
        % {"end": CLOCK[2 * hour + 2], "mean": formats.pence(mean)},
        exact=formats.exact_pence(mean),
    )


def _cells(by_clock: Sequence[Decimal | None]) -> list[str]:
    """The cells of one column, coloured by how they stand within it."""
    known = [p for p in by_clock if p is not None]
    bands = iter(domain.price_bands([p.quantize(Decimal("0.0001")) for p in known]))
    names = {band: str(escape(words)) for band, words in BANDS.items()}
    cells = []
    for p in by_clock:
        if p is None:
            cells.append("<td></td>")
            continue
        band = next(bands)
        text = formats.number(p, 2)
        cells.append(f'<td class="heat band-{band}" title="{text}p, {names[band]}">{text}</td>')
    return cells
