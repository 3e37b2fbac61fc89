"""A worker killed in the middle of a job: the job runs again, once."""

import datetime as dt
import os

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus as Status

from daybook.core.jobs import beats
from daybook.core.jobs.models import Job, WorkerBeat
from tests import jobs_of_tests, running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(tmp_path):
    """A worker process on the database of this test."""
    database = connection.settings_dict
    name = str(database["NAME"])
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        host, port = database["HOST"] or "/var/run/postgresql", database["PORT"] or 5432
        login = ":".join(filter(None, [database["USER"], database["PASSWORD"]]))
        url = f"postgresql://{login}@{host}:{port}/{name}"
    env = running.environment(settings.DATA_DIR, DATABASE_URL=url, DAYBOOK_APPS="none")
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


def _let_time_pass() -> None:
    ago = timezone.now() - dt.timedelta(minutes=5)
    Job.objects.update(started_at=ago)
    WorkerBeat.objects.update(at=ago)


def _make_quick(told: os.PathLike[str]) -> None:
    job = Job.objects.get()
    job.args_kwargs = {"args": [str(told), 0], "kwargs": {}}
    job.run_after = timezone.now()
    job.save()
