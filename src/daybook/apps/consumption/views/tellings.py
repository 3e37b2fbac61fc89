"""The figures of a day, week, month or year, and why a day may have no half-hours."""

from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.apps.consumption.domain import Look, Peak, Profile, Source, Unit, Utility
from daybook.apps.consumption.queries import Looked
from daybook.apps.consumption.views.ahead import Figure, share
from daybook.apps.consumption.views.words import UNITS, day_name, measured, places_of
from daybook.lib.half_hours import starts
from daybook.lib.periods import HALF_HOUR, LONDON
from daybook.ui import formats

#: An idle load is that of current: water that runs at night is a leak, and gas heats.
WITH_BASE_LOAD: Final = Utility.ELECTRICITY


def figures_of(look: Look, seen: Looked) -> list[Figure]:
    """The numbers above the chart: the total first, then what the half-hours tell."""
    if not seen.daily:
        return []
    found = [_total(look, seen)]
    if look is not Look.DAY:
        found += _days(seen)
    if told := seen.profile:
        found.append(_peak(look, told.peak, seen.unit))
        if told.base_watts is not None and seen.utility is WITH_BASE_LOAD:
            found.append(_base(told, told.base_watts))
        if told.night_share is not None:
            note = _("of the use falls between 00:00 and 07:00")
            found.append({"label": _("At night"), "number": share(told.night_share), "note": note})
    return found


def why_no_half_hours(seen: Looked) -> str:
    """Why a day has no half-hours to show; nothing where it has some."""
    day = seen.days.first
    if day in seen.half_hours:
        return ""
    source = seen.sources.get(day)
    if source is None:
        return _("Nothing is known of this day.")
    if source is Source.READINGS:
        return _(
            "The amount of this day is worked out from readings of the meter, which know nothing of"
            " its half-hours. They come with an import from a smart meter."
        )
    return _(
        "The amount of this day was typed, alone or as part of several days, so nothing is known of"
        " its half-hours. They come with an import from a smart meter."
    )


def _total(look: Look, seen: Looked) -> Figure:
    note = _("every day is known")
    if look is Look.DAY:
        lost = seen.profile.missing if seen.profile else 0
        note = _("every half-hour is known") if seen.profile else ""
        if lost:
            told = ngettext("%d half-hour is missing", "%d half-hours are missing", lost)
            note = told % lost
    elif lost := seen.total.missing_days:
        told = ngettext(
            "%(n)d of %(all)d days is not known", "%(n)d of %(all)d days are not known", lost
        )
        note = told % {"n": lost, "all": seen.total.days}
    return _figure(_("In all"), seen.total.amount, seen.unit, note)


def _days(seen: Looked) -> list[Figure]:
    highest = max(seen.daily, key=lambda day: (seen.daily[day], day))
    found = []
    if seen.total.a_day is not None:
        note = ngettext("from %d known day", "from %d known days", seen.total.known_days)
        mean = _figure(
            _("A day"), seen.total.a_day, seen.unit, note % seen.total.known_days, is_exact=False
        )
        found.append(mean)
    if seen.total.known_days > 1:
        day = day_name(highest)
        found.append(_figure(_("Highest day"), seen.daily[highest], seen.unit, day))
    return found


def _peak(look: Look, peak: Peak, unit: Unit) -> Figure:
    begins = starts(peak.day, LONDON)[peak.place]
    when = formats.span(begins, begins + HALF_HOUR, LONDON)
    if look is not Look.DAY:
        when = f"{day_name(peak.day)}, {when}"
    return {
        "label": _("Highest half-hour"),
        "number": formats.number(peak.amount, 2),
        "unit": str(UNITS[unit]),
        "exact": measured(peak.amount, unit, exact=True),
        "note": when,
    }


def _base(told: Profile, watts: Decimal) -> Figure:
    note = _("drawn without a pause")
    if told.base_share is not None:
        note = _("drawn without a pause, %s of the use") % share(told.base_share)
    return {
        "label": _("Base load"),
        "number": formats.number(watts, 0),
        "unit": "W",
        "exact": _("The lowest three hours before 06:00, and of all nights the middle one"),
        "note": note,
    }


def _figure(label: str, amount: Decimal, unit: Unit, note: str, *, is_exact: bool = True) -> Figure:
    return {
        "label": label,
        "number": formats.number(amount, places_of(amount, unit)),
        "unit": str(UNITS[unit]),
        "exact": measured(amount, unit, exact=True) if is_exact else "",
        "note": note,
    }
