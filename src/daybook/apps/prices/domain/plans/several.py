"""The best half-hours for a charge that may come in several runs: dynamic programming, exact.

Walking through the half-hours, ``on[r][n]`` is the best way to have used ``n`` of them in ``r``
runs with the last run still going on, ``off[r][n]`` the best way whether it goes on or not. A run
begins with its least length at once, then grows by one half-hour at a time, and never over a gap:
``half-hours * runs * needed`` steps, each an addition and a comparison.

A way is one whole number, its rank: the cost counts before the carbon, that before the number of
runs, and that before how early the half-hours are. Ranks add up, so that ties need no second look,
and the lowest digits of a rank are the half-hours themselves, a bit each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.prices.domain.plans.field import Field
from daybook.apps.prices.domain.plans.loads import Charge
from daybook.apps.prices.domain.plans.one import adjoining
from daybook.apps.prices.domain.slots import Slot, units

_NEVER: Final = 1 << 800

Row = list[int]
Table = list[Row]


@dataclass(frozen=True, slots=True)
class _Scale:
    """How the parts of a rank are put together."""

    width: int
    runs: int
    carbon: int

    def rank(self, cost: int, grams: int, place: int) -> int:
        """The rank of using the half-hour at ``place``, in a run that has begun."""
        return (((cost * self.carbon + grams) * self.runs) << self.width) - self.bit(place)

    def bit(self, place: int) -> int:
        return 1 << (self.width - 1 - place)

    @property
    def run(self) -> int:
        """The rank of beginning a run."""
        return 1 << self.width

    def cost(self, rank: int) -> int:
        """The cost that went into ``rank``."""
        places = -rank % (1 << self.width)
        return ((rank + places) >> self.width) // self.runs // self.carbon

    def places(self, rank: int) -> list[int]:
        """The half-hours that went into ``rank``, earliest first."""
        bits = -rank % (1 << self.width)
        return [place for place in range(self.width) if bits & self.bit(place)]


@dataclass(frozen=True, slots=True)
class _Ground:
    """The half-hours as ranks: used whole, and used as the very last; ``_NEVER`` if not allowed."""

    whole: Row
    last: Row
    adjoins: list[bool]
    scale: _Scale


def best_slots(field: Field, charge: Charge, tolerance_pence: Decimal) -> Sequence[Slot]:
    """The half-hours to charge in, earliest first; only the last may be used in part.

    The cheapest, of equals the greenest, then the fewest runs, then the earliest half-hours. With
    a tolerance, in pence per kWh, those that are done earliest among all that are dearer by at
    most so much. Empty where nothing fits.
    """
    needed, count = charge.slots, len(field.slots)
    if needed > count:
        return ()
    ground = _ground(field, charge)
    finished = _finished(ground, charge, min(charge.minimum_run, needed))
    best = finished[-1]
    if best >= _NEVER >> 1:
        return ()
    if tolerance_pence:
        most = ground.scale.cost(best) + units(tolerance_pence) * _total(charge)
        best = next(
            rank for rank in finished if rank < _NEVER >> 1 and ground.scale.cost(rank) <= most
        )
    return [field.slots[place] for place in ground.scale.places(best)]


def _total(charge: Charge) -> int:
    return (charge.slots - 1) * charge.slot_part + charge.last_part


def _ground(field: Field, charge: Charge) -> _Ground:
    intensities = field.intensities()
    scale = _Scale(
        width=len(field.slots),
        runs=charge.most_runs + 1,
        carbon=max(intensities, default=0) * _total(charge) + 1,
    )

    def ranks(part: int, minutes: int) -> Row:
        return [
            scale.rank(part * slot.units, part * grams, place)
            if field.is_free(slot, minutes)
            else _NEVER
            for place, (slot, grams) in enumerate(zip(field.slots, intensities, strict=True))
        ]

    return _Ground(
        whole=ranks(charge.slot_part, 30),
        last=ranks(charge.last_part, charge.last_minutes),
        adjoins=adjoining(field.slots),
        scale=scale,
    )


def _finished(ground: _Ground, charge: Charge, least: int) -> Row:
    """The best rank of a whole charge that is done by the end of each half-hour."""
    needed, runs = charge.slots, charge.most_runs
    on: Table = [[_NEVER] * (needed + 1) for _ in range(runs + 1)]
    nothing: Table = [[_NEVER] * (needed + 1) for _ in range(runs + 1)]
    nothing[0][0] = 0
    off = [nothing]
    for place in range(len(ground.whole)):
        grown = _grown(ground, on, place, needed)
        for used, rank in _begun(ground, place, least, needed):
            before = off[place + 1 - least]
            for run in range(1, runs + 1):
                came = before[run - 1][used - least]
                if came < _NEVER >> 1:
                    grown[run][used] = min(grown[run][used], came + rank)
        on = grown
        off.append(
            [
                [min(stay, going) for stay, going in zip(stays, goings, strict=True)]
                for stays, goings in zip(off[-1], on, strict=True)
            ]
        )
    return [min(row[needed] for row in table) for table in off[1:]]


def _grown(ground: _Ground, on: Table, place: int, needed: int) -> Table:
    """The runs that go on through the half-hour at ``place``."""
    if not ground.adjoins[place]:
        return [[_NEVER] * (needed + 1) for _ in on]
    whole, last = ground.whole[place], ground.last[place]
    grown = []
    for row in on:
        longer = [_NEVER]
        longer += [_sum(rank, whole) for rank in row[: needed - 1]]
        longer.append(_sum(row[needed - 1], last))
        grown.append(longer)
    return grown


def _begun(ground: _Ground, place: int, least: int, needed: int) -> list[tuple[int, int]]:
    """What a run of the least length that ends with ``place`` brings: how many used then, rank."""
    first = place + 1 - least
    if first < 0 or not all(ground.adjoins[first + 1 : place + 1]):
        return []
    body = ground.scale.run
    for rank in ground.whole[first:place]:
        body = _sum(body, rank)
    ordinary, closing = _sum(body, ground.whole[place]), _sum(body, ground.last[place])
    found = [(used, ordinary) for used in range(least, needed) if ordinary < _NEVER >> 1]
    return [*found, (needed, closing)] if closing < _NEVER >> 1 else found


def _sum(one: int, other: int) -> int:
    return _NEVER if max(one, other) >= _NEVER >> 1 else one + other
