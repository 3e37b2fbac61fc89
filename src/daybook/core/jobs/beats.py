"""Signs of life of the workers, and what becomes of the jobs of those that fell silent."""

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import transaction
from django_tasks import TaskResultStatus

from daybook.core.jobs.bulk import redis_backend
from daybook.core.jobs.models import Job, WorkerBeat
from daybook.core.jobs.policy import WorkerLost

BEAT_SECONDS: Final = 5.0
SILENT_AFTER: Final = dt.timedelta(seconds=30)
FORGET_AFTER: Final = dt.timedelta(days=1)


def beat(worker_id: str, *, now: dt.datetime) -> None:
    """Note that the worker is alive."""
    WorkerBeat.objects.update_or_create(worker_id=worker_id, defaults={"at": now})


def living(*, now: dt.datetime) -> set[str]:
    """The workers that have beaten lately."""
    recent = WorkerBeat.objects.filter(at__gte=now - SILENT_AFTER)
    return set(recent.values_list("worker_id", flat=True))


def reap(*, now: dt.datetime) -> int:
    """Give back the jobs of silent workers (``kill -9``, power cut); returns how many.

    Each counts as a failed attempt, so that a job that kills its workers is set aside in the end.
    """
    alive = living(now=now)
    suspects = Job.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=now - SILENT_AFTER
    )
    keys = [row.pk for row in suspects if not alive.intersection(row.worker_ids[-1:])]
    return sum(_give_back(key) for key in keys)


def reap_bulk(*, now: dt.datetime) -> int:
    """The same for the bulk jobs, where those lie in Redis."""
    backend = redis_backend()
    if backend is None:
        return 0
    return backend.reap(alive=living(now=now), silent_since=now - SILENT_AFTER)


def _give_back(key: UUID) -> bool:
    with transaction.atomic():
        running = Job.objects.filter(pk=key, status=TaskResultStatus.RUNNING)
        job = running.select_for_update().first()
        if job is None:
            return False
        job.set_failed(WorkerLost.of(job.worker_ids[-1]))
    return True


def forget(*, now: dt.datetime) -> None:
    """Remove the beats of workers that were never heard of again."""
    WorkerBeat.objects.filter(at__lt=now - FORGET_AFTER).delete()
