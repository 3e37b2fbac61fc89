"""The worker: takes jobs that are due, one after the other, and keeps the schedule beside it."""

import os
import select
import signal
import threading
from types import FrameType
from typing import Final, cast

import structlog
from django.db import DatabaseError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.utils import exclusive_transaction
from redis.exceptions import RedisError
from structlog.contextvars import bound_contextvars

from daybook.core.jobs import beats, progress, schedule
from daybook.core.jobs.bulk import redis_backend
from daybook.core.jobs.bulk.jobs import RedisJob
from daybook.core.jobs.models import Job, WorkerBeat
from daybook.core.jobs.places import DATABASE, PLACES, REDIS
from daybook.core.jobs.policy import CodeIsGone

log = structlog.get_logger(__name__)

AnyJob = Job | RedisJob

EVERY_QUEUE: Final = "*"
POLL_SECONDS: Final = 1.0


class Worker(db_worker.Worker):
    """Runs jobs until it is told to stop; in ``batch`` mode until nothing is due.

    While idle it asks the database once per ``interval`` seconds, without a lock. Told to stop
    (SIGINT, SIGTERM) it finishes the job at hand; told twice, it hands that job back.
    """

    def __init__(
        self,
        *,
        worker_id: str,
        queues: tuple[str, ...] = (EVERY_QUEUE,),
        places: tuple[str, ...] = PLACES,
        interval: float = POLL_SECONDS,
        batch: bool = False,
        beat_seconds: float = beats.BEAT_SECONDS,
    ) -> None:
        super().__init__(
            queue_names=[*queues],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        self.beat_seconds = beat_seconds
        self.places = places
        self._claims = {DATABASE: self._claim, REDIS: self._claim_bulk}
        self._wake_reader, self._wake_writer = os.pipe()
        self._finished = threading.Event()

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the job at hand; asked again, stop now and hand the job back."""
        del frame
        if not self.running:
            raise SystemExit(1)
        self.running = False
        # A pipe, not a lock: this runs between any two steps of the code it interrupts.
        os.write(self._wake_writer, b".")
        log.info("worker.stopping", signal=signal.Signals(signum).name)

    def run(self) -> None:
        """Work until told to stop."""
        _keep_connections()
        log.info("worker.started", worker=self.worker_id, queues=self.queue_names)
        beats.beat(self.worker_id, now=timezone.now())
        if self.batch:  # a short run must not end before it has seen what the schedule asks for
            schedule.tick(now=timezone.now())
        keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)
        keeper.start()
        try:
            while self.running and keeper.is_alive():
                worked = self._work_once()
                if self.batch and not worked:
                    break
                if not worked:
                    self._pause()
        finally:
            self._finished.set()
            keeper.join(timeout=self.beat_seconds + 1)
            WorkerBeat.objects.filter(worker_id=self.worker_id).delete()
            log.info("worker.stopped", worker=self.worker_id, jobs=self._run_tasks)
        if self.running and not self.batch:
            raise SystemExit("The worker's keeper has died; the log says why.")

    def run_job(self, job: AnyJob) -> None:
        """Run one job, with its id on every line it logs.

        One whose code is gone is not run: another version of Daybook may know it, so it waits as
        after an error, and is set aside in the end.
        """
        key, path = str(job.pk), job.task_path
        with bound_contextvars(job_id=key, job=path), progress.running(key):
            if job.is_code_gone():
                log.warning("job.code-is-gone")
                job.set_failed(CodeIsGone.of(path))
            else:
                self.run_task(cast("Job", job))  # upstream needs nothing that only a row has

    def _work_once(self) -> bool:
        """Run the next job: one of the database before one of Redis, which may wait longer."""
        close_old_connections()
        for place in self.places:
            job = self._next_of(place)
            if job is not None:
                return self._ran(job)
        return False

    def _ran(self, job: AnyJob) -> bool:
        try:
            self.run_job(job)
        except RedisError as error:  # the job is done; it will be given back and run again
            log.warning("worker.redis-away", job_id=str(job.pk), error=str(error))
        return True

    def _next_of(self, place: str) -> AnyJob | None:
        try:
            return self._claims[place]()
        except OperationalError as error:  # locked for long, or the server is being restarted
            log.warning("worker.database-away", error=str(error))
            connection.close()
        except RedisError as error:
            log.warning("worker.redis-away", error=str(error))
        return None

    def _claim_bulk(self) -> RedisJob | None:
        backend = redis_backend()
        if backend is None:
            return None
        queues = [] if self.process_all_queues else self.queue_names
        return backend.claim(self.worker_id, queues=queues, now=timezone.now())

    def _claim(self) -> Job | None:
        due = Job.objects.ready().filter(backend_name=self.backend_name)
        if not self.process_all_queues:
            due = due.filter(queue_name__in=self.queue_names)
        if not due.exists():  # a look takes no lock, so an idle worker is in nobody's way
            return None
        with exclusive_transaction():
            job = due.select_for_update(skip_locked=True).first()
            if job is not None:
                job.claim(self.worker_id)
        return cast("Job | None", job)

    def _pause(self) -> None:
        select.select([self._wake_reader], [], [], self.interval)

    def _keep(self) -> None:
        """Beat, find lost jobs and keep the schedule, in a thread of its own."""
        while True:
            try:
                now = timezone.now()
                beats.beat(self.worker_id, now=now)
                beats.reap(now=now)
                schedule.tick(now=now)
                beats.reap_bulk(now=now)  # last: the rest goes on when Redis is away
            except (DatabaseError, RedisError) as error:
                log.warning("worker.keeper", error=str(error))
                connection.close()
            if self._finished.wait(self.beat_seconds):
                connection.close()
                return


def _keep_connections() -> None:
    """Keep one connection per thread; a pool keeps its own."""
    if not connection.settings_dict["OPTIONS"].get("pool"):
        connection.settings_dict["CONN_MAX_AGE"] = None
        connection.close()
