"""How far a job is, for the page of whoever waits for it.

A job reports as often as it likes; at most twice a second the report is written, over the last one
of the same key. What a job reports inside a transaction is written when that commits (another
connection would wait for it, and on SQLite for ever), so a long job works in several short ones.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Final

from django.db import transaction
from django.utils import timezone

from daybook.core.jobs.models import Progress

SECONDS_BETWEEN: Final = 0.5
LONGEST_WORDS: Final = 200

_running: ContextVar[str] = ContextVar("running_job", default="")


@contextmanager
def running(job_id: str) -> Iterator[None]:
    """Say which job runs here, so that its reports can be found by it."""
    token = _running.set(job_id)
    try:
        yield
    finally:
        _running.reset(token)


class Meter:
    """What a job holds to report: ``meter = Meter("export:7", total=40)``, ``meter.step()``.

    The key is the product's own name for what is being made, or nothing for the job itself. A job
    that runs again begins again: the meter starts at ``done`` of ``total`` and says so at once.
    """

    def __init__(self, key: str = "", *, total: int = 0, done: int = 0, words: str = "") -> None:
        self.key = key or f"job:{_running.get()}"
        self.total, self.done, self.words = total, done, words
        self._write()

    def step(self, words: str | None = None) -> None:
        """One more is done."""
        self.report(done=self.done + 1, words=words)

    def report(
        self, *, done: int | None = None, total: int | None = None, words: str | None = None
    ) -> None:
        """So much of so much is done, in these words; what is left out stays as it was."""
        self.done = self.done if done is None else done
        self.total = self.total if total is None else total
        self.words = self.words if words is None else words
        if self._is_whole() or monotonic() >= self._next_at:
            self._write()

    def _is_whole(self) -> bool:
        return 0 < self.total <= self.done

    def _write(self) -> None:
        self._next_at = monotonic() + SECONDS_BETWEEN
        row = Progress(
            key=self.key,
            job_id=_running.get(),
            done=max(0, min(self.done, self.total) if self.total else self.done),
            total=max(0, self.total),
            words=self.words[:LONGEST_WORDS],
            at=timezone.now(),
        )
        transaction.on_commit(lambda: _keep(row), robust=True)


def of(key: str) -> Progress | None:
    """How far the work called ``key`` is; nothing when nobody has reported it."""
    return Progress.objects.filter(pk=key).first()


def of_jobs(job_ids: Iterable[str]) -> dict[str, Progress]:
    """How far these jobs are, by their ids; those that have not reported are left out."""
    found = Progress.objects.filter(job_id__in=[*job_ids]).order_by("at")
    return {row.job_id: row for row in found}


def forget(*, before: dt.datetime) -> int:
    """Delete what nobody has reported on since ``before``; returns how many."""
    return Progress.objects.filter(at__lt=before).delete()[0]


def _keep(row: Progress) -> None:
    Progress.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["job_id", "done", "total", "words", "at"],
    )
