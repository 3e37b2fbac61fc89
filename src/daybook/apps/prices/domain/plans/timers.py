"""Delay timers: what to set when one stands at the machine now."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daybook.apps.prices.domain.plans.field import Block, Field, run_at
from daybook.apps.prices.domain.plans.loads import Profile
from daybook.apps.prices.domain.refusals import InvalidTimer
from daybook.lib.periods import HALF_HOUR, half_hour_of

LONGEST_HOURS: Final = 24
_RANGE: Final = re.compile(r"(\d{1,2})\s*(?:-|\u2013|to)\s*(\d{1,2})")
_STEPS: Final = "Write the hours the timer offers, such as “3 6 9” or “1-12”."
_MINUTE: Final = dt.timedelta(minutes=1)


class TimerKind(StrEnum):
    """What the hours on the timer mean."""

    NONE = ""
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Timer:
    """A delay timer: which whole hours can be set, until the start or until the end."""

    kind: TimerKind
    hours: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TimerAnswer:
    """Set so many hours at ``at``, and ``block`` is what happens; no hours: start at once."""

    at: dt.datetime
    hours: int
    kind: TimerKind
    block: Block


def timer_hours(text: str) -> tuple[int, ...]:
    """The hours of a timer as they were typed: ``3 6 9``, ``3/6/9`` or ``1-12``.

    Raises ``InvalidTimer`` for anything else, and for hours that are not from 1 to 24.
    """
    steps = _RANGE.fullmatch(text.strip())
    if steps:
        found = tuple(range(int(steps[1]), int(steps[2]) + 1))
    else:
        words = re.split(r"[\s,/;]+", text.strip())
        if not all(re.fullmatch(r"[0-9]{1,2}", word) for word in words):
            raise InvalidTimer(_STEPS)
        found = tuple(sorted({int(word) for word in words}))
    if not found or found[0] < 1 or found[-1] > LONGEST_HOURS:
        raise InvalidTimer(_STEPS)
    return found


def timer_answer(
    field: Field, profile: Profile, timer: Timer, at: dt.datetime
) -> TimerAnswer | None:
    """What to set at ``at``, a whole minute: cheapest, then greenest, then earliest.

    To start at once is one of the choices. ``None`` where none of them fits.
    """
    found = [
        (block.pence, _grams(field, block), block.starts_at, hours, block)
        for hours, starts_at in _choices(profile, timer, at)
        if (block := run_at(field.slots, profile, starts_at, field.carbon))
        and _is_free(field, block)
    ]
    if not found:
        return None
    *_, hours, block = min(found, key=lambda one: one[:3])
    return TimerAnswer(at=at, hours=hours, kind=timer.kind, block=block)


def _choices(profile: Profile, timer: Timer, at: dt.datetime) -> Iterator[tuple[int, dt.datetime]]:
    yield 0, at
    for hours in timer.hours:
        later = at + dt.timedelta(hours=hours)
        starts_at = later - profile.length if timer.kind is TimerKind.END else later
        if starts_at > at:
            yield hours, starts_at


def _is_free(field: Field, block: Block) -> bool:
    """Whether the hours and the limits allow all of ``block``, which may start at any minute."""
    until = field.limits.finish_by
    if until is not None and block.ends_at > until:
        return False
    at = block.starts_at
    while field.hours is not None and at < block.ends_at:
        past = min(half_hour_of(at) + HALF_HOUR, block.ends_at)
        if not field.hours.allow(at, (past - at) // _MINUTE):
            return False
        at = past
    return True


def _grams(field: Field, block: Block) -> int:
    if block.grams is None or not any(field.intensities()):
        return 0
    return int(block.grams * 1_000_000)
