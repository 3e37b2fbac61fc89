"""How often a job is tried, and how long it waits between two attempts."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, ParamSpec, TypeVar

from django_tasks import task
from django_tasks.base import DEFAULT_TASK_QUEUE_NAME, Task

from daybook.lib.errors import DomainError, Unavailable

P = ParamSpec("P")
T = TypeVar("T")

JITTER: Final = 0.1


class WorkerLost(Exception):
    """The worker of a job stopped in the middle of it."""


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


def job(
    retry: Retry = DEFAULT, *, queue: str = DEFAULT_TASK_QUEUE_NAME, priority: int = 0
) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Make a module's function a job: ``@job(Retry(attempts=3))``, then ``name.enqueue(...)``.

    Arguments must be plain JSON values (ids, not objects). The function runs at least once, so it
    must be idempotent. Where ``retry`` allows no other attempt, the job is set aside as failed.
    """

    def decorate(function: Callable[P, T]) -> Task[P, T]:
        _policies[function] = retry
        return task(queue_name=queue, priority=priority)(function)

    return decorate


def policy_of(function: Callable[..., object]) -> Retry:
    """The retry policy of a job's function."""
    return _policies.get(function, DEFAULT)


def random_jitter() -> float:
    """A number between -1 and 1, so that jobs that failed together do not come back together."""
    return secrets.SystemRandom().uniform(-1, 1)
