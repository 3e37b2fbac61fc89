"""What is drawn of a day of prices: the ruler, the figures, the chart and the table.

None of it is about a person, so it is drawn once a minute for whoever looks.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from daybook.apps.prices import domain
from daybook.apps.prices.views import words
from daybook.core.rest import utc_text
from daybook.lib.periods import HALF_HOUR, LONDON, Period, half_hours, local_date, local_day
from daybook.ui import formats
from daybook.ui.ruler import BANDS, Bracket, Cell, clock_labels, ruler

EDITIONS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One half-hour of the table, which is also what the chart is drawn from."""

    starts_at: str
    span: str
    inc_vat: str
    exc_vat: str
    export: str
    export_number: str
    exact: str
    number: str
    band: str
    band_words: str
    is_lowest: bool
    is_in_block: bool
    is_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One state of a day's prices at one minute; what is drawn from it never changes.

    The prices themselves take no part in comparing editions: which ones they are is said by the
    tariff and by when they were fetched.
    """

    product: str
    region: domain.Region | None
    fetched_at: dt.datetime | None
    is_sample: bool
    day: dt.date
    minute: dt.datetime
    block: Period | None
    language: str
    export_product: str = ""
    export_fetched_at: dt.datetime | None = None
    standing_pence: Decimal | None = None
    slots: tuple[domain.Slot, ...] = field(compare=False)
    export_slots: tuple[domain.Slot, ...] = field(compare=False, default=())
    missing: tuple[dt.datetime, ...] = field(compare=False)

    @property
    def title(self) -> str:
        """The day as people say it: today, tomorrow, Tue 3 Mar."""
        return formats.day_words(self.day, local_date(self.minute, LONDON))


@lru_cache(maxsize=EDITIONS)
def drawn_day(edition: Edition) -> SafeString:
    """The ruler, the figures, the chart and the table: drawn once a minute, for whoever looks.

    Nothing of a person is in it. It is most of the work of the page and the same for all who have
    the tariff, so it is kept for as long as it is true.
    """
    day = local_day(edition.day, LONDON)
    slots = domain.touching(edition.slots, day)
    missing = tuple(filter(day.contains, edition.missing))
    context = {
        "title": edition.title,
        "is_sample": edition.is_sample,
        "ruler": drawn_ruler(edition),
        "figures": [
            *_figures(edition.slots, slots, day, edition.minute),
            *words.export_figures(edition.export_slots, day, edition.minute),
            *words.standing_figures(edition.standing_pence),
        ],
        "export_product": edition.export_product if edition.export_slots else "",
        "missing": words.missing(missing, day, edition.minute),
        "rows": _rows(slots, edition.export_slots, day, edition.block, edition.minute),
    }
    return render_to_string("prices/_day.html", context)


@lru_cache(maxsize=EDITIONS)
def drawn_ruler(edition: Edition) -> SafeString:
    """The day ruler with what is known of the day, kept like ``drawn_day``."""
    day = local_day(edition.day, LONDON)
    slots = domain.touching(edition.slots, day)
    drawn = ruler(
        name="day",
        label=_("Prices %s") % edition.title,
        day=day,
        zone=LONDON,
        cells=[
            Cell(slot.starts_at, slot.pence_inc_vat, band, formats.exact_pence(slot.pence_inc_vat))
            for slot, band in zip(slots, domain.bands(slots), strict=True)
        ],
        now=edition.minute,
        bracket=Bracket(edition.block, _("cheapest")) if edition.block else None,
    )
    return render_to_string("ui/ruler.html", {"ruler": drawn})


def _figures(
    known: Sequence[domain.Slot], slots: Sequence[domain.Slot], day: Period, now: dt.datetime
) -> list[words.Figure]:
    figures = []
    if day.contains(now):
        current, coming = domain.slot_at(known, now), domain.slot_at(known, now + HALF_HOUR)
        if current:
            until = _("until %s") % formats.clock(current.ends_at, LONDON)
            figures.append(words.slot_figure(_("Now"), current, until))
        if coming:
            since = _("from %s") % formats.clock(coming.starts_at, LONDON)
            figures.append(words.slot_figure(_("Next"), coming, since))
    if slots:
        figures.append(words.slot_figure(_("Lowest"), domain.lowest(slots)))
        figures.append(words.slot_figure(_("Highest"), domain.highest(slots)))
        figures.append(words.average_figure(domain.average(slots, day)))
    return figures


def _rows(
    slots: Sequence[domain.Slot],
    export_slots: Sequence[domain.Slot],
    day: Period,
    block: Period | None,
    now: dt.datetime,
) -> list[Row]:
    if not slots:
        return []
    low = domain.lowest(slots)
    sent = {slot.starts_at: slot.pence_inc_vat for slot in export_slots}
    instants = (*half_hours(day), day.ends_at)
    clock = dict(zip(instants, clock_labels(instants, LONDON), strict=True))
    return [
        Row(
            starts_at=utc_text(slot.starts_at),
            span=f"{clock[slot.starts_at]}{formats.DASH}{clock[slot.ends_at]}",
            inc_vat=formats.number(slot.pence_inc_vat, 2),
            exc_vat=formats.number(slot.pence_exc_vat, 2),
            export=formats.number(sent[slot.starts_at], 2) if slot.starts_at in sent else "",
            export_number=str(sent.get(slot.starts_at, "")),
            exact=formats.exact_pence(slot.pence_inc_vat),
            number=str(slot.pence_inc_vat),
            band=band.value,
            band_words=str(BANDS[band]),
            is_lowest=slot is low,
            is_in_block=block is not None and slot.period.overlaps(block),
            is_now=slot.starts_at <= now < slot.ends_at,
        )
        for slot, band in zip(slots, domain.bands(slots), strict=True)
    ]
