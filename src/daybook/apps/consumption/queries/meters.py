"""Meters, their readings, and what these say was used."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from daybook.apps.consumption.domain import (
    ONE_DAY,
    Derived,
    Source,
    Step,
    Utility,
    derived,
    steps,
)
from daybook.apps.consumption.errors import NoSuchMeter, NoSuchReading
from daybook.apps.consumption.models import DayUse, Meter, Reading, ReadingQuerySet, Record

_A_YEAR: Final = 366 * ONE_DAY


@dataclass(frozen=True, slots=True)
class ToldReading:
    """A reading, and what it says was used since the one before it."""

    reading: Reading
    derived: Derived


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterSummary:
    """A meter, its latest reading, and the mean use a day of its last year."""

    meter: Meter
    latest: Reading | None
    reading_count: int
    a_day: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """Days of a record whose use another source tells: ``count`` of them."""

    source: Source
    count: int


def meter_of(person_id: int, meter_id: int) -> Meter:
    """One meter; raises ``NoSuchMeter`` when it is not the person's."""
    meter = Meter.objects.standing().filter(person_id=person_id, pk=meter_id).first()
    if meter is None:
        raise NoSuchMeter(_("That meter does not exist."))
    return meter


def reading_of(person_id: int, reading_id: int) -> Reading:
    """One reading with its meter; raises ``NoSuchReading`` when it is not the person's."""
    own = Reading.objects.standing().filter(person_id=person_id, pk=reading_id)
    reading = own.select_related("meter").first()
    if reading is None:
        raise NoSuchReading(_("That reading does not exist."))
    return reading


def readings_of(person_id: int, *, meter_id: int | None = None) -> list[ToldReading]:
    """The person's readings, or those of one meter, newest first; in one question."""
    own = Reading.objects.standing().filter(person_id=person_id)
    if meter_id is not None:
        own = own.filter(meter_id=meter_id)
    told = [one for _meter, rows in _by_meter(own) for one in rows]
    return sorted(told, key=lambda one: (one.reading.day, one.reading.pk), reverse=True)


def meters_of(person_id: int) -> list[MeterSummary]:
    """The person's meters, those in use first, by utility and name; in two questions."""
    meters = Meter.objects.standing().filter(person_id=person_id)
    own = Reading.objects.standing().filter(person_id=person_id)
    told = {meter.pk: rows for meter, rows in _by_meter(own)}
    order = list(Utility)
    return sorted(
        (summary_of(meter, told.get(meter.pk, [])) for meter in meters),
        key=lambda one: (
            one.meter.removed_on is not None,
            order.index(Utility(one.meter.utility)),
            one.meter.name.casefold(),
            one.meter.pk,
        ),
    )


def summary_of(meter: Meter, told: list[ToldReading]) -> MeterSummary:
    """The latest of a meter's readings, and the mean use a day of the year up to it."""
    latest = max((one.reading for one in told), key=lambda one: one.day, default=None)
    since = latest.day - _A_YEAR if latest else dt.date.min
    recent = [step for step in _steps(told) if step.days.past > since]
    days = sum(step.days.count for step in recent)
    amount = sum((step.amount for step in recent), Decimal(0))
    return MeterSummary(
        meter=meter,
        latest=latest,
        reading_count=len(told),
        a_day=amount / days if days else None,
    )


def steps_of_meter(meter: Meter) -> frozenset[Step]:
    """What the readings of ``meter`` say was used, nothing where it is deleted."""
    own = Reading.objects.standing().filter(meter_id=meter.pk)
    return frozenset(step for _meter, rows in _by_meter(own) for step in _steps(rows))


def steps_of_supply(person_id: int, utility: Utility) -> list[tuple[Step, bool]]:
    """The steps of all meters of a utility, and whether each is a sample's; in one question."""
    own = Reading.objects.standing().filter(person_id=person_id, meter__utility=utility.value)
    return [(step, meter.is_sample) for meter, rows in _by_meter(own) for step in _steps(rows)]


def derived_of_meter(meter: Meter) -> tuple[Derived, ...]:
    """What became of each reading of ``meter``, by day."""
    own = Reading.objects.standing().filter(meter_id=meter.pk)
    return derived(meter.dial, [reading.on_dial for reading in own])


def restorable(person_id: int, deletion: UUID) -> Meter | Reading | None:
    """The meter or the reading that went with ``deletion`` and can be brought back."""
    meter = Meter.objects.filter(person_id=person_id, deletion=deletion).first()
    gone = Reading.objects.filter(person_id=person_id, deletion=deletion, meter__deletion=None)
    return meter or gone.select_related("meter").first()


def told_otherwise(person_id: int, records: Iterable[Record]) -> dict[int, Untold]:
    """Of which records the days are told by a better source, by their id; in one question."""
    asked = list(records)
    if not asked:
        return {}
    touched = (Q(utility=r.utility, day__gte=r.starts_on, day__lt=r.ends_on) for r in asked)
    rows = DayUse.objects.filter(reduce(or_, touched), person_id=person_id)
    better = {
        (utility, day): Source(source)
        for utility, day, source in rows.values_list("utility", "day", "source")
        if source != Source.RECORDS.value
    }
    found: dict[int, Untold] = {}
    for record in asked:
        sources = [better.get((record.utility, day)) for day in record.days.each()]
        known = [source for source in sources if source is not None]
        if known:
            found[record.pk] = Untold(source=known[0], count=len(known))
    return found


def _by_meter(own: ReadingQuerySet) -> Iterator[tuple[Meter, list[ToldReading]]]:
    readings = own.select_related("meter").order_by("meter_id", "day")
    for meter, rows in groupby(readings, key=lambda one: one.meter):
        of_meter = list(rows)
        told = derived(meter.dial, [reading.on_dial for reading in of_meter])
        yield meter, [ToldReading(*pair) for pair in zip(of_meter, told, strict=True)]


def _steps(rows: Iterable[ToldReading]) -> frozenset[Step]:
    return steps(one.derived for one in rows)
