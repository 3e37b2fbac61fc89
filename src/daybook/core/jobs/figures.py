"""Figures about jobs for Prometheus.

What has happened is counted by the process in which it happens; the processes of ``daybook serve``
add up their figures in a folder. What waits is counted when somebody asks (``waiting``).
"""

import datetime as dt
from typing import Final, Protocol

from django_tasks import TaskResultStatus
from prometheus_client import Counter, Histogram

BUCKETS: Final = (0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 1800)

done = Counter("daybook_jobs_done", "Jobs that ended well.", ["job"])
failed = Counter("daybook_jobs_failed", "Jobs that were set aside as failed.", ["job"])
retried = Counter("daybook_jobs_retried", "Attempts that failed and will be repeated.", ["job"])
seconds = Histogram(
    "daybook_jobs_seconds", "How long the last attempt of a job took.", ["job"], buckets=BUCKETS
)


class Ended(Protocol):
    """What the figures read of a job."""

    task_path: str
    started_at: dt.datetime | None


def ended(job: Ended, status: TaskResultStatus, *, now: dt.datetime) -> None:
    """Count a job that has ended, well or not."""
    counter = done if status == TaskResultStatus.SUCCESSFUL else failed
    counter.labels(job.task_path).inc()
    if job.started_at is not None:
        seconds.labels(job.task_path).observe(max(0.0, (now - job.started_at).total_seconds()))


def repeated(task_path: str) -> None:
    """Count an attempt that will be repeated."""
    retried.labels(task_path).inc()
