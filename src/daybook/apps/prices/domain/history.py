"""Keeping the prices of a tariff: what to ask for next, and when to ask again.

Nothing that is known is asked for again, nothing before it is due, and nobody who
does not answer is asked too often.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from daybook.apps.prices.domain.days import due_at, due_date, due_until, london_at
from daybook.apps.prices.domain.slots import Slot, missing
from daybook.lib.periods import LONDON, Period, local_date, local_midnight

#: What one question asks for at most: with October's hour more, 1490 of the 1500 rows of a page.
PIECE: Final = dt.timedelta(days=31)
#: Half-hours this old that are still missing will not come.
PATIENCE: Final = dt.timedelta(days=7)
#: A tariff that has had no prices for so many days has ended, or has not begun.
RUNNING_DAYS: Final = 3
FIRST_WAIT: Final = dt.timedelta(minutes=5)
LONGEST_WAIT: Final = dt.timedelta(hours=6)

_DAY: Final = dt.timedelta(days=1)
_MOMENT: Final = dt.timedelta(microseconds=1)
#: How soon prices that are late are asked for again, by the time of day in London.
_NIGHT_UNTIL: Final = dt.time(7)
_DUE: Final = dt.time(16)
_SOON_UNTIL: Final = dt.time(18)
_DAY_UNTIL: Final = dt.time(23)
_OLD_GAPS_AT: Final = dt.time(4)
_SPREAD: Final = dt.timedelta(minutes=3)
_LONGEST_UNKNOWN_DAYS: Final = 7
_MOST_DOUBLINGS: Final = 10


def newer_piece(
    since: dt.date, complete_until: dt.datetime | None, now: dt.datetime
) -> Period | None:
    """The oldest prices that are due and not complete, at most 31 days; ``None`` for none.

    Of a tariff that was never asked about (``complete_until`` is ``None``) the latest month.
    """
    until = due_until(now)
    starts_at = complete_until
    if starts_at is None:
        last = local_date(until - _MOMENT, LONDON)
        starts_at = local_midnight(max(since, last - PIECE + _DAY), LONDON)
    if starts_at >= until:
        return None
    return Period(starts_at, min(starts_at + PIECE, until))


def older_piece(since: dt.date, complete_since: dt.date) -> Period | None:
    """The latest prices before ``complete_since`` that are wanted, at most 31 days."""
    if complete_since <= since:
        return None
    first = max(since, complete_since - PIECE)
    return Period(local_midnight(first, LONDON), local_midnight(complete_since, LONDON))


def complete_until(period: Period, slots: Iterable[Slot], now: dt.datetime) -> dt.datetime:
    """How far ``period`` is complete, given what was answered: to the first gap, or to its end.

    A gap that is more than a week old stays one, and does not count.
    """
    still_hoped_for = (at for at in missing(period, slots) if now - PATIENCE < at)
    return next(still_hoped_for, period.ends_at)


def is_running(announced: dt.date | None, now: dt.datetime) -> bool:
    """Tell whether prices of the Agile days up to now have been coming."""
    lately = due_date(now) - RUNNING_DAYS * _DAY
    return announced is not None and announced >= lately


def next_ask(
    *,
    announced: dt.date | None,
    complete_until: dt.datetime,
    now: dt.datetime,
    chance: float,
) -> dt.datetime:
    """When to ask again after Octopus has answered; ``chance`` (0 to 1) spreads the questions.

    ``announced`` is the latest Agile day all of whose prices are known. When all that is due is
    known: when tomorrow's are due. When tomorrow's are late: in five minutes, from 18:00 on in
    twenty, at 23:00 not before 07:00, then every hour. For older gaps, and for tariffs that have
    no prices any more: in the night.
    """
    due = due_date(now)
    tomorrow_at = due_at(due + _DAY) + chance * _SPREAD
    if complete_until >= due_until(now):
        return tomorrow_at
    if is_running(announced, now) and announced != due:
        return min(_late_again(now) + chance * _SPREAD, tomorrow_at)
    night = _following(now, _OLD_GAPS_AT) + chance * _SPREAD
    return min(night, tomorrow_at) if is_running(announced, now) else night


def retry_at(*, failures: int, is_unknown: bool, now: dt.datetime, chance: float) -> dt.datetime:
    """When to ask again after Octopus failed for the ``failures``-th time in a row.

    In five minutes, then ten and so on up to six hours; a tariff that it does not know after one
    day, two, and so on up to a week.
    """
    if is_unknown:
        wait = min(failures, _LONGEST_UNKNOWN_DAYS) * _DAY
    else:
        wait = min(FIRST_WAIT * 2 ** min(failures - 1, _MOST_DOUBLINGS), LONGEST_WAIT)
    return now + wait * (1 + chance / 5)


def _late_again(now: dt.datetime) -> dt.datetime:
    local = now.astimezone(LONDON).time()
    if local >= _DAY_UNTIL or local < _NIGHT_UNTIL:
        return _following(now, _NIGHT_UNTIL)
    if local < _DUE:
        return now + dt.timedelta(hours=1)
    if local < _SOON_UNTIL:
        return now + FIRST_WAIT
    return now + dt.timedelta(minutes=20)


def _following(now: dt.datetime, time: dt.time) -> dt.datetime:
    """The next time after ``now`` that the clocks of London show ``time``."""
    today = local_date(now, LONDON)
    at = london_at(today, time)
    return at if at > now else london_at(today + _DAY, time)
