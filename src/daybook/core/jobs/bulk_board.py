"""What the operator sees of the jobs in Redis; raises ``redis.RedisError`` when that is away."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.core.paginator import Page, Paginator

from daybook.core.jobs.board import MOST_RUNNING, PAGE_SIZE, Line, Queue
from daybook.core.jobs.bulk.backend import RedisBackend
from daybook.core.jobs.bulk.jobs import RedisJob
from daybook.core.jobs.places import REDIS

SEARCHED: Final = 1000  # Redis has no index of kinds: so many of the latest are looked through


def queues(backend: RedisBackend, *, now: dt.datetime) -> list[Queue]:
    """The queues with something in them, by name; what waits for its time stands by itself."""
    found = [_queue(backend, name, now=now) for name in backend.shelves.queues()]
    later = backend.shelves.count("later")
    if later:
        found.append(Queue(place=REDIS, name="*", waiting=0, later=later, oldest=None))
    return [queue for queue in found if queue.waiting or queue.later]


def running(backend: RedisBackend) -> list[Line]:
    """What runs just now, the longest first."""
    ids = backend.shelves.ids("running")[-MOST_RUNNING:]
    return [line_of(job) for job in reversed(backend.jobs(ids))]


def kinds(backend: RedisBackend, state: str) -> list[str]:
    """The names of the jobs in this state."""
    return sorted({job.task_path for job in backend.jobs(_ids(backend, state)[:SEARCHED])})


def lines(backend: RedisBackend, state: str, *, kind: str, page: str) -> Page[Any]:
    """The jobs in this state, and of this kind where one is named; the latest first."""
    ids = _ids(backend, state)
    if kind:
        ids = [job.id for job in backend.jobs(ids[:SEARCHED]) if job.task_path == kind]
    found: Page[Any] = Paginator(ids, PAGE_SIZE).get_page(page)
    found.object_list = [line_of(job) for job in backend.jobs(found.object_list)]
    return found


def line_of(job: RedisJob) -> Line:
    """What is shown of a job."""
    said = job.traceback.strip().splitlines()
    return Line(
        place=REDIS,
        id=job.id,
        path=job.task_path,
        queue=job.queue_name,
        status=job.status,
        attempt=job.attempt,
        worker=(job.worker_ids or [""])[-1],
        enqueued_at=job.enqueued_at,
        due_at=job.run_after,
        started_at=job.started_at,
        finished_at=job.finished_at,
        error=said[-1] if said else "",
    )


def _ids(backend: RedisBackend, state: str) -> list[str]:
    return backend.shelves.waiting() if state == "waiting" else backend.shelves.ids(state)


def _queue(backend: RedisBackend, name: str, *, now: dt.datetime) -> Queue:
    waiting = backend.shelves.count(f"ready:{name}")
    return Queue(
        place=REDIS,
        name=name,
        waiting=waiting,
        later=0,
        oldest=_oldest(backend.jobs(backend.shelves.ready(name, SEARCHED)), now=now),
    )


def _oldest(jobs: Iterable[RedisJob], *, now: dt.datetime) -> dt.datetime | None:
    due = [job.run_after for job in jobs if job.run_after <= now]
    return min(due, default=None)
