"""Where the answers of Octopus are kept, and how its failures are told."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from daybook.apps.prices.errors import OctopusUnavailable
from daybook.core.http import AnswerCache, NothingThere, Turnstile
from daybook.core.limits import CannotCount, Limit, spend
from daybook.lib.errors import Unavailable

CACHES: Final = ("rates", "products", "postcodes", "carbon", "comparisons")
#: Whom a cache asks, where that is not Octopus.
SERVICES: Final = {"carbon": "carbon"}
#: Made of many questions each: whoever waits for them must not keep the others out.
SLOW: Final = frozenset({"comparisons"})
SLOW_SECONDS: Final = 60.0
SLOW_PATIENCE_SECONDS: Final = 8.0
#: Strangers may ask for any day; of each kind the youngest stay.
MOST_ANSWERS: Final = 2000
PATIENCE_SECONDS: Final = 3.0
LOOK_UPS: Final = Limit("prices.look-ups", times=30, seconds=60)


def answers(name: str) -> AnswerCache:
    """The cache called ``name``; one per process, so that it can remember what it has read."""
    return _cache_in(settings.ANSWERS_DIR, name)


@cache
def _cache_in(folder: Path, name: str) -> AnswerCache:
    service, is_slow = SERVICES.get(name, "octopus"), name in SLOW
    return AnswerCache(
        name=name,
        folder=folder,
        service=service,
        turnstile=_slow_turnstile(folder) if is_slow else _turnstile(folder, service),
        patience_seconds=SLOW_PATIENCE_SECONDS if is_slow else PATIENCE_SECONDS,
        most_files=2 * MOST_ANSWERS,  # each has its lock
    )


@cache
def _turnstile(_folder: Path, _service: str) -> Turnstile:
    # Whatever becomes of one service, half of the threads stay free for other pages.
    return Turnstile(places=max(1, settings.ENV.threads // 2))


@cache
def _slow_turnstile(_folder: Path) -> Turnstile:
    return Turnstile(places=1, patience_seconds=SLOW_SECONDS, per_minute=10)


def budget(asker: str, now: dt.datetime) -> Callable[[], None]:
    """What counts one look-up that the cache cannot answer against the address ``asker``.

    It raises ``TooMany`` after thirty in a minute. Nothing is counted without an address.
    """

    def spent() -> None:
        # Where tries cannot be counted people still see prices: Octopus is spared all the same.
        with suppress(CannotCount):
            spend(LOOK_UPS, asker, now=now)

    return spent if asker else lambda: None


@contextmanager
def octopus_errors() -> Iterator[None]:
    """Turn every way of not answering into ``OctopusUnavailable``, which has one code.

    So it is with a list that is not there at all: no person asked for something that is not.
    """
    try:
        yield
    except (NothingThere, Unavailable) as error:
        raise OctopusUnavailable(error.message) from error


def clean_answers(*, older_than: dt.timedelta, now: dt.datetime) -> int:
    """Remove answers last fetched longer ago than ``older_than``; says how many files went."""
    caches = [answers(name) for name in CACHES]
    return sum(one.clean(older_than=older_than, now=now) for one in caches)
