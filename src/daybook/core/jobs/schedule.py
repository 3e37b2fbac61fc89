"""Recurring jobs: registered by the apps, enqueued once however many workers there are."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from croniter import croniter
from django.db import transaction
from django_tasks.base import Task

from daybook.core.jobs.models import CronTick
from daybook.core.registry import Registry

J = TypeVar("J", bound=Task[..., Any])


@dataclass(frozen=True, slots=True)
class Recurring:
    """A job and the five cron fields that say when it is due, in UTC."""

    cron: str
    job: Task[[], Any]

    def next_after(self, now: dt.datetime) -> dt.datetime:
        """The first instant after ``now`` at which the job is due."""
        due: dt.datetime = croniter(self.cron, now.astimezone(dt.UTC)).get_next(dt.datetime)
        return due


recurring: Registry[Recurring] = Registry("recurring job")


def register(name: str, *, cron: str) -> Callable[[J], J]:
    """Run a job again and again: ``schedule.register("prices.clean", cron="17 3 * * *")(clean)``.

    ``cron`` is read in UTC, where every day has 24 hours and no hour comes twice. A due time that
    passes while no worker runs is made up for once. Raises ``ValueError`` for a wrong ``cron``.
    """
    if not croniter.is_valid(cron):
        raise ValueError(f"recurring job {name!r} has a wrong schedule: {cron!r}")

    def decorate(job: J) -> J:
        recurring.register(name)(Recurring(cron, job))
        return job

    return decorate


def tick(*, now: dt.datetime) -> list[str]:
    """Enqueue what is due and answer with its names; safe when many workers tick at once."""
    known = {row.name: row for row in CronTick.objects.all()}
    return [name for name, entry in recurring if _fires(name, entry, known.get(name), now=now)]


def _fires(name: str, entry: Recurring, row: CronTick | None, *, now: dt.datetime) -> bool:
    if row is None or row.cron != entry.cron:
        CronTick.objects.update_or_create(
            name=name, defaults={"cron": entry.cron, "next_at": entry.next_after(now)}
        )
        return False
    if row.next_at > now:
        return False
    with transaction.atomic():
        # Compare and swap: of all workers that saw this due time, one moves it on.
        moved = CronTick.objects.filter(name=name, next_at=row.next_at).update(
            next_at=entry.next_after(now)
        )
        if moved:
            entry.job.enqueue()
    return bool(moved)
