"""One job in Redis, with what the worker does to it: the counterpart of ``models.Job``."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from traceback import format_exception
from typing import Any, Self

import structlog
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.base import Task, TaskError
from django_tasks.utils import get_module_path, normalize_json

from daybook.core.jobs import figures
from daybook.core.jobs.bulk.shelves import Shelves
from daybook.core.jobs.policy import Tried, random_jitter

log = structlog.get_logger(__name__)


@dataclass(kw_only=True)
class RedisJob(Tried):
    """A job as it lay in Redis when it was read."""

    shelves: Shelves
    backend_name: str
    id: str
    task_path: str
    args: list[Any]
    kwargs: dict[str, Any]
    priority: int
    queue_name: str
    status: TaskResultStatus
    worker_ids: list[str]
    run_after: dt.datetime
    enqueued_at: dt.datetime
    started_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None
    return_value: Any = None
    exception_class_path: str = ""
    traceback: str = ""

    @classmethod
    def read(cls, found: Mapping[str, str], *, shelves: Shelves, backend_name: str) -> Self:
        """The job that these fields of Redis describe."""
        return cls(
            shelves=shelves,
            backend_name=backend_name,
            id=found["id"],
            task_path=found["task"],
            args=json.loads(found["args"]),
            kwargs=json.loads(found["kwargs"]),
            priority=int(found["priority"]),
            queue_name=found["queue"],
            status=TaskResultStatus(found["status"]),
            worker_ids=[name for name in found["workers"].split(",") if name],
            run_after=_moment(found["due"]),
            enqueued_at=_moment(found["enqueued_at"]),
            started_at=_moment_or_none(found.get("started_at", "")),
            finished_at=_moment_or_none(found.get("finished_at", "")),
            return_value=json.loads(found.get("result", "null")),
            exception_class_path=found.get("error", ""),
            traceback=found.get("traceback", ""),
        )

    @property
    def pk(self) -> str:
        """The id, by the name that rows of the database have for it."""
        return self.id

    @property
    def task(self) -> Task[..., Any]:
        """The job's function; raises ``ImportError`` or ``SuspiciousOperation`` for no job."""
        task = import_string(self.task_path)
        if not isinstance(task, Task):
            raise SuspiciousOperation(f"{self.task_path} is not a job.")
        return task.using(
            priority=self.priority, queue_name=self.queue_name, backend=self.backend_name
        )

    @property
    def task_result(self) -> TaskResult[Any]:
        """The job as Django's Tasks know it."""
        failed = self.status == TaskResultStatus.FAILED
        error = TaskError(exception_class_path=self.exception_class_path, traceback=self.traceback)
        result: TaskResult[Any] = TaskResult(
            task=self.task,
            id=self.id,
            status=self.status,
            enqueued_at=self.enqueued_at,
            started_at=self.started_at,
            last_attempted_at=self.started_at,
            finished_at=self.finished_at,
            args=self.args,
            kwargs=self.kwargs,
            backend=self.backend_name,
            errors=[error] if failed else [],
            worker_ids=self.worker_ids,
        )
        object.__setattr__(result, "_return_value", self.return_value)
        return result

    def set_successful(self, return_value: object) -> None:
        """Keep the result, unless the job was given to another worker meanwhile."""
        self.return_value = normalize_json(return_value)
        self._end(TaskResultStatus.SUCCESSFUL, {"result": json.dumps(self.return_value)})

    def set_failed(self, exc: BaseException) -> None:
        """Try again later where the policy allows it, else set the job aside as failed."""
        if self.policy.allows_another(exc, attempt=self.attempt):
            self._hand_back(exc)
            return
        self.exception_class_path = get_module_path(type(exc))
        self.traceback = "".join(format_exception(exc))
        fields = {"error": self.exception_class_path, "traceback": self.traceback}
        self._end(TaskResultStatus.FAILED, fields)

    def _hand_back(self, error: BaseException) -> None:
        wait = self.wait_after(error, jitter=random_jitter())
        now = timezone.now()
        self.traceback = self.note_of(error)
        fields = {"traceback": self.traceback, "started_at": ""}
        if self._settle(TaskResultStatus.READY, fields, due=now + wait, now=now):
            self.tell_of_another(error, wait)

    def _end(self, status: TaskResultStatus, fields: dict[str, str]) -> None:
        now = timezone.now()
        if self._settle(status, {**fields, "finished_at": _text(now)}, due=now, now=now):
            figures.ended(self, status, now=now)
            self.finished_at = now

    def _settle(
        self,
        status: TaskResultStatus,
        fields: dict[str, str],
        *,
        due: dt.datetime,
        now: dt.datetime,
    ) -> bool:
        settled = self.shelves.settle(
            self.id,
            {**fields, "due": _text(due)},
            workers=",".join(self.worker_ids),
            status=status.value,
            due=due,
            now=now,
        )
        if settled:
            self.status = status
        else:
            log.warning("job.taken-over", job_id=self.id, job=self.task_path)
        return settled


def new_fields(
    task: Task[..., Any], args: Any, kwargs: Any, *, due: dt.datetime, now: dt.datetime
) -> dict[str, str]:
    """The fields of a job that has just been enqueued."""
    return {
        "task": task.module_path,
        "args": json.dumps(normalize_json(args)),
        "kwargs": json.dumps(normalize_json(kwargs)),
        "priority": str(task.priority),
        "queue": task.queue_name,
        "status": TaskResultStatus.READY.value,
        "workers": "",
        "due": _text(due),
        "enqueued_at": _text(now),
    }


def _text(moment: dt.datetime) -> str:
    return f"{moment.timestamp():.6f}"


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromtimestamp(float(text), dt.UTC)


def _moment_or_none(text: str) -> dt.datetime | None:
    return _moment(text) if text else None
