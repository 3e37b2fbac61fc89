"""The Agile day: which half-hours are published together, when, and for how long an answer keeps.

An Agile day runs from 23:00 to 23:00 in London. Its prices are announced for
about 16:00 of the afternoon before, and often come later.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from daybook.apps.prices.domain.slots import Slot, missing
from daybook.lib.periods import LONDON, Period, in_utc, local_date, local_midnight

KEEP: Final = dt.timedelta(minutes=5)
_DAY: Final = dt.timedelta(days=1)
_FIRST_HOUR: Final = dt.time(23)
_DUE_HOUR: Final = dt.time(16)


def agile_day(day: dt.date) -> Period:
    """The half-hours published as ``day``: from 23:00 the evening before, in UTC."""
    return Period(london_at(day - _DAY, _FIRST_HOUR), london_at(day, _FIRST_HOUR))


def agile_date(starts_at: dt.datetime) -> dt.date:
    """The Agile day that the slot starting at ``starts_at`` is published with."""
    local = in_utc(starts_at).astimezone(LONDON)
    return local.date() + _DAY if local.time() >= _FIRST_HOUR else local.date()


def due_at(day: dt.date) -> dt.datetime:
    """When the prices of the Agile day ``day`` are due: 16:00 in London the day before, in UTC."""
    return london_at(day - _DAY, _DUE_HOUR)


def due_date(now: dt.datetime) -> dt.date:
    """The latest Agile day whose prices are due at ``now``: today's, from 16:00 on tomorrow's."""
    today = local_date(now, LONDON)
    return today + _DAY if due_at(today + _DAY) <= now else today


def due_until(now: dt.datetime) -> dt.datetime:
    """The end, in UTC, of the prices that are due at ``now``."""
    return agile_day(due_date(now)).ends_at


def not_yet_due(starts: Iterable[dt.datetime], now: dt.datetime) -> tuple[dt.datetime, ...]:
    """Of the ``starts`` of missing slots, those that nobody could know yet at ``now``."""
    return tuple(starts_at for starts_at in starts if now < due_at(agile_date(starts_at)))


def has_tomorrow(slots: Iterable[Slot], now: dt.datetime) -> bool:
    """Tell whether every price of the Agile day after today's date in London is known."""
    return not missing(agile_day(local_date(now, LONDON) + _DAY), slots)


def expires_at(fetched_at: dt.datetime, *, has_tomorrow: bool) -> dt.datetime:
    """Until when an answer fetched at ``fetched_at`` counts as fresh, in UTC.

    For five minutes, but not beyond midnight in London, when "today" becomes
    another day; and not beyond 16:00 when it was fetched before that without
    tomorrow's prices, which are due then.
    """
    fetched = in_utc(fetched_at)
    today = local_date(fetched, LONDON)
    ends = [fetched + KEEP, local_midnight(today + _DAY, LONDON)]
    due = due_at(today + _DAY)
    if not has_tomorrow and fetched < due:
        ends.append(due)
    return min(ends)


def london_at(day: dt.date, time: dt.time) -> dt.datetime:
    """The instant, in UTC, at which the clocks of London show ``time`` on ``day``."""
    return in_utc(dt.datetime.combine(day, time, tzinfo=LONDON))
