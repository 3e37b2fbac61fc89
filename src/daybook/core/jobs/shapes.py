"""Jobs as the API writes them; what a job was given is nobody's business, so it is not there."""

from typing import Final, Literal

from django_tasks import TaskResultStatus
from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue

from daybook.core.jobs.board import Due, Line
from daybook.core.jobs.both import Seen
from daybook.core.rest import Instant

Place = Literal["database", "redis"]
State = Literal["waiting", "running", "done", "failed"]
STATES: Final[dict[TaskResultStatus, State]] = {
    TaskResultStatus.READY: "waiting",
    TaskResultStatus.RUNNING: "running",
    TaskResultStatus.SUCCESSFUL: "done",
    TaskResultStatus.FAILED: "failed",
}
LONGEST_KIND: Final = 200
KIND: Final = r"^[A-Za-z0-9_.]*$"  # the dotted name of a job's function, or nothing for all

EARLY: Final = "2026-03-03T09:09:58Z"
AT: Final = "2026-03-03T09:10:00Z"
QUEUE: Final[dict[str, JsonValue]] = {
    "place": "database",
    "name": "default",
    "waiting": 2,
    "later": 1,
    "oldest": AT,
}
JOB: Final[dict[str, JsonValue]] = {
    "place": "database",
    "id": "0d4a3cfe-6c0e-4f39-9d6e-4ce1a4b2a7d1",
    "kind": "daybook.apps.notifications.jobs.deliver",
    "queue": "default",
    "state": "failed",
    "attempt": 5,
    "worker": "kq8Z",
    "enqueued_at": EARLY,
    "due_at": EARLY,
    "started_at": EARLY,
    "finished_at": AT,
    "error": "daybook.lib.errors.Unavailable: The mail server does not answer.",
}
PROGRESS: Final[dict[str, JsonValue]] = {"done": 4, "total": 10, "words": "4 of 10 files"}
DUE: Final[dict[str, JsonValue]] = {
    "name": "jobs.upkeep",
    "cron": "41 2 * * *",
    "next_at": "2026-03-04T02:41:00Z",
    "last_at": "2026-03-03T02:41:07Z",
    "last_state": "done",
}
WORKER: Final[dict[str, JsonValue]] = {"id": "kq8Z", "at": AT, "is_alive": True}


def shaped(example: dict[str, JsonValue]) -> ConfigDict:
    """The configuration of a schema with this example."""
    return ConfigDict(json_schema_extra={"examples": [example]})


class QueueOut(Schema):
    """One queue; `*` is what waits for its time in Redis, whatever its queue."""

    place: Place
    name: str
    waiting: int = Field(description="Jobs that are due.")
    later: int = Field(description="Jobs that wait for their time.")
    oldest: Instant | None = Field(description="Since when the first one is due.")


class QueuesOut(Schema):
    """All queues with something in them, and how many jobs were set aside in each place."""

    model_config = shaped({"queues": [QUEUE], "failed": {"database": 3}, "is_redis_away": False})

    queues: list[QueueOut]
    failed: dict[str, int] = Field(description="Jobs that were set aside, by place.")
    is_redis_away: bool = Field(description="Redis is used and does not answer: it is left out.")

    @staticmethod
    def resolve_failed(seen: Seen) -> dict[str, int]:
        """How many were set aside."""
        return seen.aside


class JobOut(Schema):
    """One job, without what it was given."""

    place: Place
    id: str
    kind: str
    queue: str
    state: State
    attempt: int = Field(description="Which attempt this is, from 1; 0 when it has never run.")
    worker: str
    enqueued_at: Instant
    due_at: Instant
    started_at: Instant | None
    finished_at: Instant | None
    error: str = Field(description="What went wrong last.")

    @staticmethod
    def resolve_state(line: Line) -> State:
        """Its status in the words of the page."""
        return STATES[line.status]

    @staticmethod
    def resolve_kind(line: Line) -> str:
        """The dotted name of its function."""
        return line.path


class JobsOut(Schema):
    """A page of jobs, 20 a page, and the kinds there are in this place and state."""

    model_config = shaped(
        {"count": 1, "page": 1, "pages": 1, "kinds": [JOB["kind"]], "jobs": [JOB]}
    )

    count: int
    page: int
    pages: int
    kinds: list[str]
    jobs: list[JobOut]


class ProgressOut(Schema):
    """How far a job is; `total` is 0 where nobody knows the whole."""

    done: int
    total: int
    words: str


class RunningOut(Schema):
    """A job that runs just now."""

    job: JobOut
    progress: ProgressOut | None = Field(description="Null when the job tells nothing.")


class RunningJobsOut(Schema):
    """What runs just now, at most 50 in each place, the longest first."""

    model_config = shaped(
        {"jobs": [{"job": {**JOB, "state": "running", "finished_at": None}, "progress": PROGRESS}]}
    )

    jobs: list[RunningOut]


class DueOut(Schema):
    """One recurring job; null where nothing is known yet."""

    name: str
    cron: str = Field(description="The five fields of cron, in UTC.")
    next_at: Instant | None
    last_at: Instant | None
    last_state: State | None

    @staticmethod
    def resolve_last_state(due: Due) -> State | None:
        """How it ended last."""
        return None if due.last_status is None else STATES[due.last_status]


class ScheduleOut(Schema):
    """The recurring jobs, by name."""

    model_config = shaped({"schedule": [DUE]})

    schedule: list[DueOut]


class WorkerOut(Schema):
    """One worker that was heard of within a day."""

    id: str
    at: Instant = Field(description="When it was heard of last.")
    is_alive: bool


class WorkersOut(Schema):
    """The workers, the latest first."""

    model_config = shaped({"workers": [WORKER]})

    workers: list[WorkerOut]


class RetryIn(Schema):
    """Which of the jobs that were set aside are run again."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"kind": JOB["kind"]}, {"kind": ""}]}
    )

    kind: str = Field(
        max_length=LONGEST_KIND, pattern=KIND, description="Those of this kind; empty for all."
    )


class RetriedOut(Schema):
    """How many jobs will run again."""

    model_config = shaped({"retried": 1})

    retried: int
