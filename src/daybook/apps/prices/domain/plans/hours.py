"""The hours somebody allows, by the clock on the wall in London."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from daybook.lib.periods import LONDON, in_utc, local_date

_DAY: Final = dt.timedelta(days=1)
_DAY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``since`` to ``until`` on the clock, over midnight where that is later.

    The same time twice is the whole day.
    """

    since: dt.time
    until: dt.time

    def allow(self, starts_at: dt.datetime, minutes: int) -> bool:
        """Tell whether all of the ``minutes`` (up to a half-hour) from ``starts_at`` are allowed.

        In an hour that clocks show twice, both are meant.
        """
        if self.since == self.until:
            return True
        local = in_utc(starts_at).astimezone(LONDON)
        offset = (_minutes(local.time()) - _minutes(self.since)) % _DAY_MINUTES
        span = (_minutes(self.until) - _minutes(self.since)) % _DAY_MINUTES
        return offset + minutes <= span


def next_time(time: dt.time, *, after: dt.datetime) -> dt.datetime:
    """The first instant after ``after``, in UTC, at which London's clocks show ``time``.

    What they leave out in spring is meant an hour later; what they show twice may be either.
    """
    shown = dt.datetime.combine(local_date(after, LONDON), time, tzinfo=LONDON)
    either = (in_utc(shown), in_utc(shown.replace(fold=1)))
    return next((at for at in either if at > after), in_utc(shown + _DAY))


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute
