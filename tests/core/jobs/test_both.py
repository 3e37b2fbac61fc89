"""Both places of jobs at once, also when Redis is away, full, or has forgotten."""

import datetime as dt

import pytest
import redis
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus as Status

from daybook.core.jobs import both, bulk_board, schedule
from daybook.core.jobs.errors import NoSuchJob
from daybook.core.jobs.models import CronTick, Job, WorkerBeat
from daybook.core.jobs.policy import BULK
from daybook.core.jobs.unique import enqueue_once
from daybook.core.jobs.worker import Worker
from daybook.lib.errors import Unavailable
from tests import jobs_of_tests

pytestmark = pytest.mark.django_db(transaction=True)

NOTE = "tests.jobs_of_tests.note"
BREAK = "tests.jobs_of_tests.break_a_rule"


def in_redis(job, *args, **options):
    return job.using(backend=BULK, **options).enqueue(*args)


class TestLooking:
    def test_adds_up_both_places(self, bulk_jobs, work_off):
        jobs_of_tests.break_a_rule.enqueue()
        in_redis(jobs_of_tests.break_a_rule)
        work_off()
        jobs_of_tests.note.enqueue("x")
        in_redis(jobs_of_tests.note, "y")
        seen = both.look(now=timezone.now())
        assert seen.aside == {"database": 1, "redis": 1}
        assert [(queue.place, queue.waiting) for queue in seen.queues] == [
            ("database", 1),
            ("redis", 1),
        ]
        assert not seen.is_redis_away

    def test_shows_what_runs_in_both(self, bulk_jobs):
        jobs_of_tests.note.enqueue("x")
        Job.objects.get().claim("w1")
        in_redis(jobs_of_tests.note, "y")
        bulk_jobs.claim("w2", queues=[], now=timezone.now())
        assert [line.worker for line in both.running()] == ["w1", "w2"]
        assert [line.worker for line in both.look(now=timezone.now()).running] == ["w1", "w2"]

    def test_tells_that_redis_is_away_and_goes_on(self, away, caplog):
        jobs_of_tests.note.enqueue("x")
        seen = both.look(now=timezone.now())
        assert (seen.is_redis_away, seen.aside) == (True, {"database": 0})
        assert [queue.place for queue in seen.queues] == ["database"]
        assert both.running() == []
        assert "jobs.redis-away" in caplog.text

    def test_costs_three_questions(self, django_assert_num_queries, bulk_jobs):
        with django_assert_num_queries(3):
            both.look(now=timezone.now())


class TestLines:
    def test_of_redis_come_in_pages_the_latest_first(self, bulk_jobs, work_off):
        for number in range(21):
            in_redis(jobs_of_tests.note, str(number))
        work_off()
        kinds, first = both.lines("redis", "done", kind="", page="1")
        _kinds, last = both.lines("redis", "done", kind=NOTE, page="99")
        assert kinds == [NOTE]
        assert (len(first.object_list), len(last.object_list), last.number) == (20, 1, 2)
        ended = [line.finished_at for line in [*first.object_list, *last.object_list]]
        assert ended == sorted(ended, reverse=True)

    def test_of_redis_that_wait_come_in_their_order(self, bulk_jobs):
        later = timezone.now() + dt.timedelta(hours=1)
        ids = [
            in_redis(jobs_of_tests.note, "last", run_after=later).id,
            in_redis(jobs_of_tests.note, "second").id,
            in_redis(jobs_of_tests.note, "first", priority=7).id,
        ]
        _kinds, found = both.lines("redis", "waiting", kind="", page="1")
        assert [line.id for line in found.object_list] == ids[::-1]

    @pytest.mark.parametrize("page", ["0", "nonsense", "-3", "9" * 40])
    def test_take_a_wrong_page_for_the_nearest(self, bulk_jobs, page):
        in_redis(jobs_of_tests.note, "x")
        _kinds, found = both.lines("redis", "waiting", kind="", page=page)
        assert len(found.object_list) == 1

    def test_of_a_kind_that_is_none_are_none(self, bulk_jobs):
        in_redis(jobs_of_tests.note, "x")
        kinds, found = both.lines("redis", "waiting", kind="no such", page="1")
        assert (kinds, found.object_list) == ([NOTE], [])

    def test_of_redis_are_refused_where_that_is_not_used(self):
        with pytest.raises(NoSuchJob, match="no jobs in Redis"):
            both.lines("redis", "failed", kind="", page="1")

    def test_of_redis_fail_when_it_is_away(self, away):
        with pytest.raises(redis.RedisError):
            both.lines("redis", "failed", kind="", page="1")


