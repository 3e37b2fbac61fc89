"""An Octopus account as people read of it: how far it is, its meters, what is missing."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.apps.consumption.actions import TakenOver
from daybook.apps.consumption.domain import ONE_DAY, Days, Utility
from daybook.apps.consumption.models import MeterPoint, OctopusAccount
from daybook.apps.consumption.queries import Gap, PointAgreement
from daybook.apps.consumption.views.words import NAMES, days_words
from daybook.lib.periods import LONDON
from daybook.ui import formats

TIMES_TOLD: Final = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of the account; ``full`` is for a tooltip."""

    label: str
    words: str
    full: str = ""


@dataclass(frozen=True, slots=True)
class GapList:
    """What is missing of one utility, in lines; none when all is there."""

    name: str
    total: str
    lines: list[str]


def meter_of(account: OctopusAccount) -> dict[str, object] | None:
    """How far the past has been fetched; nothing when it is all there or nobody asks."""
    if not account.is_filling or account.is_paused:
        return None
    if account.filled_since == account.fill_until:
        return {"percent": 0, "words": _("It begins in a moment.")}
    since = f"{account.filled_since:%B %Y}"
    return {
        "percent": account.percent_filled,
        "words": _("Everything since %(month)s is here.") % {"month": since},
    }


def facts_of(account: OctopusAccount, *, now: dt.datetime) -> list[Fact]:
    """What the account is, and when it was asked."""
    return [
        Fact(_("Account"), account.number),
        Fact(_("API key"), _("ends with %s") % account.key_hint),
        Fact(_("Gas meter"), str(account.get_gas_unit_display())),
        Fact(
            _("Last answer"),
            formats.moment(account.answered_at, now, LONDON),
            formats.full_moment(account.answered_at, LONDON),
        ),
    ]


def points_table(
    points: Iterable[MeterPoint], agreements: Iterable[PointAgreement], *, now: dt.datetime
) -> list[list[str]]:
    """A row for each meter point: what, its number, its meters, its tariff now."""
    tariffs: dict[tuple[str, str], str] = {}
    for one in agreements:  # the latest last
        if one.valid_from <= now and (one.valid_to is None or now < one.valid_to):
            tariffs[one.utility.value, one.number] = one.tariff_code
    return [
        [
            _("Export, not used here") if point.is_export else str(NAMES[Utility(point.utility)]),
            point.number,
            ", ".join(point.serials) or formats.DASH,
            tariffs.get((point.utility, point.number), formats.DASH),
        ]
        for point in points
    ]


def taken_words(taken: TakenOver) -> list[tuple[int, str]]:
    """What became of the tariffs of the account, each with the level of its message."""
    told = []
    if taken.added:
        count = len(taken.added)
        words = ngettext("%d tariff was taken over.", "%d tariffs were taken over.", count)
        told.append((messages.SUCCESS, words % count))
    elif not taken.refusals:
        told.append((messages.INFO, _("There was no new half-hourly tariff to take over.")))
    unknown = _("The standing charge of %s is not known: type it into the tariff.")
    told += [(messages.WARNING, unknown % name) for name in taken.uncharged]
    told += [(messages.WARNING, _("Not taken over: %s") % why) for why in taken.refusals]
    if taken.to_type:
        words = _("The prices of %s are not half-hourly: add such a tariff yourself, from a bill.")
        told.append((messages.INFO, words % ", ".join(taken.to_type)))
    return told


def gap_lists(gaps: Mapping[Utility, list[Gap]], *, today: dt.date) -> list[GapList]:
    """What is missing, by utility and day; whole days beside one another are one line."""
    return [
        GapList(str(NAMES[utility]), _total(found), _lines(found, today))
        for utility, found in gaps.items()
    ]


def _total(gaps: list[Gap]) -> str:
    count = sum(len(gap.starts) for gap in gaps)
    if not count:
        return _("nothing is missing")
    told = ngettext(
        "approximate: %d half-hour missing", "approximate: %d half-hours missing", count
    )
    return told % count


def _lines(gaps: list[Gap], today: dt.date) -> list[str]:
    lines: list[str] = []
    whole: Days | None = None
    for gap in reversed(gaps):
        if gap.is_whole and whole is not None and whole.first == gap.day + ONE_DAY:
            whole = Days(gap.day, whole.past)
            lines[-1] = _whole_words(whole, today)
            continue
        whole = Days(gap.day, gap.day + ONE_DAY) if gap.is_whole else None
        lines.append(_whole_words(whole, today) if whole else _part_words(gap, today))
    return lines


def _whole_words(days: Days, today: dt.date) -> str:
    return _("%(days)s: nothing has come") % {"days": days_words(days, today)}


def _part_words(gap: Gap, today: dt.date) -> str:
    count = len(gap.starts)
    told = ngettext(
        "%(day)s: %(count)d half-hour missing, at %(times)s",
        "%(day)s: %(count)d half-hours missing, at %(times)s",
        count,
    )
    times = ", ".join(formats.clock(at, LONDON) for at in gap.starts[:TIMES_TOLD])
    if count > TIMES_TOLD:
        times = _("%(times)s and later") % {"times": times}
    return told % {"day": formats.day_words(gap.day, today), "count": count, "times": times}
