"""What waits, for Prometheus: counted when somebody asks, so it is right also without a worker."""

import datetime as dt

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from daybook.core.jobs import beats, both

LABELS = ("backend", "queue")


def text(*, now: dt.datetime) -> bytes:
    """The gauges in the format of Prometheus."""
    registry = CollectorRegistry()
    waiting = Gauge("daybook_jobs_waiting", "Jobs that are due.", LABELS, registry=registry)
    later = Gauge("daybook_jobs_later", "Jobs that wait for their time.", LABELS, registry=registry)
    oldest = Gauge(
        "daybook_jobs_oldest_seconds", "How long the first is due.", LABELS, registry=registry
    )
    aside = Gauge("daybook_jobs_aside", "Jobs set aside as failed.", ["backend"], registry=registry)
    workers = Gauge("daybook_jobs_workers", "Workers that beat.", registry=registry)
    seen = both.look(now=now)
    for queue in seen.queues:
        waiting.labels(queue.place, queue.name).set(queue.waiting)
        later.labels(queue.place, queue.name).set(queue.later)
        age = (now - queue.oldest).total_seconds() if queue.oldest else 0.0
        oldest.labels(queue.place, queue.name).set(age)
    for place, count in seen.aside.items():
        aside.labels(place).set(count)
    workers.set(len(beats.living(now=now)))
    return generate_latest(registry)
