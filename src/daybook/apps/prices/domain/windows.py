"""A block of half-hours, and when it may be."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.prices.domain.refusals import InvalidLimits
from daybook.apps.prices.domain.slots import Slot
from daybook.lib.money import pounds_from_pence
from daybook.lib.periods import Period, in_utc

_HALF_HOURS_PER_HOUR: Final = 2


@dataclass(frozen=True, slots=True)
class Window:
    """One block: ``[starts_at, ends_at)`` in UTC and the slots it draws on.

    ``weighted_pence`` is the exact sum of price times half-hours used. The
    last slot counts only for the part of it that the block needs.
    """

    starts_at: dt.datetime
    ends_at: dt.datetime
    hours: Decimal
    weighted_pence: Decimal
    slots: tuple[Slot, ...]

    @property
    def period(self) -> Period:
        """The time the block takes."""
        return Period(self.starts_at, self.ends_at)

    @property
    def mean_pence(self) -> Decimal:
        """The mean price in pence per kWh with VAT, weighted by time."""
        return self.weighted_pence / (self.hours * _HALF_HOURS_PER_HOUR)

    def cost_pounds(self, capacity_kwh: Decimal) -> Decimal:
        """What ``capacity_kwh`` drawn evenly over the block costs, in pounds, not rounded.

        Multiplied before it is divided, so that a cost of exactly half a penny
        is exactly that when it comes to rounding.
        """
        pence = self.weighted_pence * capacity_kwh / (self.hours * _HALF_HOURS_PER_HOUR)
        return pounds_from_pence(pence)


@dataclass(frozen=True, slots=True)
class Limits:
    """When a block may be: all three are instants, and each may be left out.

    ``not_before`` is the earliest start, ``not_after`` the latest start, and
    ``finish_by`` the latest end; each is allowed itself. Raises
    ``InvalidLimits`` when they leave no time at all.
    """

    not_before: dt.datetime | None = None
    not_after: dt.datetime | None = None
    finish_by: dt.datetime | None = None

    def __post_init__(self) -> None:
        for name in ("not_before", "not_after", "finish_by"):
            at = getattr(self, name)
            object.__setattr__(self, name, at and in_utc(at))
        if self.not_before is None:
            return
        if self.not_after is not None and self.not_after < self.not_before:
            raise InvalidLimits("The latest start has to be at or after the earliest start.")
        if self.finish_by is not None and self.finish_by <= self.not_before:
            raise InvalidLimits("The end has to be after the earliest start.")

    def latest_start(self, length: dt.timedelta) -> dt.datetime | None:
        """The last moment a block of ``length`` may start, ``None`` where any will do."""
        if self.finish_by is None:
            return self.not_after
        in_time = self.finish_by - length
        return in_time if self.not_after is None else min(in_time, self.not_after)


ANY_TIME: Final = Limits()
