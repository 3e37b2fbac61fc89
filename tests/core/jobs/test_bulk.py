"""Bulk jobs in Redis: the same promises as in the database, but for the transaction."""

import datetime as dt
import threading

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus as Status
from django_tasks.exceptions import TaskResultDoesNotExist

from daybook.core.jobs import beats, upkeep
from daybook.core.jobs.models import Job
from daybook.core.jobs.policy import BULK
from daybook.core.jobs.worker import Worker
from daybook.lib.errors import Unavailable
from tests import jobs_of_tests

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = dt.timedelta(minutes=1)


def bulk(job):
    """The job as it is where ``DAYBOOK_JOBS`` is ``redis``."""
    return job.using(backend=BULK)


class TestEnqueue:
    def test_lays_the_job_into_redis_and_not_into_the_database(self, bulk_jobs):
        result = bulk(jobs_of_tests.note).enqueue("hello")
        found = bulk_jobs.get_result(result.id)
        assert (found.status, found.args, found.attempts) == (Status.READY, ["hello"], 0)
        assert not Job.objects.exists()

    def test_waits_for_the_commit_of_its_cause(self, bulk_jobs):
        with transaction.atomic():
            result = bulk(jobs_of_tests.note).enqueue("hello")
            with pytest.raises(TaskResultDoesNotExist):
                bulk_jobs.get_result(result.id)
        assert bulk_jobs.get_result(result.id).status == Status.READY

    def test_never_runs_for_a_cause_that_was_rolled_back(self, bulk_jobs, heard, work_off):
        with transaction.atomic():
            bulk(jobs_of_tests.note).enqueue("never")
            transaction.set_rollback(True)
        work_off()
        assert heard == []
        assert bulk_jobs.shelves.waiting() == []


