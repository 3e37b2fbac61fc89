"""What lies ahead, as figures: the month and the year as ranges, the goal, and what is missing."""

from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.apps.consumption.domain import Coverage, Projection, Unit
from daybook.apps.consumption.queries import UtilityStats, YearUse
from daybook.apps.consumption.views.words import UNITS, measured, places_of
from daybook.ui import formats

HUNDRED: Final = 100
#: Fewer days than four weeks say nothing of a year.
LEAST_COMPARED: Final = 28
Figure = dict[str, str]


def ahead_of(stats: UtilityStats) -> list[Figure]:
    """The figures of what lies ahead, and how complete what they are made from is."""
    year, unit = stats.year, stats.unit
    found = [_month(stats), _so_far(year, unit)]
    if year.is_contract:
        found.append(_year(year, unit))
    if year.used is not None:
        found.append(_goal(year, unit))
    return [*found, _complete(stats.coverage)]


def share(part: Decimal, places: int = 0) -> str:
    """A share of the whole, such as 62%."""
    return f"{formats.number(part * HUNDRED, places)}%"


def _month(stats: UtilityStats) -> Figure:
    label = _("This month, probably")
    if stats.projection is None:
        note = _("not enough yet: it takes seven known days of the last four weeks")
        return {"label": label, "number": formats.DASH, "note": note}
    note = _("in eight of ten such months, most likely %s") % _about(
        stats.projection.middle, stats.unit
    )
    if not stats.projection.expected_days:
        note = _("every day of it is known")
    elif not stats.year_ago.missing_days:
        note += "; " + _("a year ago %s") % _about(stats.year_ago.amount, stats.unit)
    return _range(label, stats.projection, stats.unit, note)


def _so_far(year: YearUse, unit: Unit) -> Figure:
    compared = year.on_year_before
    change = compared.change if compared.now.known_days >= LEAST_COMPARED else None
    if year.is_contract:
        label = _("Contract year so far")
        note = _("since %s") % formats.long_day(year.days.first)
    else:
        label, note = _("The last twelve months"), ""
    if change is not None:
        told = _("%s against the year before") % formats.percent(change * HUNDRED)
        if compared.now.missing_days:
            counted = compared.now.known_days
            told = ngettext(
                "%(change)s against the same %(n)d day a year before",
                "%(change)s against the same %(n)d days a year before",
                counted,
            ) % {"change": formats.percent(change * HUNDRED), "n": counted}
        note = f"{note}; {told}" if note else told
    if year.so_far.missing_days:
        lost = ngettext("%d day is missing", "%d days are missing", year.so_far.missing_days)
        note = f"{note}; {lost % year.so_far.missing_days}".removeprefix("; ")
    amount = year.so_far.amount
    return {
        "label": label,
        "number": formats.number(amount, places_of(amount, unit)),
        "unit": str(UNITS[unit]),
        "exact": measured(amount, unit, exact=True),
        "note": note,
    }


def _year(year: YearUse, unit: Unit) -> Figure:
    label = _("Contract year, probably")
    if year.projection is None:
        note = _("not enough yet: it takes the same days of the year before")
        return {"label": label, "number": formats.DASH, "note": note}
    note = _("in eight of ten such years, most likely %s") % _about(year.projection.middle, unit)
    return _range(label, year.projection, unit, note)


def _goal(year: YearUse, unit: Unit) -> Figure:
    goal, used = year.goal or Decimal(1), year.used or Decimal(0)
    label = _("Of the goal of %s") % _about(goal, unit)
    if not year.is_contract:
        note = _("in the last twelve months")
    else:
        note = _("%s of the year has passed") % share(year.passed)
        if year.projection:
            ends = {"low": share(year.projection.low / goal)}
            ends["high"] = share(year.projection.high / goal)
            note += "; " + _("it will probably end at %(low)s to %(high)s") % ends
    return {"label": label, "number": share(used), "note": note}


def _complete(coverage: Coverage) -> Figure:
    parts = []
    if coverage.missing_days:
        told = ngettext(
            "%(n)d of %(all)d days is missing",
            "%(n)d of %(all)d days are missing",
            coverage.missing_days,
        )
        parts.append(told % {"n": coverage.missing_days, "all": coverage.days})
    if lost := coverage.missing_half_hours:
        parts.append(ngettext("%d half-hour is missing", "%d half-hours are missing", lost) % lost)
    whole = ngettext("the last %d day", "all of the last %d days", coverage.days) % coverage.days
    # What is not complete is not told as 100.0%.
    known = min(coverage.share, Decimal("0.999")) if parts else coverage.share
    return {
        "label": _("Complete"),
        "number": share(known, 1 if parts else 0),
        "note": "; ".join(parts) or whole,
    }


def _range(label: str, projection: Projection, unit: Unit, note: str) -> Figure:
    low, high = _plain(projection.low, unit), _plain(projection.high, unit)
    return {
        "label": label,
        "number": low if low == high else f"{low}{formats.DASH}{high}",
        "unit": str(UNITS[unit]),
        "exact": _("10th to 90th percentile of what days like the last ones come to"),
        "note": note,
    }


def _about(amount: Decimal, unit: Unit) -> str:
    return f"{_plain(amount, unit)}{formats.SPACE}{UNITS[unit]}"


def _plain(amount: Decimal, unit: Unit) -> str:
    """A number that is not known to the decimal says so by having none."""
    return formats.number(amount, 0 if amount >= HUNDRED else places_of(amount, unit))
