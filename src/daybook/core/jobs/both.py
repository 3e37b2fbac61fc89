"""Both places of jobs at once, for whoever looks at all of them.

What lies in Redis is left out where Redis is not used, and told to be missing when it is away.
"""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.core.paginator import Page
from redis.exceptions import RedisError

from daybook.core.jobs import board, bulk_board
from daybook.core.jobs.bulk import RedisBackend, redis_backend
from daybook.core.jobs.errors import NoSuchJob
from daybook.core.jobs.places import DATABASE, REDIS

log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class Seen:
    """What waits and runs, and how many were set aside in each place that answers."""

    queues: list[board.Queue] = field(default_factory=list)
    running: list[board.Line] = field(default_factory=list)
    aside: dict[str, int] = field(default_factory=dict)
    is_redis_away: bool = False


def look(*, now: dt.datetime) -> Seen:
    """Look at both places; the database answers also when Redis does not."""
    seen = Seen(
        queues=board.queues(now=now),
        running=board.running(),
        aside={DATABASE: board.failed_count()},
    )
    backend = redis_backend()
    if backend is not None:
        try:
            _look_into(backend, seen, now=now)
        except RedisError as error:
            log.warning("jobs.redis-away", error=str(error))
            seen.is_redis_away = True
    return seen


def running() -> list[board.Line]:
    """What runs just now in the places that answer."""
    backend = redis_backend()
    found = board.running()
    with suppress(RedisError):  # whoever looks at the rest is told that it is away
        found += bulk_board.running(backend) if backend else []
    return found


def lines(place: str, state: str, *, kind: str, page: str) -> tuple[list[str], Page[Any]]:
    """The kinds of the jobs in this state, and a page of the jobs themselves.

    Raises ``NoSuchJob`` for Redis where that is not used, ``RedisError`` when it is away.
    """
    if place == DATABASE:
        return board.kinds(state), board.lines(state, kind=kind, page=page)
    backend = redis_backend()
    if backend is None:
        raise NoSuchJob.in_redis()
    found = bulk_board.lines(backend, state, kind=kind, page=page)
    return bulk_board.kinds(backend, state), found


def _look_into(backend: RedisBackend, seen: Seen, *, now: dt.datetime) -> None:
    queues = bulk_board.queues(backend, now=now)
    running, aside = bulk_board.running(backend), backend.shelves.count("failed")
    seen.queues += queues
    seen.running += running
    seen.aside[REDIS] = aside
