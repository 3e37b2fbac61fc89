import signal
import threading
import time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks import TaskResultStatus as Status

from daybook.core.jobs.models import Job, WorkerBeat
from daybook.core.jobs.worker import Worker
from tests import jobs_of_tests

pytestmark = pytest.mark.django_db(transaction=True)


def only_job() -> Job:
    return Job.objects.get()


class TestWorker:
    def test_runs_what_was_enqueued(self, heard, work_off):
        jobs_of_tests.note.enqueue("hello")
        work_off()
        assert heard == ["hello"]
        assert only_job().status == Status.SUCCESSFUL

    def test_never_runs_the_job_of_a_cause_that_was_rolled_back(self, heard, work_off):
        with transaction.atomic():
            jobs_of_tests.note.enqueue("never")
            transaction.set_rollback(True)
        work_off()
        assert heard == []
        assert not Job.objects.exists()

    def test_tries_again_later_when_a_service_is_away(self, work_off):
        jobs_of_tests.ask_a_service_that_is_away.enqueue()
        work_off()
        job = only_job()
        assert (job.status, job.attempt) == (Status.READY, 1)
        assert "Nobody answers." in job.traceback

    def test_a_short_run_sees_what_the_schedule_asks_for(self, monkeypatch, work_off):
        asked_by = []

        def tick(*, now):
            asked_by.append(threading.current_thread())

        monkeypatch.setattr("daybook.core.jobs.worker.schedule.tick", tick)
        work_off()
        assert asked_by[0] is threading.current_thread()

    def test_sets_a_job_aside_after_its_last_attempt(self, now, work_off):
        jobs_of_tests.ask_a_service_that_is_away.enqueue()
        for _ in range(3):
            Job.objects.update(run_after=now)
            work_off()
        assert (only_job().status, only_job().attempt) == (Status.FAILED, 3)

    def test_sets_a_refused_job_aside_at_once(self, work_off):
        jobs_of_tests.break_a_rule.enqueue()
        work_off()
        job = only_job()
        assert (job.status, job.attempt) == (Status.FAILED, 1)
        assert job.exception_class_path == "daybook.lib.errors.Invalid"

    def test_logs_a_dead_letter_once(self, work_off, caplog):
        jobs_of_tests.divide_by_zero.enqueue()
        work_off()
        assert [r.levelname for r in caplog.records if r.exc_info] == ["ERROR"]

    def test_keeps_a_job_whose_code_is_gone_for_a_while(self, work_off):
        jobs_of_tests.note.enqueue("x")
        Job.objects.update(task_path="tests.jobs_of_tests.was_removed")
        work_off()
        assert only_job().status == Status.READY
        assert "no job called tests.jobs_of_tests.was_removed" in only_job().traceback

    @pytest.mark.parametrize("path", ["tests.nowhere.note", "tests.jobs_of_tests.heard"])
    def test_sets_a_job_aside_whose_code_does_not_come_back(self, path, heard, now, work_off):
        jobs_of_tests.note.enqueue("x")
        for _ in range(5):
            Job.objects.update(task_path=path, run_after=now)
            work_off()
        assert (only_job().status, heard) == (Status.FAILED, [])
        assert only_job().exception_class_path == "daybook.core.jobs.policy.CodeIsGone"

    def test_does_the_next_job_after_one_whose_code_is_gone(self, heard, work_off):
        jobs_of_tests.note.using(priority=5).enqueue("gone")
        Job.objects.update(task_path="tests.jobs_of_tests.was_removed")
        jobs_of_tests.note.enqueue("next")
        work_off()
        assert heard == ["next"]

    def test_leaves_no_beat_behind(self, work_off):
        work_off()
        assert not WorkerBeat.objects.exists()

    def test_runs_the_urgent_before_the_rest_and_the_oldest_of_those_first(self, heard, work_off):
        for word, priority in [("b", 0), ("low", -5), ("c", 0), ("high", 9)]:
            jobs_of_tests.note.using(priority=priority).enqueue(word)
        work_off()
        assert heard == ["high", "b", "c", "low"]

    def test_takes_only_its_queues(self, heard):
        jobs_of_tests.note.enqueue("other queue")
        Job.objects.update(queue_name="bulk")
        Worker(worker_id="w", queues=("default",), batch=True).run()
        assert heard == []


class TestAnIdleWorker:
    def test_looks_with_one_query_and_no_lock(self):
        worker = Worker(worker_id="w")
        with CaptureQueriesContext(connection) as seen:
            assert worker._claim() is None
        assert len(seen) == 1
        assert seen[0]["sql"].startswith("SELECT")

    def test_pauses_between_two_looks(self):
        worker = Worker(worker_id="w", interval=0.2)
        started = time.monotonic()
        worker._pause()
        assert time.monotonic() - started >= 0.19


class TestShutdown:
    def test_wakes_an_idle_worker(self):
        worker = Worker(worker_id="w", interval=30)
        timer = threading.Timer(0.3, worker.shutdown, [signal.SIGTERM, None])
        timer.start()
        started = time.monotonic()
        worker.run()
        assert time.monotonic() - started < 10

    def test_asked_twice_gives_up_the_job_at_hand(self):
        worker = Worker(worker_id="w")
        worker.shutdown(signal.SIGTERM, None)
        with pytest.raises(SystemExit):
            worker.shutdown(signal.SIGTERM, None)


class TestALateResult:
    def test_does_not_overwrite_what_another_worker_does(self, now):
        jobs_of_tests.note.enqueue("x")
        job = only_job()
        job.claim("slow")
        Job.objects.update(worker_ids=["slow", "other"])
        job.set_successful("late")
        job.set_failed(KeyError("late"))
        assert only_job().status == Status.RUNNING
