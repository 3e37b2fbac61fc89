"""What the operator does about jobs: run those that were set aside again, or throw them away.

Everything may be pressed twice, by two people at once: each job is moved by one of them.
"""

import datetime as dt
from typing import Final
from uuid import UUID

import structlog
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus

from daybook.core.jobs import bulk_board
from daybook.core.jobs.bulk import RedisBackend, redis_backend
from daybook.core.jobs.errors import AnotherOneWaits, NoSuchJob
from daybook.core.jobs.models import Job
from daybook.core.jobs.places import DATABASE

log = structlog.get_logger(__name__)

AT_ONCE: Final = 1000
DROPPABLE: Final = (TaskResultStatus.FAILED, TaskResultStatus.READY)


def retry(*, place: str, job_id: str, by: int, now: dt.datetime) -> bool:
    """Give a job that was set aside a fresh start; says whether it still was.

    Raises ``NoSuchJob``, and ``AnotherOneWaits`` for a unique job whose key another one has.
    """
    if place == DATABASE:
        row = _row(job_id)
        path = row.task_path
        revived = row.revive(now=now)
    else:
        backend = _bulk()
        path = _bulk_path(backend, job_id)
        revived = backend.shelves.revive(job_id, now=now)
    if revived:
        log.info("job.retried", by=by, place=place, job_id=job_id, job=path)
    return revived


def retry_all(*, place: str, kind: str, by: int, now: dt.datetime) -> int:
    """The same for all jobs of a kind, or for all; returns how many will run again."""
    count = 0
    for job_id in _failed_ids(place, kind):
        try:
            count += retry(place=place, job_id=job_id, by=by, now=now)
        except (AnotherOneWaits, NoSuchJob):
            continue  # its work waits already, or somebody has just dropped it
    return count


def drop(*, place: str, job_id: str, by: int) -> None:
    """Throw a job away that was set aside or waits.

    Raises ``NoSuchJob`` when there is none, also when it was dropped before or runs just now.
    """
    if place == DATABASE:
        path = _row(job_id).task_path
        dropped, _each = Job.objects.filter(pk=UUID(job_id), status__in=DROPPABLE).delete()
    else:
        backend = _bulk()
        path = _bulk_path(backend, job_id)
        dropped = backend.shelves.drop(job_id)
    if not dropped:
        raise NoSuchJob(_("This job runs just now, or is gone."))
    log.info("job.dropped", by=by, place=place, job_id=job_id, job=path)


def _row(job_id: str) -> Job:
    try:
        return Job.objects.get(pk=UUID(job_id))
    except (ValueError, Job.DoesNotExist) as error:
        raise NoSuchJob(_("There is no such job.")) from error


def _bulk() -> RedisBackend:
    backend = redis_backend()
    if backend is None:
        raise NoSuchJob.in_redis()
    return backend


def _bulk_path(backend: RedisBackend, job_id: str) -> str:
    for job in backend.jobs([job_id]):
        return job.task_path
    raise NoSuchJob(_("There is no such job."))


def _failed_ids(place: str, kind: str) -> list[str]:
    if place == DATABASE:
        rows = Job.objects.filter(status=TaskResultStatus.FAILED)
        rows = rows.filter(task_path=kind) if kind else rows
        keys = rows.order_by("finished_at").values_list("pk", flat=True)[:AT_ONCE]
        return [str(key) for key in keys]
    backend = _bulk()
    jobs = backend.jobs(backend.shelves.ids("failed", 0, bulk_board.SEARCHED))
    return [job.id for job in jobs if kind in {"", job.task_path}]
