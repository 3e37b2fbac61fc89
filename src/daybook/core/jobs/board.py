"""What the operator sees of the jobs in the database, of the workers and of the schedule.

``bulk_board`` answers the same questions about Redis, with the same lines.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, When
from django_tasks import TaskResultStatus
from django_tasks_db.models import get_date_max

from daybook.core.jobs import beats, schedule
from daybook.core.jobs.models import CronTick, Job, WorkerBeat
from daybook.core.jobs.places import DATABASE

PAGE_SIZE: Final = 20
MOST_RUNNING: Final = 50
SHOWN: Final = {
    "failed": TaskResultStatus.FAILED,
    "waiting": TaskResultStatus.READY,
    "done": TaskResultStatus.SUCCESSFUL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One queue: how many are due, how many wait for their time, since when the first is due."""

    place: str
    name: str
    waiting: int
    later: int
    oldest: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One job; its arguments are nobody's business."""

    place: str
    id: str
    path: str
    queue: str
    status: TaskResultStatus
    attempt: int
    worker: str
    enqueued_at: dt.datetime
    due_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One worker that has beaten within a day."""

    id: str
    at: dt.datetime
    is_alive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One recurring job: when it is due next (unknown before a worker has looked), how it went."""

    name: str
    cron: str
    next_at: dt.datetime | None
    last_at: dt.datetime | None
    last_status: TaskResultStatus | None


def queues(*, now: dt.datetime) -> list[Queue]:
    """The queues with something in them, by name."""
    is_due = Q(due_at__lte=now)
    rows = (
        _with_due(TaskResultStatus.READY)
        .order_by("queue_name")
        .values("queue_name")
        .annotate(
            waiting=Count("pk", filter=is_due),
            later=Count("pk", filter=~is_due),
            oldest=Min("due_at", filter=is_due),
        )
    )
    return [
        Queue(
            place=DATABASE,
            name=row["queue_name"],
            waiting=row["waiting"],
            later=row["later"],
            oldest=row["oldest"],
        )
        for row in rows
    ]


def running() -> list[Line]:
    """What runs just now, the longest first."""
    rows = _with_due(TaskResultStatus.RUNNING)
    return [line_of(row) for row in rows.order_by("started_at")[:MOST_RUNNING]]


def failed_count() -> int:
    """How many were set aside."""
    return Job.objects.filter(status=TaskResultStatus.FAILED).count()


def kinds(state: str) -> list[str]:
    """The names of the jobs in this state."""
    rows = Job.objects.filter(status=SHOWN[state]).order_by("task_path")
    return [*rows.values_list("task_path", flat=True).distinct()]


def lines(state: str, *, kind: str, page: str) -> Page[Any]:
    """The jobs in this state, and of this kind where one is named; the latest first."""
    rows = _with_due(SHOWN[state])
    if kind:
        rows = rows.filter(task_path=kind)
    # Those that wait come in the order in which they will run.
    rows = rows if state == "waiting" else rows.order_by("-finished_at", "pk")
    found: Page[Any] = Paginator(rows, PAGE_SIZE).get_page(page)
    found.object_list = [line_of(row) for row in found.object_list]
    return found


def workers(*, now: dt.datetime) -> list[Worker]:
    """The workers heard of within a day, the latest first."""
    since = now - beats.SILENT_AFTER
    return [
        Worker(id=row.worker_id, at=row.at, is_alive=row.at >= since)
        for row in WorkerBeat.objects.order_by("-at", "worker_id")
    ]


def timetable() -> list[Due]:
    """The recurring jobs by name, each with its next time and its last result."""
    ticks = {row.name: row.next_at for row in CronTick.objects.all()}
    entries = sorted(schedule.recurring, key=lambda named: named[0])
    last = _last_of({entry.job.module_path for _name, entry in entries})
    found = []
    for name, entry in entries:
        at, status = last.get(entry.job.module_path, (None, None))
        found.append(
            Due(
                name=name,
                cron=entry.cron,
                next_at=ticks.get(name),
                last_at=at,
                last_status=status,
            )
        )
    return found


def line_of(job: Job) -> Line:
    """What is shown of a row."""
    said = job.traceback.strip().splitlines()
    return Line(
        place=DATABASE,
        id=str(job.pk),
        path=job.task_path,
        queue=job.queue_name,
        status=TaskResultStatus(job.status),
        attempt=job.attempt,
        worker=(job.worker_ids or [""])[-1],
        enqueued_at=job.enqueued_at,
        due_at=job.enqueued_at if job.run_after == get_date_max() else job.run_after,
        started_at=job.started_at,
        finished_at=job.finished_at,
        error=said[-1] if said else "",
    )


def _with_due(status: TaskResultStatus) -> QuerySet[Job]:
    """Rows with ``due_at``: upstream writes the year 9999 for what may run at once."""
    rows = cast("QuerySet[Job]", Job.objects.filter(status=status))
    at_once = When(run_after=get_date_max(), then=F("enqueued_at"))
    return rows.annotate(due_at=Case(at_once, default=F("run_after")))


def _last_of(paths: Iterable[str]) -> dict[str, tuple[dt.datetime, TaskResultStatus]]:
    ended = Job.objects.filter(task_path__in=[*paths], finished_at__isnull=False)
    latest = ended.order_by().values("task_path").annotate(at=Max("finished_at")).values("at")
    rows = ended.filter(finished_at__in=latest).values_list("task_path", "finished_at", "status")
    found: dict[str, tuple[dt.datetime, TaskResultStatus]] = {}
    for path, at, status in rows.order_by("finished_at"):
        if at is not None:
            found[path] = (at, TaskResultStatus(status))
    return found
