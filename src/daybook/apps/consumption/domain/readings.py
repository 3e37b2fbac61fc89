"""What the readings of a meter say was used between them.

A reading belongs to the start of its day: what was used between readings of days a and b was used
on the days from a up to, and not including, b.

A dial that has passed its top begins again with 0. An estimate that a later reading does not reach
was too high, and is left out. What is lower than the reading before it for no such reason tells of
no use at all: the days between stay unknown, and the next step begins here.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from daybook.apps.consumption.domain.amounts import LARGEST, checked_use
from daybook.apps.consumption.domain.days import Days, spread
from daybook.apps.consumption.domain.dials import Dial
from daybook.apps.consumption.domain.refusals import InvalidReading, QuestionableStep, UnusualValue
from daybook.apps.consumption.domain.utilities import USUAL_CALORIFIC_VALUE

#: More of the dial than this between two readings is taken for a mistake before a roll-over.
_MOST_OF_THE_DIAL: Final = Decimal("0.25")


class Answer(StrEnum):
    """What somebody has said of a step that was questioned."""

    NONE = ""
    ROLLED_OVER = "rolled-over"
    SURE = "sure"


class Fate(StrEnum):
    """What became of a reading when the use was derived."""

    FIRST = "first"
    COUNTED = "counted"
    ROLLED_OVER = "rolled-over"
    LOWER = "lower"
    OVERTAKEN = "overtaken"
    TOO_LOW = "too-low"


@dataclass(frozen=True, slots=True, kw_only=True)
class DialReading:
    """The number on the dial at the start of ``day``.

    ``calorific_value`` (MJ/m³) is that of gas which was used up to then.
    """

    day: dt.date
    number: Decimal
    is_estimated: bool = False
    answer: Answer = Answer.NONE
    calorific_value: Decimal = USUAL_CALORIFIC_VALUE


@dataclass(frozen=True, slots=True)
class Step:
    """What was used between two readings, in the standard unit."""

    days: Days
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Derived:
    """A reading, what became of it, and the step that ends with it where there is one."""

    reading: DialReading
    fate: Fate
    step: Step | None = None


def derived(dial: Dial, readings: Iterable[DialReading]) -> tuple[Derived, ...]:
    """What the ``readings`` of one meter say, by day; at most one reading is of a day."""
    found: dict[dt.date, Derived] = {}
    kept: list[DialReading] = []
    for reading in sorted(readings, key=lambda one: one.day):
        while kept and _overtakes(dial, kept[-1], reading):
            estimate = kept.pop()
            found[estimate.day] = Derived(estimate, Fate.OVERTAKEN)
        told = _step(dial, kept[-1], reading) if kept else Derived(reading, Fate.FIRST)
        found[reading.day] = told
        if told.fate is not Fate.TOO_LOW:
            kept.append(reading)
    return tuple(found[day] for day in sorted(found))


def steps(told: Iterable[Derived]) -> frozenset[Step]:
    """The steps of ``derived`` readings."""
    return frozenset(one.step for one in told if one.step is not None)


def shares(found: Iterable[Step], days: Days) -> dict[dt.date, Decimal]:
    """What the steps say was used on each of ``days``; several meters add up."""
    used: dict[dt.date, Decimal] = {}
    for step in found:
        if step.days.overlap(days) is None:
            continue
        for day, share in spread(step.amount, step.days).items():
            if days.first <= day < days.past:
                used[day] = used.get(day, Decimal(0)) + share
    return used


def question(dial: Dial, told: Sequence[Derived], day: dt.date) -> None:
    """Refuse the reading of ``day`` while it makes a step that nobody has explained.

    ``told`` are all readings of the meter with this one among them. Raises ``QuestionableStep``
    for a number lower than the one before it or higher than the one after, and for a use far
    above any household's, unless the reading's ``answer`` explains it. Raises ``InvalidReading``
    for what no answer could explain.
    """
    standing = [one for one in told if one.fate is not Fate.OVERTAKEN]
    place = next((n for n, one in enumerate(standing) if one.reading.day == day), None)
    if place is None:
        return
    own = standing[place]
    after = standing[place + 1] if place + 1 < len(standing) else None
    _question_step(dial, own, own.reading.answer is not Answer.NONE)
    if after is not None:
        answers = (own.reading.answer is Answer.SURE, after.reading.answer is not Answer.NONE)
        _question_step(dial, after, any(answers))


def _question_step(dial: Dial, told: Derived, is_explained: bool) -> None:
    if told.fate in {Fate.LOWER, Fate.TOO_LOW} and not is_explained:
        raise QuestionableStep(
            f"{told.reading.number.normalize():f} on {_day(told.reading.day)} is less than the"
            " reading before it. Check the number, or say why."
        )
    if told.step is None:
        return
    if told.step.amount >= LARGEST:
        raise InvalidReading("That is more than a household can use. Check the number.")
    try:
        checked_use(
            told.step.amount,
            utility=dial.utility,
            day_count=told.step.days.count,
            is_sure=is_explained,
        )
    except UnusualValue as error:
        raise QuestionableStep(error.message) from None


def _step(dial: Dial, before: DialReading, reading: DialReading) -> Derived:
    if reading.number >= before.number:
        return _counted(dial, before, reading, reading.number - before.number, Fate.COUNTED)
    if _rolled_over(dial, before, reading):
        step = reading.number + dial.top - before.number
        return _counted(dial, before, reading, step, Fate.ROLLED_OVER)
    return Derived(reading, Fate.TOO_LOW if reading.is_estimated else Fate.LOWER)


def _counted(
    dial: Dial, before: DialReading, reading: DialReading, step: Decimal, fate: Fate
) -> Derived:
    amount = dial.used(step, reading.calorific_value)
    return Derived(reading, fate, Step(Days(before.day, reading.day), amount))


def _overtakes(dial: Dial, before: DialReading, reading: DialReading) -> bool:
    """Whether an actual ``reading`` shows that the estimate ``before`` it was too high."""
    return (
        before.is_estimated
        and not reading.is_estimated
        and reading.number < before.number
        and not _rolled_over(dial, before, reading)
    )


def _rolled_over(dial: Dial, before: DialReading, reading: DialReading) -> bool:
    """Whether the dial has passed its top: somebody says so, or it is likely.

    It is likely where little of the dial, and no more than households use, lies between.
    """
    if reading.answer is Answer.ROLLED_OVER:
        return True
    step = reading.number + dial.top - before.number
    if step > dial.top * _MOST_OF_THE_DIAL or reading.answer is Answer.SURE:
        return False
    try:
        checked_use(
            dial.used(step, reading.calorific_value),
            utility=dial.utility,
            day_count=(reading.day - before.day).days,
        )
    except UnusualValue:
        return False
    return True


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"
