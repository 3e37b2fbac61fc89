"""How the half-hour that runs stands within its day: for homes that act on it by themselves."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from daybook.apps.prices.domain.bands import Band, bands
from daybook.apps.prices.domain.planning import cheapest_by_day
from daybook.apps.prices.domain.refusals import NoWindow
from daybook.apps.prices.domain.search import cheapest
from daybook.apps.prices.domain.slots import Slot, slot_at, touching
from daybook.apps.prices.domain.windows import Limits, Window
from daybook.lib.periods import HALF_HOUR, LONDON, half_hour_of, local_date, local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The half-hour that runs, the one after it, and the cheapest blocks.

    ``rank`` is 1 for the cheapest half-hour of the local day, and the same for equal prices;
    ``known`` is how many half-hours of the day have a price. ``block_today`` is the cheapest block
    of the whole day, wherever the day stands; ``block_next`` the cheapest one from now on. What is
    not known is ``None``.
    """

    current: Slot | None
    band: Band | None
    rank: int | None
    known: int
    following: Slot | None
    block_today: Window | None
    block_next: Window | None


def standing(slots: Sequence[Slot], hours: Decimal, now: dt.datetime) -> Standing:
    """How ``now`` stands within ``slots``, with blocks of ``hours``.

    Expects the slots as ``normalised`` returns them. Raises ``InvalidDuration``.
    """
    day = local_date(now, LONDON)
    today = touching(slots, local_day(day, LONDON))
    current = slot_at(slots, now)
    return Standing(
        current=current,
        band=dict(zip(today, bands(today), strict=True)).get(current) if current else None,
        rank=rank(today, current) if current else None,
        known=len(today),
        following=slot_at(slots, now + HALF_HOUR),
        block_today=cheapest_by_day(slots, hours, [day]).get(day),
        block_next=_next(slots, hours, now),
    )


def rank(slots: Sequence[Slot], slot: Slot) -> int:
    """The place of ``slot`` among ``slots`` by price, 1 for the lowest; equal ones share it."""
    return 1 + sum(other.units < slot.units for other in slots)


def _next(slots: Sequence[Slot], hours: Decimal, now: dt.datetime) -> Window | None:
    try:
        return cheapest(slots, hours, Limits(not_before=half_hour_of(now)))
    except NoWindow:
        return None
