"""Numbers and days of consumption as people read them, each made once for its page."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from daybook.apps.consumption.domain import Days, Source, Unit, Utility, standard_unit
from daybook.apps.consumption.models import UNIT_NAMES, UTILITIES, Record
from daybook.apps.consumption.queries import Untold, UtilityTotal
from daybook.ui import formats

UNITS = dict(UNIT_NAMES)
NAMES = dict(UTILITIES)
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the list, ready to be shown."""

    id: int
    utility: str
    name: str
    days: str
    days_full: str
    amount: str
    exact: str
    typed: str
    notes: str
    is_sample: bool
    untold: str
    cost: str = ""
    cost_note: str = ""


def line_of(record: Record, *, today: dt.date, untold: Untold | None = None) -> Line:
    """What the list shows of ``record``; ``untold`` are its days that another source tells."""
    utility, unit = Utility(record.utility), Unit(record.unit)
    typed = "" if unit is standard_unit(utility) else measured(record.value, unit, exact=True)
    return Line(
        id=record.pk,
        utility=utility.value,
        name=str(NAMES[utility]),
        days=days_words(record.days, today),
        days_full=days_full(record.days),
        amount=measured(record.amount, standard_unit(utility)),
        exact=measured(record.amount, standard_unit(utility), exact=True),
        typed=typed,
        notes=record.notes,
        is_sample=record.is_sample,
        untold=untold_words(untold, record.days.count) if untold else "",
    )


def untold_words(untold: Untold, day_count: int) -> str:
    """Why a record is not in the totals of its days, or only in a part of them."""
    if untold.count < day_count:
        return _("counted on %(count)d of %(all)d days: the meter tells of the others") % {
            "count": day_count - untold.count,
            "all": day_count,
        }
    if untold.source is Source.HALF_HOURS:
        return _("not counted: half-hours are known")
    return _("not counted: the meter tells of these days")


def measured(amount: Decimal, unit: Unit, *, exact: bool = False) -> str:
    """An amount and its unit: to a decimal or two, or with every digit."""
    text = formats.exact(amount) if exact else formats.number(amount, places_of(amount, unit))
    return f"{text}{formats.SPACE}{UNITS[unit]}"


def places_of(amount: Decimal, unit: Unit) -> int:
    """How many decimals say enough: fewer of much than of little, and more of cubic metres."""
    if abs(amount) >= THOUSAND:
        return 0
    return 2 if unit is Unit.CUBIC_METRE else 1


def total_words(total: UtilityTotal) -> dict[str, str]:
    """The total of a utility as a figure."""
    unit = standard_unit(total.utility)
    return {
        "label": str(NAMES[total.utility]),
        "number": formats.number(total.amount, places_of(total.amount, unit)),
        "unit": str(UNITS[unit]),
        "exact": measured(total.amount, unit, exact=True),
    }


def day_name(day: dt.date) -> str:
    """A day of a table or chart, without its year: Tue 3 Mar."""
    return f"{day:%a} {day.day} {day:%b}"


def days_words(days: Days, today: dt.date) -> str:
    """Which days, as people say it: yesterday, or 1 to 7 Mar."""
    if days.count == 1:
        return formats.day_words(days.first, today)
    ends = {
        "first": formats.day_words(days.first, today),
        "last": formats.day_words(days.last, today),
    }
    return _("%(first)s to %(last)s") % ends


def days_full(days: Days) -> str:
    """Which days, with nothing left out."""
    if days.count == 1:
        return formats.long_day(days.first)
    return _("%(first)s to %(last)s") % {
        "first": formats.long_day(days.first),
        "last": formats.long_day(days.last),
    }
