import datetime as dt

import pytest
from django_tasks import TaskResultStatus as Status

from daybook.core.jobs import beats
from daybook.core.jobs.models import Job, WorkerBeat
from tests import jobs_of_tests

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def running(now):
    """A job that the worker called "w" took two minutes ago."""
    jobs_of_tests.note.enqueue("x")
    job = Job.objects.get()
    job.claim("w")
    Job.objects.update(started_at=now - 2 * MINUTE)
    return job


class TestReap:
    def test_gives_back_the_job_of_a_silent_worker(self, running, now):
        beats.beat("w", now=now - MINUTE)
        assert beats.reap(now=now) == 1
        running.refresh_from_db()
        assert running.status == Status.READY

    def test_leaves_the_job_of_a_living_worker(self, running, now):
        beats.beat("w", now=now)
        assert beats.reap(now=now) == 0

    def test_leaves_a_job_that_has_just_begun(self, running, now):
        Job.objects.update(started_at=now)
        assert beats.reap(now=now) == 0

    def test_sets_a_job_aside_that_kills_every_worker(self, running, now):
        Job.objects.update(worker_ids=["a", "b", "c", "d", "w"])
        beats.reap(now=now)
        running.refresh_from_db()
        assert running.status == Status.FAILED
        assert running.exception_class_path.endswith("WorkerLost")


def test_forgets_workers_that_were_never_heard_of_again(now):
    beats.beat("old", now=now - dt.timedelta(days=2))
    beats.beat("new", now=now)
    beats.forget(now=now)
    assert [row.worker_id for row in WorkerBeat.objects.all()] == ["new"]
