"""Whole days: which may be recorded, and how a use is shared out among them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.consumption.domain.refusals import InvalidDays
from daybook.apps.consumption.domain.utilities import PLACES

ONE_DAY: Final = dt.timedelta(days=1)
LONGEST_DAYS: Final = 400
EARLIEST: Final = dt.date(1970, 1, 1)
LATEST: Final = dt.date(2199, 12, 31)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Days from ``first`` up to, and not including, ``past``. Raises ``InvalidDays`` for none."""

    first: dt.date
    past: dt.date

    def __post_init__(self) -> None:
        if self.past <= self.first:
            raise InvalidDays("The last day has to be the first day or a later one.")

    @property
    def last(self) -> dt.date:
        """The last day that is part of it."""
        return self.past - ONE_DAY

    @property
    def count(self) -> int:
        """How many days they are."""
        return (self.past - self.first).days

    def each(self) -> tuple[dt.date, ...]:
        """The days, in order."""
        return tuple(map(dt.date.fromordinal, range(self.first.toordinal(), self.past.toordinal())))

    def overlap(self, other: "Days") -> "Days | None":
        """The days the two have in common, ``None`` where there are none."""
        first, past = max(self.first, other.first), min(self.past, other.past)
        return Days(first, past) if first < past else None


def recorded_days(first: dt.date, last: dt.date | None, *, today: dt.date) -> Days:
    """The days from ``first`` to ``last`` (that day too; the first alone without one).

    Raises ``InvalidDays`` for days after ``today``, before 1970, in the wrong order, or more than
    400 of them: what is spread wider says nothing about any month.
    """
    last = first if last is None else last
    if last < first:
        raise InvalidDays("The last day has to be the first day or a later one.")
    if last > today:
        raise InvalidDays("That day is still to come. Record what has been used.")
    if first < EARLIEST:
        raise InvalidDays("That is too long ago. Give a day since 1970.")
    found = Days(first, last + ONE_DAY)
    if found.count > LONGEST_DAYS:
        raise InvalidDays("That is more than a year. Record shorter times.")
    return found


def spread(amount: Decimal, days: Days) -> dict[dt.date, Decimal]:
    """``amount`` shared out evenly, to six decimals; the shares add up to it exactly.

    What does not divide goes one millionth at a time to the first days.
    """
    millionths = int(amount.scaleb(PLACES))
    share, left = divmod(millionths, days.count)
    return {
        day: Decimal(share + (1 if n < left else 0)).scaleb(-PLACES)
        for n, day in enumerate(days.each())
    }
