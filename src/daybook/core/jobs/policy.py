"""How often a job is tried, and how long it waits between two attempts."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, ParamSpec, Self, TypeVar

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django_tasks import task
from django_tasks.base import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME, Task
from django_tasks.exceptions import InvalidTaskError

from daybook.core.jobs import figures
from daybook.lib.errors import DomainError, Unavailable

log = structlog.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

JITTER: Final = 0.1
BULK: Final = "bulk"  # the name of the other place where jobs may wait


class WorkerLost(Exception):
    """The worker of a job stopped in the middle of it."""

    @classmethod
    def of(cls, worker_id: str) -> Self:
        """The sentence for the job that ``worker_id`` had."""
        return cls(f"Worker {worker_id} stopped in the middle of it.")


class CodeIsGone(Exception):
    """This version of Daybook has no such job; the message names it."""

    @classmethod
    def of(cls, task_path: str) -> Self:
        """The sentence for a job called ``task_path``."""
        return cls(
            f"This version of Daybook has no job called {task_path}. It was removed or renamed:"
            " drop this job, or run it again where its code is."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """When a failed job is tried again; what is left over is a dead letter for the operator.

    The wait doubles with every attempt, from ``first_wait_seconds`` up to ``longest_wait_seconds``.
    ``unexpected`` says whether errors nobody anticipated are tried again too.
    """

    attempts: int = 5
    first_wait_seconds: float = 2.0
    longest_wait_seconds: float = 3600.0
    unexpected: bool = True

    def __post_init__(self) -> None:
        if self.attempts < 1:
            raise ValueError("A job needs at least one attempt.")

    def allows_another(self, error: BaseException, *, attempt: int) -> bool:
        """Whether a job whose ``attempt`` (from 1) ended with ``error`` is tried again."""
        if not isinstance(error, Exception):
            return True  # its worker was told to stop; the job itself has done nothing wrong
        if attempt >= self.attempts:
            return False
        if isinstance(error, DomainError):
            return isinstance(error, Unavailable)
        return self.unexpected or isinstance(error, WorkerLost)

    def wait(self, *, attempt: int, jitter: float) -> dt.timedelta:
        """How long to wait after ``attempt`` (from 1); ``jitter`` lies between -1 and 1."""
        seconds = min(self.longest_wait_seconds, self.first_wait_seconds * 2.0 ** (attempt - 1))
        return dt.timedelta(seconds=seconds * (1 + JITTER * jitter))


DEFAULT: Final = Retry()
_policies: dict[Callable[..., object], Retry] = {}


class Tried:
    """A job with its attempts, wherever it lies: how often, how often still, and how long after."""

    id: Any
    task_path: str
    worker_ids: list[str]

    @property
    def task(self) -> Any:
        """The job's function, as Django's Tasks wrap it."""
        raise NotImplementedError

    @property
    def attempt(self) -> int:
        """Which attempt this is, from 1; 0 when it has never run."""
        return len(self.worker_ids)

    @property
    def policy(self) -> Retry:
        """The retry policy of the job's function; the default when its code is gone."""
        return DEFAULT if self.is_code_gone() else policy_of(self.task.func)

    def is_code_gone(self) -> bool:
        """Whether this version of Daybook has no such job."""
        try:
            return not callable(self.task.func)
        except (ImportError, SuspiciousOperation, InvalidTaskError):
            return True

    def wait_after(self, error: BaseException, *, jitter: float) -> dt.timedelta:
        """How long to wait after an attempt that ended with ``error``."""
        if not isinstance(error, Exception):
            return dt.timedelta()  # its worker was told to stop: another one may begin at once
        return self.policy.wait(attempt=self.attempt, jitter=jitter)

    def note_of(self, error: BaseException) -> str:
        """What is kept of an attempt that will be repeated."""
        return f"Attempt {self.attempt}: {type(error).__name__}: {error}"

    def tell_of_another(self, error: BaseException, wait: dt.timedelta) -> None:
        """Log and count an attempt that will be repeated."""
        figures.repeated(self.task_path)
        log.warning(
            "job.again",
            job_id=str(self.id),
            job=self.task_path,
            attempt=self.attempt,
            wait_seconds=round(wait.total_seconds(), 1),
            error=f"{type(error).__name__}: {error}",
        )


def job(
    retry: Retry = DEFAULT,
    *,
    queue: str = DEFAULT_TASK_QUEUE_NAME,
    priority: int = 0,
    bulk: bool = False,
) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Make a module's function a job: ``@job(Retry(attempts=3))``, then ``name.enqueue(...)``.

    Arguments must be plain JSON values (ids, not objects). The function runs at least once, so it
    must be idempotent. Where ``retry`` allows no other attempt, the job is set aside as failed.
    ``priority`` lies between -100 and 100; the highest runs first, among equals the one due first.
    ``bulk`` work may be lost with Redis: it waits there where ``DAYBOOK_JOBS`` says so.
    """
    backend = BULK if bulk and BULK in settings.TASKS else DEFAULT_TASK_BACKEND_ALIAS

    def decorate(function: Callable[P, T]) -> Task[P, T]:
        _policies[function] = retry
        return task(queue_name=queue, priority=priority, backend=backend)(function)

    return decorate


def policy_of(function: Callable[..., object]) -> Retry:
    """The retry policy of a job's function."""
    return _policies.get(function, DEFAULT)


def random_jitter() -> float:
    """A number between -1 and 1, so that jobs that failed together do not come back together."""
    return secrets.SystemRandom().uniform(-1, 1)