class TestARedisThatForgets:
    def test_its_scripts_is_told_them_again(self, bulk_jobs, heard, work_off):
        in_redis(jobs_of_tests.note, "before")
        bulk_jobs.shelves._redis.script_flush()
        in_redis(jobs_of_tests.note, "after")
        bulk_jobs.shelves._redis.script_flush()
        work_off()
        assert heard == ["before", "after"]

    def test_a_job_while_it_runs_loses_its_result_alone(self, bulk_jobs, heard, work_off):
        in_redis(jobs_of_tests.note, "lost")
        job = bulk_jobs.claim("w", queues=[], now=timezone.now())
        bulk_jobs.shelves._redis.delete(f"{bulk_jobs.shelves._prefix}:job:{job.id}")
        Worker(worker_id="w").run_job(job)
        in_redis(jobs_of_tests.note, "next")
        work_off()
        assert heard == ["lost", "next"]
        assert bulk_board.running(bulk_jobs) == []


class TestARedisThatIsAway:
    def test_refuses_work_and_leaves_nothing_behind(self, away, caplog):
        with pytest.raises(Unavailable):
            in_redis(jobs_of_tests.note, "x")
        assert not Job.objects.exists()
        assert "jobs.redis-away" in caplog.text

    def test_makes_a_job_that_asks_for_bulk_work_wait_and_try_again(self, away, work_off):
        jobs_of_tests.ask_for_bulk_work.enqueue()
        work_off()
        job = Job.objects.get()
        assert (job.status, job.attempt) == (Status.READY, 1)
        assert "Unavailable" in job.traceback

    def test_loses_bulk_work_of_a_commit_and_keeps_the_commit(self, away):
        with transaction.atomic():
            in_redis(jobs_of_tests.note, "lost")
            WorkerBeat.objects.create(worker_id="kept", at=timezone.now())
        assert WorkerBeat.objects.filter(worker_id="kept").exists()

    def test_lets_the_keeper_beat_and_keep_the_schedule(self, away):
        worker = Worker(worker_id="w")
        worker._finished.set()  # one round
        worker._keep()
        assert WorkerBeat.objects.get().worker_id == "w"
        assert {row.name for row in CronTick.objects.all()} == {
            name for name, _entry in schedule.recurring
        }


class TestAUniqueJobThatFails:
    def test_holds_its_key_while_it_will_be_tried_again(self, work_off):
        job = jobs_of_tests.ask_a_service_that_is_away
        enqueue_once(job, "ask:1")
        work_off()
        assert Job.objects.get().attempt == 1
        assert not enqueue_once(job, "ask:1")
        assert Job.objects.count() == 1

    def test_gives_its_key_away_when_it_is_set_aside(self, work_off):
        enqueue_once(jobs_of_tests.break_a_rule, "break:1")
        work_off()
        assert Job.objects.get().status == Status.FAILED
        assert enqueue_once(jobs_of_tests.break_a_rule, "break:1")
        assert Job.objects.count() == 2

    def test_lies_in_the_database_also_where_bulk_jobs_lie_in_redis(self, bulk_jobs):
        assert enqueue_once(jobs_of_tests.note.using(backend=BULK), "note:1", "x")
        assert Job.objects.count() == 1
        assert bulk_jobs.shelves.waiting() == []
