"""How long to wait: deadlines, backoff with jitter, and what a service asked for."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

FIRST_WAIT = 0.25
LONGEST_WAIT = 4.0


class Deadline:
    """A moment after which nobody waits any more."""

    def __init__(self, *, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = clock() + seconds

    def remaining(self) -> float:
        """Seconds left; zero or less once it has passed."""
        return self._at - self._clock()


def backoff(attempt: int, chance: float) -> float:
    """Seconds before the next attempt: doubling, half of it by ``chance`` in [0, 1).

    The jitter keeps many callers that failed together from coming back together.
    """
    longest: float = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1))
    return longest / 2 + longest / 2 * chance


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds a ``Retry-After`` header asks for, or ``None`` without a usable one (RFC 9110).

    A date in it is measured against the ``Date`` of the same answer, so no clock has to agree.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    until, sent = _moment(text), _moment(headers.get("date", ""))
    if until is None or sent is None:
        return None
    return max(0.0, (until - sent).total_seconds())


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
