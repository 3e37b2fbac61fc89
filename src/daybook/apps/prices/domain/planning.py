"""Which blocks may be put on a calendar, and the cheapest one of each day."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from daybook.apps.prices.domain.amounts import LONGEST_HOURS
from daybook.apps.prices.domain.refusals import InvalidPlan, NoWindow
from daybook.apps.prices.domain.search import best
from daybook.apps.prices.domain.slots import Slot
from daybook.apps.prices.domain.windows import Limits, Window
from daybook.lib.periods import HALF_HOUR, LONDON, Period, local_day

LONGEST: Final = dt.timedelta(hours=int(LONGEST_HOURS))
FARTHEST: Final = dt.timedelta(days=31)
MOST_WINDOWS: Final = 200
#: How many minutes before a window a calendar may ring.
ALARMS: Final = (0, 10, 30, 60)


def checked_plan(period: Period, now: dt.datetime) -> Period:
    """``period`` as it may be planned; raises ``InvalidPlan`` for what is over or out of reach."""
    if period.ends_at <= now:
        raise InvalidPlan("That time is over. Choose a block that is still to come.")
    if period.starts_at > now + FARTHEST:
        raise InvalidPlan("That is too far away. Choose a block within the next 31 days.")
    if period.duration > LONGEST:
        raise InvalidPlan("That is too long. A block lasts at most 6 hours.")
    return period


def checked_alarm(minutes: int | None) -> int | None:
    """How many minutes before a window to ring, ``None`` for not at all.

    Raises ``InvalidPlan`` for other numbers than those offered.
    """
    if minutes is not None and minutes not in ALARMS:
        raise InvalidPlan("Choose one of the alarms in the list.")
    return minutes


def cheapest_by_day(
    slots: Sequence[Slot],
    hours: Decimal,
    days: Sequence[dt.date],
    *,
    tolerance_pence: Decimal = Decimal(0),
) -> dict[dt.date, Window]:
    """The cheapest block that starts on each local day; a day on which none fits is left out.

    It is that of the whole day, whatever the time is now, so that it stays where it is. Expects
    and raises what ``best`` does, but ``NoWindow``.
    """
    found = {}
    for day in days:
        whole = local_day(day, LONDON)
        limits = Limits(not_before=whole.starts_at, not_after=whole.ends_at - HALF_HOUR)
        try:
            (found[day],) = best(slots, hours, 1, limits, tolerance_pence=tolerance_pence)
        except NoWindow:
            continue
    return found
