"""How the jobs are doing."""

import datetime as dt

from redis.exceptions import RedisError

from daybook.core.contributions import Health, Verdict, health_checks
from daybook.core.jobs import beats, board
from daybook.core.jobs.bulk import redis_backend

LATE = dt.timedelta(minutes=5)


@health_checks.register("jobs.worker", order=40)
def worker(now: dt.datetime) -> Health:
    """Whether a worker has beaten lately."""
    alive = len(beats.living(now=now))
    if not alive:
        return Health(
            Verdict.WARNING,
            "No worker has been heard of lately: start `daybook serve` or `daybook worker`.",
        )
    return Health(Verdict.OK, f"{alive} at work." if alive > 1 else "One worker at work.")


@health_checks.register("jobs.queue", order=41)
def queue(now: dt.datetime) -> Health:
    """Whether jobs wait too long, or were set aside."""
    failed = board.failed_count()
    oldest = min((line.oldest for line in board.queues(now=now) if line.oldest), default=now)
    if failed:
        return Health(
            Verdict.WARNING,
            f"{failed} failed and were set aside: the page of jobs lists and retries them.",
        )
    if now - oldest > LATE:
        minutes = int((now - oldest).total_seconds() // 60)
        return Health(
            Verdict.WARNING, f"The oldest job has waited for {minutes} minutes: add a worker."
        )
    return Health(Verdict.OK, "Nothing is late and nothing has failed.")


@health_checks.register("jobs.redis", order=42)
def bulk(_now: dt.datetime) -> Health:
    """Whether the place of bulk jobs answers, where that is Redis."""
    backend = redis_backend()
    if backend is None:
        return Health(Verdict.OK, "All jobs lie in the database.")
    try:
        failed = backend.shelves.count("failed")
    except RedisError as error:
        return Health(Verdict.FAILED, f"Bulk jobs lie in Redis, which does not answer: {error}")
    if failed:
        return Health(Verdict.WARNING, f"{failed} bulk jobs failed and were set aside.")
    return Health(Verdict.OK, "Redis answers, for bulk jobs.")
