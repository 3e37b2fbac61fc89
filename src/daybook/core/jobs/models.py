"""Jobs as they lie in the database, the beats of their workers, the next tick of each schedule."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from daybook.core.jobs import figures
from daybook.core.jobs.errors import AnotherOneWaits
from daybook.core.jobs.policy import Tried, random_jitter

log = structlog.get_logger(__name__)

UNFINISHED: Final = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
ANOTHER_ONE_WAITS: Final = gettext_noop("Another job of the same kind waits or runs already.")


class Job(DBTaskResult[..., Any], Tried):
    """A job with retries: upstream's row, with another idea of what to do when it fails."""

    class Meta:
        proxy = True
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def is_ours(self) -> bool:
        """Whether the job is still that of the worker that took it.

        A worker that seemed dead (a suspended machine) may come back after its job was given
        to another one; its late result must not overwrite what happens there.
        """
        mine = Job.objects.filter(
            pk=self.pk, status=TaskResultStatus.RUNNING, worker_ids=self.worker_ids
        )
        return mine.exists()

    def set_successful(self, return_value: object) -> None:
        """Keep the result, unless the job was given to another worker meanwhile."""
        if self.is_ours():
            super().set_successful(return_value)
            figures.ended(self, TaskResultStatus.SUCCESSFUL, now=timezone.now())
        else:
            log.warning("job.taken-over", job_id=str(self.pk), job=self.task_path)

    def set_failed(self, exc: BaseException) -> None:
        """Try again later where the policy allows it, else set the job aside as failed."""
        if not self.is_ours():
            log.warning("job.taken-over", job_id=str(self.pk), job=self.task_path)
        elif self.policy.allows_another(exc, attempt=self.attempt):
            self.hand_back(exc, now=timezone.now())
        else:
            super().set_failed(exc)
            figures.ended(self, TaskResultStatus.FAILED, now=timezone.now())

    def hand_back(self, error: BaseException, *, now: dt.datetime) -> None:
        """Make the job ready again, after the wait its policy asks for."""
        wait = self.wait_after(error, jitter=random_jitter())
        self.status = TaskResultStatus.READY
        self.started_at = None
        self.run_after = now + wait
        self.traceback = self.note_of(error)
        self.save(update_fields=["status", "started_at", "run_after", "traceback"])
        self.tell_of_another(error, wait)

    def revive(self, *, now: dt.datetime) -> bool:
        """Give a job that was set aside a fresh start; says whether it was still set aside.

        Raises ``AnotherOneWaits`` for a unique job when another of its key waits or runs.
        """
        try:
            with transaction.atomic():
                self._take_key_back()
                failed = Job.objects.filter(pk=self.pk, status=TaskResultStatus.FAILED)
                revived = failed.update(
                    status=TaskResultStatus.READY,
                    started_at=None,
                    finished_at=None,
                    run_after=now,
                    worker_ids=[],
                )
        except IntegrityError as error:
            raise AnotherOneWaits(gettext(ANOTHER_ONE_WAITS)) from error
        return bool(revived)

    def _take_key_back(self) -> None:
        mine = Unique.objects.filter(job_id=self.pk).first()
        if mine is None:
            return
        if Unique.is_held(mine.key, by_others_than=self.pk):
            raise AnotherOneWaits(gettext(ANOTHER_ONE_WAITS))
        Unique.objects.filter(job_id=self.pk).update(is_live=True)


class WorkerBeat(models.Model):
    """A worker's sign of life, renewed every few seconds and removed when it stops."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.worker_id} at {self.at}"


class CronTick(models.Model):
    """When a recurring job is due next; ``cron`` shows whether the schedule has changed since."""

    name = models.CharField(max_length=100, primary_key=True)
    cron = models.CharField(max_length=100)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.next_at}"


class Progress(models.Model):
    """How far a piece of background work is: ``done`` of ``total``, 0 where nobody knows."""

    key = models.CharField(max_length=100, primary_key=True)
    job_id = models.CharField(max_length=36, db_index=True, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.done} of {self.total or '?'}"

    @property
    def percent(self) -> int | None:
        """How much of it is done, from 0 to 100; nothing where nobody knows the whole."""
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def is_whole(self) -> bool:
        """Whether all of it is done."""
        return 0 < self.total <= self.done


class Unique(models.Model):
    """The key of a job of which at most one waits or runs."""

    job_id = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=200)
    is_live = models.BooleanField(default=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(is_live=True), name="jobs_one_live_job_of_a_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.job_id}"

    @classmethod
    def is_held(cls, key: str, *, by_others_than: UUID | None = None) -> bool:
        """Whether an unfinished job has ``key``; a finished one has to give it away."""
        holder = cls.objects.select_for_update().filter(key=key, is_live=True).first()
        if holder is None or holder.job_id == by_others_than:
            return False
        # A question of its own, after the lock: it sees what was committed while we waited.
        if Job.objects.filter(pk=holder.job_id, status__in=UNFINISHED).exists():
            return True
        holder.is_live = False
        holder.save(update_fields=["is_live"])
        return False
