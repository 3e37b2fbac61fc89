"""The cheapest block of any length.

A block starts where a half-hour starts and lasts exactly as long as asked:
3.25 hours are six whole half-hours and half of the seventh, priced so. It never
jumps over a missing half-hour. Blocks are compared by their exact weighted sum
of prices, so that equal ones are equal and the earliest of them is chosen.

With prefix sums ``P`` over a run of adjoining slots, a block of ``k + n/d``
half-hours that starts at ``i`` weighs ``d * (P[i + k] - P[i]) + n * price[i + k]``
in whole numbers: one pass, whatever the length, and nothing is rounded.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, islice
from operator import attrgetter, sub
from typing import Final

from daybook.apps.prices.domain.amounts import duration, tolerance
from daybook.apps.prices.domain.refusals import InvalidCount, NoWindow
from daybook.apps.prices.domain.slots import Slot, runs, units
from daybook.apps.prices.domain.windows import ANY_TIME, Limits, Window

_START: Final = attrgetter("starts_at")
_HALF_HOURS_PER_HOUR: Final = 2
_MICROSECONDS_PER_HOUR: Final = 3_600_000_000


@dataclass(frozen=True, slots=True)
class _Shape:
    """A length as ``whole + part / parts`` half-hours."""

    hours: Decimal
    whole: int
    part: int
    parts: int

    @property
    def length(self) -> dt.timedelta:
        return dt.timedelta(microseconds=int(self.hours * _MICROSECONDS_PER_HOUR))

    @property
    def slots(self) -> int:
        return self.whole + (1 if self.part else 0)


@dataclass(frozen=True, slots=True)
class _Starts:
    """The weights of the allowed blocks of one run, the first starting at ``run[first]``."""

    run: Sequence[Slot]
    first: int
    weights: list[int]


def cheapest(slots: Sequence[Slot], hours: Decimal, limits: Limits = ANY_TIME) -> Window:
    """The block of ``hours`` with the lowest mean price; of equals the earliest.

    Expects the slots as ``normalised`` returns them. ``hours`` is 0.5 to 6 in
    any decimal. Takes time in proportion to the number of slots. Raises
    ``InvalidDuration``, ``InvalidSlots``, or ``NoWindow`` when nothing fits.
    """
    shape = _shape(hours)
    found = [(min(starts.weights), starts) for starts in _all_starts(slots, shape, limits)]
    if not found:
        raise NoWindow(_why_none(slots, shape, limits))
    weight, starts = min(found, key=lambda pair: pair[0])
    return _window(starts, starts.weights.index(weight), shape)


def dearest(slots: Sequence[Slot], hours: Decimal, limits: Limits = ANY_TIME) -> Window:
    """The block of ``hours`` with the highest mean price; of equals the earliest.

    It is when to send electricity out. Expects and raises what ``cheapest`` does.
    """
    upside_down = [
        Slot(slot.starts_at, slot.ends_at, -slot.pence_inc_vat, -slot.pence_exc_vat)
        for slot in slots
    ]
    found = cheapest(upside_down, hours, limits)
    used = {slot.starts_at for slot in found.slots}
    return replace(
        found,
        weighted_pence=-found.weighted_pence,
        slots=tuple(slot for slot in slots if slot.starts_at in used),
    )


def best(
    slots: Sequence[Slot],
    hours: Decimal,
    count: int,
    limits: Limits = ANY_TIME,
    *,
    tolerance_pence: Decimal = Decimal(0),
) -> tuple[Window, ...]:
    """Up to ``count`` separate blocks of ``hours``, best first.

    The cheapest, then the cheapest of those that overlap none already chosen,
    and so on; fewer than ``count`` when no more fit. With a tolerance the
    first is the one of ``earliest_within``. Expects and raises what
    ``cheapest`` does, ``InvalidTolerance``, and ``InvalidCount`` for fewer than one.
    """
    if count < 1:
        raise InvalidCount("Ask for at least one block.")
    shape = _shape(hours)
    ranked = sorted(
        (
            (weight, starts.run[starts.first + offset].starts_at, starts, offset)
            for starts in _all_starts(slots, shape, limits)
            for offset, weight in enumerate(starts.weights)
        ),
        key=lambda block: block[:2],
    )
    if not ranked:
        raise NoWindow(_why_none(slots, shape, limits))
    first = earliest_within(slots, hours, tolerance_pence, limits) if tolerance_pence else None
    chosen = [first] if first else []
    for _, starts_at, starts, offset in ranked:
        if len(chosen) == count:
            break
        if all(abs(starts_at - other.starts_at) >= shape.length for other in chosen):
            chosen.append(_window(starts, offset, shape))
    return tuple(chosen)


def earliest_within(
    slots: Sequence[Slot], hours: Decimal, tolerance_pence: Decimal, limits: Limits = ANY_TIME
) -> Window:
    """The earliest block whose mean price is at most ``tolerance_pence`` above the cheapest.

    The tolerance is in pence per kWh, from 0 to 100. Expects and raises what
    ``cheapest`` does, and ``InvalidTolerance``.
    """
    shape = _shape(hours)
    found = list(_all_starts(slots, shape, limits))
    if not found:
        raise NoWindow(_why_none(slots, shape, limits))
    more = units(tolerance(tolerance_pence)) * (shape.whole * shape.parts + shape.part)
    most = min(min(starts.weights) for starts in found) + more
    starts, offset = next(
        (starts, offset)
        for starts in found
        for offset, weight in enumerate(starts.weights)
        if weight <= most
    )
    return _window(starts, offset, shape)


def _shape(hours: Decimal) -> _Shape:
    valid = duration(hours)
    half_hours, parts = (valid * _HALF_HOURS_PER_HOUR).as_integer_ratio()
    whole, part = divmod(half_hours, parts)
    return _Shape(hours=valid, whole=whole, part=part, parts=parts)


def _all_starts(slots: Sequence[Slot], shape: _Shape, limits: Limits) -> Iterator[_Starts]:
    """The allowed blocks, run by run in order of time; runs without any are left out."""
    latest = limits.latest_start(shape.length)
    for run in runs(slots):
        first = 0 if limits.not_before is None else bisect_left(run, limits.not_before, key=_START)
        past = len(run) - shape.slots + 1
        if latest is not None:
            past = min(past, bisect_right(run, latest, key=_START))
        if first < past:
            yield _Starts(run, first, _weights(run[first : past + shape.slots - 1], shape))


def _weights(run: Sequence[Slot], shape: _Shape) -> list[int]:
    """The exact weighted sum of every block that fits into ``run``, by start."""
    prices = [slot.units for slot in run]
    sums = list(accumulate(prices, initial=0))
    ends = islice(sums, shape.whole, None)
    if not shape.part:
        return list(map(sub, ends, sums))
    part, parts, lasts = shape.part, shape.parts, islice(prices, shape.whole, None)
    return [
        parts * (end - start) + part * last
        for end, start, last in zip(ends, sums, lasts, strict=False)
    ]


def _window(starts: _Starts, offset: int, shape: _Shape) -> Window:
    first = starts.first + offset
    used = tuple(starts.run[first : first + shape.slots])
    weighted = sum((slot.pence_inc_vat for slot in used[: shape.whole]), Decimal(0))
    if shape.part:
        weighted += used[-1].pence_inc_vat * shape.part / shape.parts
    return Window(
        starts_at=used[0].starts_at,
        ends_at=used[0].starts_at + shape.length,
        hours=shape.hours,
        weighted_pence=weighted,
        slots=used,
    )


def _why_none(known: Sequence[Slot], shape: _Shape, limits: Limits) -> str:
    """Say what stands in the way of a block, as somebody could act on it."""
    since = limits.not_before
    slots = [slot for slot in known if since is None or slot.starts_at >= since]
    if not slots:
        return "No prices are known for that time yet. Choose another time or try again later."
    longest = max(len(run) for run in runs(slots))
    if longest >= shape.slots:
        return "No block of that length fits the allowed hours. Allow more time or a shorter block."
    if len(slots) >= shape.slots:
        return (
            "Prices are missing in between, and a block cannot run over a gap. "
            "Choose a shorter block or try again later."
        )
    return (
        f"Only {len(slots) / 2:g} hours of prices are known. "
        "Choose a shorter block or try again later."
    )
