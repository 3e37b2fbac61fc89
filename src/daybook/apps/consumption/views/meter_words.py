"""Meters and readings as people read them, each made once for its page."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from daybook.apps.consumption.domain import Fate, Unit, Utility, standard_unit
from daybook.apps.consumption.models import Meter
from daybook.apps.consumption.queries import MeterSummary, ToldReading
from daybook.apps.consumption.views.words import NAMES, UNITS, measured
from daybook.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterLine:
    """One meter of the list."""

    id: int
    name: str
    what: str
    latest: str
    latest_day: str
    latest_full: str
    a_day: str
    is_sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One reading of a meter, and the use since the one before it."""

    id: int
    day: str
    day_full: str
    note: str
    number: str
    is_estimated: bool
    is_left_out: bool
    use: str
    exact: str
    a_day: str
    fate: str


def meter_line(summary: MeterSummary, *, today: dt.date) -> MeterLine:
    """What the list shows of a meter."""
    meter, latest = summary.meter, summary.latest
    unit = standard_unit(Utility(meter.utility))
    return MeterLine(
        id=meter.pk,
        name=meter.name,
        what=what_of(meter),
        latest=dial_words(latest.number, meter) if latest else "",
        latest_day=formats.day_words(latest.day, today) if latest else "",
        latest_full=formats.long_day(latest.day) if latest else "",
        a_day=measured(summary.a_day, unit) if summary.a_day is not None else "",
        is_sample=meter.is_sample,
    )


def what_of(meter: Meter) -> str:
    """What it counts, its serial number, and since when it is gone."""
    parts = [str(NAMES[Utility(meter.utility)])]
    if meter.serial:
        parts.append(meter.serial)
    if meter.removed_on:
        parts.append(_("removed on %(day)s") % {"day": formats.long_day(meter.removed_on)})
    return " · ".join(parts)


def dial_words(number: Decimal, meter: Meter) -> str:
    """A number as it stands on the dial, with the unit."""
    return f"{number:.{meter.decimals}f}{formats.SPACE}{dial_unit(meter)}"


def dial_unit(meter: Meter) -> str:
    """What one on the dial stands for: m³, or a hundred ft³."""
    unit = str(UNITS[Unit(meter.unit)])
    if meter.multiplier == 1:
        return unit
    times = f"\N{MULTIPLICATION SIGN}{formats.SPACE}{formats.exact(meter.multiplier)}"
    return f"{times}{formats.SPACE}{unit}"


def a_day_words(amount: Decimal | None, utility: Utility) -> str:
    """A mean use a day; nothing where none is known."""
    if amount is None:
        return ""
    return _("%(amount)s a day") % {"amount": measured(amount, standard_unit(utility))}


def reading_line(told: ToldReading, meter: Meter, *, today: dt.date) -> ReadingLine:
    """What the list shows of a reading."""
    reading, step, utility = told.reading, told.derived.step, Utility(meter.utility)
    unit = standard_unit(utility)
    clock = f"{reading.time:%H:%M}" if reading.time else ""
    return ReadingLine(
        id=reading.pk,
        day=formats.day_words(reading.day, today),
        day_full=formats.long_day(reading.day),
        note=" · ".join(part for part in (clock, reading.notes) if part),
        number=f"{reading.number:.{meter.decimals}f}",
        is_estimated=reading.is_estimated,
        is_left_out=told.derived.fate in {Fate.OVERTAKEN, Fate.TOO_LOW},
        use=measured(step.amount, unit) if step else "",
        exact=measured(step.amount, unit, exact=True) if step else "",
        a_day=a_day_words(step.amount / step.days.count if step else None, utility),
        fate=fate_words(told.derived.fate),
    )


def fate_words(fate: Fate) -> str:
    """What became of a reading; nothing where it simply counts."""
    return {
        Fate.FIRST: _("first reading"),
        Fate.COUNTED: "",
        Fate.ROLLED_OVER: _("the dial rolled over"),
        Fate.LOWER: _("lower than before: use unknown"),
        Fate.OVERTAKEN: _("estimate was too high: left out"),
        Fate.TOO_LOW: _("below what was read: left out"),
    }[fate]
