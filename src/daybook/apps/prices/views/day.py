"""One local day of prices, made ready for its page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from daybook.apps.prices import domain, queries
from daybook.apps.prices.errors import NoWindow
from daybook.apps.prices.views import words
from daybook.apps.prices.views.beside import NOTHING, Beside
from daybook.apps.prices.views.drawing import Edition, drawn_day, drawn_ruler
from daybook.lib.periods import HALF_HOUR, LONDON, Period, local_date, local_day
from daybook.ui import formats

DAY = dt.timedelta(days=1)
BLOCKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which block is wanted on which day."""

    day: dt.date
    hours: Decimal
    kwh: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    not_before: dt.datetime | None = None
    by: dt.time | None = None

    def period(self, now: dt.datetime) -> Period:
        """The prices to ask for: the day and the next, which a block may run into."""
        first = local_day(self.day, LONDON)
        if self.day - local_date(now, LONDON) == DAY:
            return Period(local_day(self.day - DAY, LONDON).starts_at, first.ends_at)
        return Period(first.starts_at, local_day(self.day + DAY, LONDON).ends_at)

    def limits(self, now: dt.datetime) -> domain.Limits:
        """Starts on the day, from now on where that is today, and in time for ``by``."""
        day = local_day(self.day, LONDON)
        is_today = day.contains(now)
        since = self.not_before or (now if is_today else day.starts_at)
        return domain.Limits(
            not_before=since,
            not_after=max(since, day.ends_at - HALF_HOUR),
            finish_by=None if self.by is None else domain.next_time(self.by, after=since),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfPrices:
    """Everything the page shows of a day, as ready text."""

    title: str
    edition: Edition
    block: words.Block | None
    alternatives: Sequence[words.Block]
    refusal: str
    fetched: str
    fetched_full: str
    is_stale: bool
    is_stored: bool
    #: Octopus knows the tariff but no price of it for now, as of a product that has ended.
    has_none: bool

    @property
    def ruler(self) -> SafeString:
        """The day ruler."""
        return drawn_ruler(self.edition)

    @property
    def drawing(self) -> SafeString:
        """The ruler, the figures, the chart and the table."""
        return drawn_day(self.edition)


def day_of_prices(
    rates: queries.Rates,
    wanted: Wanted | None,
    *,
    day: dt.date,
    now: dt.datetime,
    beside: Beside = NOTHING,
) -> DayOfPrices:
    """Make ``day`` ready; without anything wanted (or a wrong wish) it has no block.

    ``beside`` is what else there is to show of it.
    """
    blocks, refusal = _blocks(rates.slots, wanted, now)
    has_none = not rates.slots and rates.period.contains(now)
    best = blocks[0] if blocks else None
    kwh = wanted.kwh if wanted else None
    lines = [words.block(b, best=best, kwh=kwh, now=now) for b in blocks if best]
    edition = Edition(
        product=rates.product,
        region=rates.region,
        fetched_at=rates.fetched_at,
        is_sample=rates.is_sample,
        day=day,
        minute=now.replace(second=0, microsecond=0),
        block=best.period if best else None,
        language=get_language() or "",
        slots=rates.slots,
        missing=() if has_none else rates.missing,
        export_product=beside.export_product,
        export_fetched_at=beside.export_fetched_at,
        export_slots=beside.export_slots,
        standing_pence=beside.standing_pence,
    )
    return DayOfPrices(
        title=edition.title,
        edition=edition,
        block=lines[0] if lines else None,
        alternatives=lines[1:],
        refusal=refusal,
        fetched=formats.ago(rates.fetched_at, now) if rates.fetched_at else "",
        fetched_full=formats.full_moment(rates.fetched_at, LONDON) if rates.fetched_at else "",
        is_stale=rates.is_stale,
        is_stored=rates.is_stored,
        has_none=has_none,
    )


def _blocks(
    slots: Sequence[domain.Slot], wanted: Wanted | None, now: dt.datetime
) -> tuple[Sequence[domain.Window], str]:
    if wanted is None:
        return (), ""
    try:
        found = domain.best(
            slots,
            wanted.hours,
            BLOCKS,
            wanted.limits(now),
            tolerance_pence=wanted.tolerance,
        )
    except NoWindow as error:
        return (), error.message
    return found, ""