class TestAWorker:
    def test_runs_them_and_keeps_the_result(self, bulk_jobs, heard, work_off):
        result = bulk(jobs_of_tests.note).enqueue("hello")
        work_off()
        result.refresh()
        assert heard == ["hello"]
        assert (result.status, result.return_value) == (Status.SUCCESSFUL, "hello")
        assert bulk_jobs.shelves.count("done") == 1

    def test_takes_the_urgent_first_and_the_oldest_of_those(self, bulk_jobs, heard, work_off):
        for word, priority in [("b", 0), ("low", -100), ("c", 0), ("high", 100), ("d", 0)]:
            bulk(jobs_of_tests.note).using(priority=priority).enqueue(word)
        work_off()
        assert heard == ["high", "b", "c", "d", "low"]

    def test_takes_a_job_of_the_database_first(self, bulk_jobs, heard, work_off):
        bulk(jobs_of_tests.note).using(priority=100).enqueue("bulk")
        jobs_of_tests.note.enqueue("owed")
        work_off()
        assert heard == ["owed", "bulk"]

    def test_takes_only_its_queues(self, bulk_jobs, heard):
        bulk(jobs_of_tests.note).using(queue_name="thumbnails").enqueue("small")
        Worker(worker_id="w", queues=("default",), batch=True).run()
        assert heard == []
        Worker(worker_id="w", queues=("default", "thumbnails"), batch=True).run()
        assert heard == ["small"]

    def test_can_serve_one_place_alone(self, bulk_jobs, heard):
        bulk(jobs_of_tests.note).enqueue("bulk")
        jobs_of_tests.note.enqueue("owed")
        Worker(worker_id="w", places=("redis",), batch=True).run()
        assert heard == ["bulk"]

    def test_leaves_what_is_not_due(self, bulk_jobs, heard, work_off):
        later = timezone.now() + dt.timedelta(hours=1)
        bulk(jobs_of_tests.note).using(run_after=later).enqueue("later")
        work_off()
        assert heard == []
        taken = bulk_jobs.claim("w", queues=[], now=later + MINUTE)
        assert taken.args == ["later"]

    def test_passes_over_a_job_that_redis_has_forgotten(self, bulk_jobs, heard, work_off):
        lost = bulk(jobs_of_tests.note).enqueue("lost")
        bulk(jobs_of_tests.note).enqueue("kept")
        bulk_jobs.shelves._redis.delete(f"{bulk_jobs.shelves._prefix}:job:{lost.id}")
        work_off()
        assert heard == ["kept"]

    def test_goes_on_with_the_database_when_redis_is_away(self, away, heard, work_off):
        jobs_of_tests.note.enqueue("owed")
        work_off()
        assert heard == ["owed"]

    def test_of_eight_one_takes_it(self, bulk_jobs):
        bulk(jobs_of_tests.note).enqueue("hello")
        together, taken = threading.Barrier(8), []

        def take(name: str) -> None:
            together.wait()
            taken.append(bulk_jobs.claim(name, queues=[], now=timezone.now()))

        threads = [threading.Thread(target=take, args=[f"w{n}"]) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len([job for job in taken if job is not None]) == 1


class TestFailing:
    def test_is_tried_again_later_when_a_service_is_away(self, bulk_jobs, work_off):
        result = bulk(jobs_of_tests.ask_a_service_that_is_away).enqueue()
        work_off()
        (job,) = bulk_jobs.jobs([result.id])
        assert (job.status, job.attempt) == (Status.READY, 1)
        assert "Nobody answers." in job.traceback
        assert bulk_jobs.shelves.count("later") == 1
        assert job.run_after > timezone.now() + dt.timedelta(seconds=5)

    def test_is_set_aside_after_the_last_attempt(self, bulk_jobs):
        result = bulk(jobs_of_tests.ask_a_service_that_is_away).enqueue()
        now = timezone.now()
        for n in range(3):
            job = bulk_jobs.claim("w", queues=[], now=now + n * dt.timedelta(hours=1))
            Worker(worker_id="w").run_job(job)
        result.refresh()
        assert (result.status, result.attempts) == (Status.FAILED, 3)
        assert result.errors[0].exception_class_path == "daybook.lib.errors.Unavailable"

    def test_is_set_aside_at_once_when_trying_again_mends_nothing(self, bulk_jobs, work_off):
        result = bulk(jobs_of_tests.break_a_rule).enqueue()
        work_off()
        result.refresh()
        assert (result.status, result.attempts) == (Status.FAILED, 1)
        assert "This makes no sense." in result.errors[0].traceback

    def test_runs_again_once_when_the_operator_says_so(self, bulk_jobs, work_off):
        result = bulk(jobs_of_tests.break_a_rule).enqueue()
        work_off()
        now = timezone.now()
        assert bulk_jobs.shelves.revive(result.id, now=now)
        assert not bulk_jobs.shelves.revive(result.id, now=now)
        work_off()
        result.refresh()
        assert (result.status, result.attempts) == (Status.FAILED, 1)

    def test_is_dropped_once(self, bulk_jobs, work_off):
        result = bulk(jobs_of_tests.break_a_rule).enqueue()
        work_off()
        assert bulk_jobs.shelves.drop(result.id)
        assert not bulk_jobs.shelves.drop(result.id)
        assert bulk_jobs.shelves.count("failed") == 0

    def test_a_running_job_is_not_dropped(self, bulk_jobs):
        result = bulk(jobs_of_tests.note).enqueue("x")
        bulk_jobs.claim("w", queues=[], now=timezone.now())
        assert not bulk_jobs.shelves.drop(result.id)
        assert bulk_jobs.get_result(result.id).status == Status.RUNNING


class TestReap:
    @pytest.fixture
    def running(self, bulk_jobs, now):
        """A job that the worker called "w" took two minutes ago."""
        bulk(jobs_of_tests.note).enqueue("x")
        return bulk_jobs.claim("w", queues=[], now=timezone.now())

    def test_gives_back_the_job_of_a_silent_worker_once(self, bulk_jobs, running):
        later = timezone.now() + MINUTE
        assert beats.reap_bulk(now=later) == 1
        assert beats.reap_bulk(now=later) == 0
        (job,) = bulk_jobs.jobs([running.id])
        assert (job.status, job.attempt) == (Status.READY, 1)

    def test_leaves_the_job_of_a_living_worker(self, bulk_jobs, running):
        later = timezone.now() + MINUTE
        beats.beat("w", now=later)
        assert beats.reap_bulk(now=later) == 0

    def test_a_late_result_does_not_overwrite_what_another_worker_does(self, bulk_jobs, running):
        later = timezone.now() + MINUTE
        beats.reap_bulk(now=later)
        bulk_jobs.claim("other", queues=[], now=later + MINUTE)
        running.set_successful("late")
        running.set_failed(SystemExit())
        (job,) = bulk_jobs.jobs([running.id])
        assert (job.status, job.worker_ids) == (Status.RUNNING, ["w", "other"])

    def test_has_nothing_to_do_where_redis_is_not_used(self, now):
        assert beats.reap_bulk(now=now) == 0


class TestPrune:
    def test_deletes_old_results_and_keeps_failures_longer(self, bulk_jobs, work_off):
        bulk(jobs_of_tests.note).enqueue("x")
        bulk(jobs_of_tests.break_a_rule).enqueue()
        work_off()
        now = timezone.now()
        assert upkeep.prune(now=now + dt.timedelta(days=6)) == 0
        assert upkeep.prune(now=now + dt.timedelta(days=8)) == 1
        assert upkeep.prune(now=now + dt.timedelta(days=61)) == 1
        assert list(bulk_jobs.shelves._redis.scan_iter(f"{bulk_jobs.shelves._prefix}:job:*")) == []


class TestCodeThatIsGone:
    def test_is_set_aside_and_says_so(self, bulk_jobs, work_off):
        result = bulk(jobs_of_tests.note).enqueue("x")
        shelves = bulk_jobs.shelves
        shelves._redis.hset(f"{shelves._prefix}:job:{result.id}", "task", "tests.nowhere.note")
        now = timezone.now()
        for n in range(5):
            job = bulk_jobs.claim("w", queues=[], now=now + n * dt.timedelta(hours=2))
            Worker(worker_id="w").run_job(job)
        (job,) = bulk_jobs.jobs([result.id])
        assert job.status == Status.FAILED
        assert "no job called tests.nowhere.note" in job.traceback


def test_a_redis_that_is_away_is_told_to_whoever_enqueues(away):
    with pytest.raises(Unavailable, match="does not answer"):
        bulk(jobs_of_tests.note).enqueue("x")
    assert not Job.objects.exists()


def test_a_redis_that_is_away_does_not_spoil_a_commit(away, caplog):
    with transaction.atomic():
        bulk(jobs_of_tests.note).enqueue("lost")
        jobs_of_tests.note.enqueue("kept")
    assert Job.objects.count() == 1
    assert "Error calling" in caplog.text
