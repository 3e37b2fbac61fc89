"""Django's Tasks in Redis."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResult, TaskResultStatus, task_backends
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task
from django_tasks.exceptions import TaskResultDoesNotExist
from redis.exceptions import RedisError

from daybook.core.jobs.bulk.jobs import RedisJob, new_fields
from daybook.core.jobs.bulk.shelves import Shelves
from daybook.core.jobs.policy import BULK, WorkerLost
from daybook.lib.errors import Unavailable

log = structlog.get_logger(__name__)


class RedisBackend(BaseTaskBackend):
    """Keeps jobs in Redis, with priorities and due times.

    A job enqueued inside a transaction gets there after the commit, and never after a rollback.
    """

    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.shelves = Shelves(self.options["url"], prefix=self.options["prefix"])

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Lay the job into Redis when the transaction around commits, or at once.

        Raises ``Unavailable`` where there is no transaction and Redis does not answer.
        """
        self.validate_task(task)
        now = timezone.now()
        job_id, due = str(uuid4()), task.run_after or now
        fields = new_fields(task, args, kwargs, due=due, now=now)

        def put() -> None:
            self.shelves.put(job_id, fields, due=due, now=now)

        if connection.in_atomic_block:
            # A Redis that is away must not spoil what was committed: the job is lost, and logged.
            transaction.on_commit(put, robust=True)
        else:
            _now_or_unavailable(put)
        return self._read({"id": job_id, **fields}).task_result

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """The job of this id; raises ``TaskResultDoesNotExist`` when there is none."""
        for job in self.jobs([str(result_id)]):
            return job.task_result
        raise TaskResultDoesNotExist(result_id)

    def jobs(self, job_ids: Iterable[str]) -> list[RedisJob]:
        """The jobs of these ids, in this order; those that are gone are left out."""
        return [self._read(found) for found in self.shelves.fields(job_ids)]

    def claim(self, worker: str, *, queues: Sequence[str], now: dt.datetime) -> RedisJob | None:
        """Take a job that is due for ``worker``; of no queues means of all of them."""
        job_id = self.shelves.claim(worker, queues=queues, now=now)
        return next(iter(self.jobs([job_id])), None) if job_id else None

    def reap(self, *, alive: set[str], silent_since: dt.datetime) -> int:
        """Give back the jobs of workers that are not alive any more; returns how many."""
        count = 0
        for job in self.jobs(self.shelves.taken_before(silent_since)):
            if job.status == TaskResultStatus.RUNNING and job.worker_ids[-1] not in alive:
                job.set_failed(WorkerLost.of(job.worker_ids[-1]))
                count += job.status != TaskResultStatus.RUNNING
        return count

    def _read(self, found: dict[str, str]) -> RedisJob:
        return RedisJob.read(found, shelves=self.shelves, backend_name=self.alias)


def _now_or_unavailable(put: Callable[[], None]) -> None:
    try:
        put()
    except RedisError as error:
        log.warning("jobs.redis-away", error=str(error))
        raise Unavailable(
            _("The place where such work waits does not answer. Please try again later.")
        ) from error


def redis_backend() -> RedisBackend | None:
    """Where bulk jobs wait, when that is Redis."""
    return cast("RedisBackend", task_backends[BULK]) if BULK in settings.TASKS else None
