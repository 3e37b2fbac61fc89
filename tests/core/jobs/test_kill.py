"""A worker killed in the middle of a job: the job runs again, once."""

import datetime as dt
import json
import os

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus as Status

from daybook.core.jobs import beats
from daybook.core.jobs.models import Job, WorkerBeat
from daybook.core.jobs.policy import BULK
from tests import jobs_of_tests, running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(tmp_path):
    """A worker process on the database of this test."""
    yield from _worker(tmp_path)


def _worker(tmp_path, **variables):
    database = connection.settings_dict
    name = str(database["NAME"])
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        host, port = database["HOST"] or "/var/run/postgresql", database["PORT"] or 5432
        login = ":".join(filter(None, [database["USER"], database["PASSWORD"]]))
        url = f"postgresql://{login}@{host}:{port}/{name}"
    env = running.environment(settings.DATA_DIR, DATABASE_URL=url, DAYBOOK_APPS="none", **variables)
    process = running.start("worker", "--interval", "0.1", env=env, output=tmp_path / "output")
    yield process
    process.kill()
    process.wait()


def test_a_job_survives_the_death_of_its_worker(worker, tmp_path, work_off):
    told = tmp_path / "told"
    jobs_of_tests.write_slowly.enqueue(str(told), 30)
    running.wait_until(lambda: told.exists() and "started" in told.read_text())
    worker.kill()
    worker.wait()
    assert Job.objects.get().status == Status.RUNNING

    _let_time_pass()
    assert beats.reap(now=timezone.now()) == 1
    assert beats.reap(now=timezone.now()) == 0
    _make_quick(told)
    work_off()

    assert told.read_text() == "started\nstarted\nended\n"
    assert (Job.objects.get().status, Job.objects.get().attempt) == (Status.SUCCESSFUL, 2)


@pytest.fixture
def bulk_worker(tmp_path, bulk_jobs):
    """A worker process on the database and the Redis of this test."""
    url = settings.TASKS[BULK]["OPTIONS"]["url"]
    yield from _worker(tmp_path, DAYBOOK_JOBS="redis", REDIS_URL=url)


@pytest.fixture
def started(tmp_path, bulk_worker):
    """A bulk job of the given length, which the worker process is in the middle of."""
    told = tmp_path / "told"

    def start(seconds: float):
        result = jobs_of_tests.write_slowly.using(backend=BULK).enqueue(str(told), seconds)
        running.wait_until(lambda: told.exists() and "started" in told.read_text())
        return result, told

    return start


class TestInRedis:
    def test_a_job_survives_the_death_of_its_worker(
        self, bulk_worker, bulk_jobs, started, work_off
    ):
        result, told = started(30)
        bulk_worker.kill()
        bulk_worker.wait()
        result.refresh()
        assert result.status == Status.RUNNING

        later = timezone.now() + dt.timedelta(minutes=5)
        assert beats.reap_bulk(now=later) == 1
        assert beats.reap_bulk(now=later) == 0
        _make_bulk_quick(bulk_jobs, result.id, told)
        work_off()

        result.refresh()
        assert told.read_text() == "started\nstarted\nended\n"
        assert (result.status, result.attempts) == (Status.SUCCESSFUL, 2)

    def test_a_worker_told_to_stop_ends_its_job_first(self, bulk_worker, started):
        result, _told = started(1)
        bulk_worker.terminate()
        assert bulk_worker.wait(timeout=120) == 0
        result.refresh()
        assert result.status == Status.SUCCESSFUL
        assert not WorkerBeat.objects.exists()

    def test_a_worker_told_twice_hands_its_job_back(self, bulk_worker, bulk_jobs, started):
        result, told = started(60)
        bulk_worker.terminate()
        output = told.parent / "output"
        running.wait_until(lambda: "worker.stopping" in output.read_text())
        bulk_worker.terminate()
        bulk_worker.wait(timeout=120)
        result.refresh()
        assert (result.status, told.read_text()) == (Status.READY, "started\n")
        assert bulk_jobs.shelves.waiting() == [result.id]


def _make_bulk_quick(bulk_jobs, job_id: str, told: os.PathLike[str]) -> None:
    shelves = bulk_jobs.shelves
    shelves._redis.hset(f"{shelves._prefix}:job:{job_id}", "args", json.dumps([str(told), 0]))
    shelves._redis.zadd(f"{shelves._prefix}:later", {job_id: 0})  # its wait is over


def _let_time_pass() -> None:
    ago = timezone.now() - dt.timedelta(minutes=5)
    Job.objects.update(started_at=ago)
    WorkerBeat.objects.update(at=ago)


def _make_quick(told: os.PathLike[str]) -> None:
    job = Job.objects.get()
    job.args_kwargs = {"args": [str(told), 0], "kwargs": {}}
    job.run_after = timezone.now()
    job.save()
