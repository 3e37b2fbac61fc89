"""The house's own recurring job: old results and reports go."""

import datetime as dt
from typing import Final

from django.utils import timezone
from django_tasks import TaskResultStatus

from daybook.core.jobs import beats, job, progress, schedule, unique
from daybook.core.jobs.bulk import redis_backend
from daybook.core.jobs.models import Job

KEEP_DONE: Final = dt.timedelta(days=7)
KEEP_FAILED: Final = dt.timedelta(days=60)


def prune(*, now: dt.datetime) -> int:
    """Delete results nobody will look at again; returns how many. Failed jobs stay longer."""
    done = Job.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEEP_DONE)
    failed = Job.objects.filter(status=TaskResultStatus.FAILED, finished_at__lt=now - KEEP_FAILED)
    return done.delete()[0] + failed.delete()[0] + _prune_bulk(now)


def _prune_bulk(now: dt.datetime) -> int:
    backend = redis_backend()
    if backend is None:
        return 0
    done = backend.shelves.prune("done", before=now - KEEP_DONE)
    return done + backend.shelves.prune("failed", before=now - KEEP_FAILED)


@schedule.register("jobs.upkeep", cron="41 2 * * *")
@job()
def upkeep() -> int:
    """Prune results and forget silent workers; safe to run again."""
    now = timezone.now()
    beats.forget(now=now)
    progress.forget(before=now - KEEP_DONE)
    pruned = prune(now=now)
    unique.forget()
    return pruned
