"""What the operator does about jobs, in both places."""

import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus as Status

from daybook.core.jobs import desk
from daybook.core.jobs.errors import NoSuchJob
from daybook.core.jobs.models import Job
from daybook.core.jobs.policy import BULK
from tests import jobs_of_tests

pytestmark = pytest.mark.django_db(transaction=True)

NOTE = "tests.jobs_of_tests.note"
BREAK = "tests.jobs_of_tests.break_a_rule"


def at_once(count, work):
    """Let ``count`` threads do ``work`` together; what each answered, or the error it got."""
    together, answers = threading.Barrier(count), []

    def run() -> None:
        together.wait()
        try:
            answers.append(work())
        except NoSuchJob as error:
            answers.append(type(error))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def failed_row():
    jobs_of_tests.note.enqueue("x")
    Job.objects.update(status=Status.FAILED, finished_at=timezone.now())
    return str(Job.objects.get().pk)


@pytest.fixture
def failed_bulk(bulk_jobs, work_off):
    result = jobs_of_tests.break_a_rule.using(backend=BULK).enqueue()
    work_off()
    return result.id


class TestInTheDatabase:
    def test_of_eight_who_retry_one_does(self, failed_row, now):
        answers = at_once(8, lambda: desk.retry(place="database", job_id=failed_row, by=1, now=now))
        assert sorted(answers) == [False] * 7 + [True]
        assert Job.objects.get().status == Status.READY

    def test_of_eight_who_drop_one_does(self, failed_row):
        answers = at_once(8, lambda: desk.drop(place="database", job_id=failed_row, by=1))
        assert sorted(answers, key=str) == [NoSuchJob] * 7 + [None]
        assert not Job.objects.exists()

    def test_retries_no_more_than_asked_for(self, failed_row, now):
        assert desk.retry_all(place="database", kind=BREAK, by=1, now=now) == 0
        assert desk.retry_all(place="database", kind=NOTE, by=1, now=now) == 1

    def test_drops_a_job_that_waits(self):
        jobs_of_tests.note.enqueue("x")
        desk.drop(place="database", job_id=str(Job.objects.get().pk), by=1)
        assert not Job.objects.exists()


class TestInRedis:
    def test_of_eight_who_retry_one_does(self, bulk_jobs, failed_bulk, now):
        answers = at_once(8, lambda: desk.retry(place="redis", job_id=failed_bulk, by=1, now=now))
        assert sorted(answers) == [False] * 7 + [True]
        assert bulk_jobs.get_result(failed_bulk).status == Status.READY

    def test_retries_all_of_a_kind(self, bulk_jobs, failed_bulk, now):
        assert desk.retry_all(place="redis", kind=NOTE, by=1, now=now) == 0
        assert desk.retry_all(place="redis", kind=BREAK, by=1, now=now) == 1
        assert desk.retry_all(place="redis", kind="", by=1, now=now) == 0

    def test_drops_once(self, bulk_jobs, failed_bulk):
        desk.drop(place="redis", job_id=failed_bulk, by=1)
        with pytest.raises(NoSuchJob):
            desk.drop(place="redis", job_id=failed_bulk, by=1)
        assert bulk_jobs.jobs([failed_bulk]) == []

    def test_leaves_a_job_that_runs(self, bulk_jobs):
        result = jobs_of_tests.note.using(backend=BULK).enqueue("x")
        bulk_jobs.claim("w", queues=[], now=timezone.now())
        with pytest.raises(NoSuchJob):
            desk.drop(place="redis", job_id=result.id, by=1)
        assert bulk_jobs.get_result(result.id).status == Status.RUNNING


@pytest.mark.parametrize("place", ["database", "redis"])
def test_does_nothing_where_there_is_nothing(place, now):
    with pytest.raises(NoSuchJob):
        desk.retry(place=place, job_id=str(uuid4()), by=1, now=now)
    with pytest.raises(NoSuchJob):
        desk.drop(place=place, job_id=str(uuid4()), by=1)
