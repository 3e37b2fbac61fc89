"""How blocks, figures and gaps of prices read on a page."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.apps.prices import domain
from daybook.apps.prices.errors import NoWindow
from daybook.core.rest import utc_text
from daybook.lib.periods import LONDON, Period, half_hour_of, local_date
from daybook.ui import formats

MINUTE = dt.timedelta(minutes=1)
EXPORT_HOURS = Decimal(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of the day, ready to be shown; ``exact`` has every digit."""

    label: str
    value: str
    note: str = ""
    exact: str = ""
    band: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block, ready to be shown."""

    day: str
    span: str
    full: str
    wait: str
    mean: str
    exact_mean: str
    cost: str
    exact_cost: str
    dearer: str
    starts_at: str
    ends_at: str
    #: Whether it can still be put on a calendar.
    is_ahead: bool


def block(
    window: domain.Window, *, best: domain.Window, kwh: Decimal | None, now: dt.datetime
) -> Block:
    """``window`` in words; how much dearer than ``best`` it is, unless it is that one.

    ``kwh`` is what is drawn evenly over it; nothing is said of a cost without it.
    """
    cost = None if kwh is None else window.cost_pounds(kwh)
    dearer = window.mean_pence - best.mean_pence
    started = window.starts_at <= now
    return Block(
        day=formats.day_words(local_date(window.starts_at, LONDON), local_date(now, LONDON)),
        span=formats.span(window.starts_at, window.ends_at, LONDON),
        full=formats.full_moment(window.starts_at, LONDON),
        wait="" if started else formats.duration(max(window.starts_at - now, MINUTE)),
        mean=formats.pence(window.mean_pence),
        exact_mean=formats.exact_pence(window.mean_pence),
        cost="" if cost is None else formats.pounds(cost),
        exact_cost="" if cost is None else formats.exact_pounds(cost),
        dearer="" if window is best else f"{formats.signed(dearer, 2)}p",
        starts_at=utc_text(window.starts_at),
        ends_at=utc_text(window.ends_at),
        is_ahead=window.ends_at > now,
    )


def slot_figure(label: str, slot: domain.Slot, note: str = "") -> Figure:
    """A figure of one half-hour; without a note, when it is."""
    return Figure(
        label=label,
        value=formats.pence(slot.pence_inc_vat),
        note=note or formats.span(slot.starts_at, slot.ends_at, LONDON),
        exact=formats.exact_pence(slot.pence_inc_vat),
    )


def export_figures(slots: tuple[domain.Slot, ...], day: Period, now: dt.datetime) -> list[Figure]:
    """When sending electricity out pays best on ``day``, from now on where that is today."""
    since = half_hour_of(now) if day.contains(now) else day.starts_at
    limits = domain.Limits(not_before=since, finish_by=day.ends_at)
    try:
        best = domain.dearest(slots, EXPORT_HOURS, limits)
    except NoWindow:
        return []
    return [
        Figure(
            label=_("Best to send out"),
            value=formats.clock(best.starts_at, LONDON),
            note=_("until %(end)s, %(mean)s on average")
            % {
                "end": formats.clock(best.ends_at, LONDON),
                "mean": formats.pence(best.mean_pence),
            },
            exact=formats.exact_pence(best.mean_pence),
        )
    ]


def standing_figures(pence: Decimal | None) -> list[Figure]:
    """What a day costs before anything is used, where that is known."""
    if pence is None:
        return []
    note = _("a day, with VAT")
    return [Figure(label=_("Standing charge"), value=formats.pence(pence), note=note)]


def average_figure(average: domain.Average) -> Figure:
    """The mean of a day, and what it lacks."""
    lacking = ngettext(
        "%(count)s half-hour missing", "%(count)s half-hours missing", average.missing_slots
    )
    return Figure(
        label=_("Average"),
        value=formats.pence(average.mean_pence),
        note=lacking % {"count": average.missing_slots} if average.missing_slots else _("all day"),
        exact=formats.exact_pence(average.mean_pence),
    )


def missing(starts: tuple[dt.datetime, ...], day: Period, now: dt.datetime) -> list[str]:
    """What is missing of ``day`` and when it is due, a sentence each; nothing when all is known."""
    today = local_date(now, LONDON)
    early = domain.not_yet_due(starts, now)
    late = [start for start in starts if start not in early]
    sentences = []
    if early:
        due = domain.due_at(domain.agile_date(early[0]))
        if early[0] == day.starts_at:
            words = _("Prices for %(start)s are announced %(day)s at about %(time)s.")
            start = formats.day_words(local_date(early[0], LONDON), today)
        else:
            words = _("Prices from %(start)s are announced %(day)s at about %(time)s.")
            start = formats.clock(early[0], LONDON)
        sentences.append(
            words
            % {
                "start": start,
                "day": formats.day_words(local_date(due, LONDON), today),
                "time": formats.clock(due, LONDON),
            }
        )
    if late:
        words = ngettext(
            "%(count)s half-hour has no price: Octopus has not published it.",
            "%(count)s half-hours have no price: Octopus has not published them.",
            len(late),
        )
        sentences.append(words % {"count": len(late)})
    return sentences
