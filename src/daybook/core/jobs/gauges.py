"""What waits, for Prometheus: counted when somebody asks, so it is right also without a worker."""

import datetime as dt

import structlog
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from redis.exceptions import RedisError

from daybook.core.jobs import beats, board, bulk_board
from daybook.core.jobs.bulk import redis_backend

log = structlog.get_logger(__name__)

LABELS = ("backend", "queue")


def text(*, now: dt.datetime) -> bytes:
    """The gauges in the format of Prometheus."""
    registry = CollectorRegistry()
    waiting = Gauge("daybook_jobs_waiting", "Jobs that are due.", LABELS, registry=registry)
    later = Gauge("daybook_jobs_later", "Jobs that wait for their time.", LABELS, registry=registry)
    oldest = Gauge(
        "daybook_jobs_oldest_seconds", "How long the first is due.", LABELS, registry=registry
    )
    aside = Gauge(
        "daybook_jobs_aside", "Jobs of the database set aside as failed.", registry=registry
    )
    workers = Gauge("daybook_jobs_workers", "Workers that beat.", registry=registry)
    for queue in (*board.queues(now=now), *_bulk_queues(now)):
        waiting.labels(queue.place, queue.name).set(queue.waiting)
        later.labels(queue.place, queue.name).set(queue.later)
        age = (now - queue.oldest).total_seconds() if queue.oldest else 0.0
        oldest.labels(queue.place, queue.name).set(age)
    aside.set(board.failed_count())
    workers.set(len(beats.living(now=now)))
    return generate_latest(registry)


def _bulk_queues(now: dt.datetime) -> list[board.Queue]:
    backend = redis_backend()
    if backend is None:
        return []
    try:
        return bulk_board.queues(backend, now=now)
    except RedisError as error:
        log.warning("jobs.redis-away", error=str(error))
        return []
