"""A plan drawn on the days it falls on."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from daybook.apps.prices import domain
from daybook.apps.prices.domain import Block, Slot
from daybook.apps.prices.queries import Planned
from daybook.lib.periods import LONDON, Period, local_date, local_day
from daybook.ui import formats
from daybook.ui.ruler import Bracket, Cell, Mark, Ruler, ruler

DAY: Final = dt.timedelta(days=1)


def rulers(planned: Planned, now: dt.datetime) -> Iterator[SafeString]:
    """Today and tomorrow, as far as prices are known, with the blocks on them.

    A block belongs to the day it begins on. The first of a day is bracketed, and each is a mark
    that leads to the list of blocks.
    """
    today = local_date(now, LONDON)
    blocks = planned.plan.blocks
    for name, date in (("today", today), ("tomorrow", today + DAY)):
        day = local_day(date, LONDON)
        slots = domain.touching(planned.rates.slots, day)
        if not slots:
            continue
        inside = [block for block in blocks if day.contains(block.starts_at)]
        label = _("The plan, %s") % formats.day_words(date, today)
        drawn = _drawn(slots, inside, name=name, label=label, day=day, now=now)
        yield render_to_string("ui/ruler.html", {"ruler": drawn})


def _drawn(
    slots: Sequence[Slot],
    inside: Sequence[Block],
    *,
    name: str,
    label: str,
    day: Period,
    now: dt.datetime,
) -> Ruler:
    first = inside[0] if inside else None
    return ruler(
        name=name,
        label=label,
        day=day,
        zone=LONDON,
        cells=[_cell(slot, band) for slot, band in zip(slots, domain.bands(slots), strict=True)],
        now=now.replace(second=0, microsecond=0),
        bracket=Bracket(Period(first.starts_at, first.ends_at), _("run")) if first else None,
        marks=[_mark(block) for block in inside],
    )


def _cell(slot: Slot, band: domain.Band) -> Cell:
    return Cell(slot.starts_at, slot.pence_inc_vat, band, formats.exact_pence(slot.pence_inc_vat))


def _mark(block: Block) -> Mark:
    span = formats.span(block.starts_at, block.ends_at, LONDON)
    return Mark(block.starts_at, _("Run %s") % span, "#plan-blocks")
