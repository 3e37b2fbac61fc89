"""What is shown of jobs, the same for both places; and the figures and checks made of it."""

import datetime as dt

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus as Status
from prometheus_client import REGISTRY

from daybook.core.contributions import Verdict
from daybook.core.jobs import beats, board, bulk_board, gauges, health, schedule
from daybook.core.jobs.models import Job
from daybook.core.jobs.policy import BULK
from tests import jobs_of_tests
from tests.permissions import browser_of

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = dt.timedelta(minutes=1)
NOTE = "tests.jobs_of_tests.note"


@pytest.fixture
def later():
    """Ten minutes from now."""
    return timezone.now() + 10 * MINUTE


def in_redis(job, *args, **options):
    return job.using(backend=BULK, **options).enqueue(*args)


class TestQueues:
    def test_counts_what_is_due_and_what_waits_for_its_time(self, later):
        jobs_of_tests.note.enqueue("at once")
        jobs_of_tests.note.using(run_after=later - MINUTE).enqueue("soon")
        jobs_of_tests.note.using(run_after=later + MINUTE).enqueue("later")
        (queue,) = board.queues(now=later)
        assert (queue.name, queue.waiting, queue.later) == ("default", 2, 1)
        assert later - queue.oldest > 9 * MINUTE

    def test_names_each_queue(self, later):
        jobs_of_tests.note.enqueue("a")
        jobs_of_tests.note.using(queue_name="thumbnails").enqueue("b")
        assert [queue.name for queue in board.queues(now=later)] == ["default", "thumbnails"]

    def test_leaves_out_what_runs_or_has_ended(self, later):
        jobs_of_tests.note.enqueue("a")
        Job.objects.update(status=Status.RUNNING)
        assert board.queues(now=later) == []

    def test_counts_the_same_in_redis(self, bulk_jobs, later):
        in_redis(jobs_of_tests.note, "a")
        in_redis(jobs_of_tests.note, "b", run_after=later + MINUTE)
        due, waiting = bulk_board.queues(bulk_jobs, now=later)
        assert (due.place, due.name, due.waiting) == ("redis", "default", 1)
        assert later - due.oldest > 9 * MINUTE
        assert (waiting.waiting, waiting.later, waiting.oldest) == (0, 1, None)


class TestLines:
    def test_those_that_wait_come_in_the_order_in_which_they_will_run(self):
        for word, priority in [("low", -5), ("high", 9)]:
            jobs_of_tests.note.using(priority=priority).enqueue(word)
        ids = [line.id for line in board.lines("waiting", kind="", page="1").object_list]
        assert ids == [str(row.pk) for row in Job.objects.order_by("-priority")]

    def test_say_what_went_wrong_last(self, work_off):
        jobs_of_tests.break_a_rule.enqueue()
        work_off()
        (line,) = board.lines("failed", kind="", page="1").object_list
        assert (line.attempt, line.error) == (
            1, "daybook.lib.errors.Invalid: This makes no sense.",
        )  # fmt: skip

    def test_say_the_same_in_redis(self, bulk_jobs, work_off):
        in_redis(jobs_of_tests.break_a_rule)
        in_redis(jobs_of_tests.note, "x")
        work_off()
        (line,) = bulk_board.lines(bulk_jobs, "failed", kind="", page="1").object_list
        assert line.error == "daybook.lib.errors.Invalid: This makes no sense."
        assert bulk_board.kinds(bulk_jobs, "done") == [NOTE]
        assert bulk_board.lines(bulk_jobs, "done", kind="other", page="1").object_list == []

    def test_show_what_runs_in_both_places(self, bulk_jobs):
        jobs_of_tests.note.enqueue("x")
        Job.objects.get().claim("w1")
        in_redis(jobs_of_tests.note, "y")
        bulk_jobs.claim("w2", queues=[], now=timezone.now())
        assert [line.worker for line in board.running()] == ["w1"]
        assert [line.worker for line in bulk_board.running(bulk_jobs)] == ["w2"]


class TestTimetable:
    def test_knows_next_and_last(self, now):
        schedule.tick(now=now)
        unknown = {due.name: due for due in board.timetable()}["jobs.upkeep"]
        assert unknown.next_at == now.replace(hour=2, minute=41) + dt.timedelta(days=1)
        assert (unknown.last_at, unknown.last_status) == (None, None)

    def test_shows_the_later_of_two_results(self, now):
        for hours, status in [(2, Status.FAILED), (1, Status.SUCCESSFUL)]:
            Job.objects.create(
                task_path="daybook.core.jobs.upkeep.upkeep",
                status=status,
                finished_at=now - dt.timedelta(hours=hours),
                run_after=now,
                args_kwargs={"args": [], "kwargs": {}},
                backend_name="default",
            )
        due = {due.name: due for due in board.timetable()}["jobs.upkeep"]
        assert (due.last_at, due.last_status) == (now - dt.timedelta(hours=1), Status.SUCCESSFUL)


class TestHealth:
    def test_is_well_when_nothing_waits_long(self):
        jobs_of_tests.note.enqueue("x")
        assert health.queue(timezone.now()).verdict is Verdict.OK

    def test_warns_of_a_job_that_waits_too_long_also_one_that_may_run_at_once(self, later):
        jobs_of_tests.note.enqueue("x")
        found = health.queue(later)
        assert found.verdict is Verdict.WARNING
        assert "has waited for" in found.message

    def test_does_not_mind_what_waits_for_its_time(self, later):
        jobs_of_tests.note.using(run_after=later + MINUTE).enqueue("x")
        assert health.queue(later).verdict is Verdict.OK

    def test_warns_of_what_was_set_aside(self, work_off):
        jobs_of_tests.break_a_rule.enqueue()
        work_off()
        assert "1 failed" in health.queue(timezone.now()).message

    def test_says_where_bulk_jobs_lie(self, now):
        assert health.bulk(now).message == "All jobs lie in the database."

    def test_looks_at_redis_where_that_is_used(self, bulk_jobs, work_off, now):
        assert health.bulk(now).verdict is Verdict.OK
        in_redis(jobs_of_tests.break_a_rule)
        work_off()
        assert "1 bulk jobs failed" in health.bulk(now).message

    def test_fails_when_redis_is_away(self, away, now):
        assert health.bulk(now).verdict is Verdict.FAILED


class TestFigures:
    @pytest.fixture
    def counted(self):
        """How much a figure of ``note`` and its like has grown in this test."""

        def value(name, job):
            labels = {"job": f"tests.jobs_of_tests.{job}"}
            return REGISTRY.get_sample_value(f"daybook_jobs_{name}", labels) or 0.0

        before = {}

        def counted(name, job):
            return value(name, job) - before.setdefault((name, job), value(name, job))

        return counted

    @pytest.mark.parametrize(
        ("job", "figure"),
        [
            ("note", "done_total"),
            ("break_a_rule", "failed_total"),
            ("ask_a_service_that_is_away", "retried_total"),
        ],
    )
    def test_count_what_has_happened(self, job, figure, counted, heard, work_off):
        counted(figure, job)
        getattr(jobs_of_tests, job).enqueue(*(["x"] if job == "note" else []))
        work_off()
        assert counted(figure, job) == 1

    def test_measure_how_long_it_took(self, counted, heard, work_off):
        counted("seconds_count", "note")
        jobs_of_tests.note.enqueue("x")
        work_off()
        assert counted("seconds_count", "note") == 1

    def test_count_bulk_jobs_too(self, bulk_jobs, counted, heard, work_off):
        counted("done_total", "note")
        in_redis(jobs_of_tests.note, "x")
        work_off()
        assert counted("done_total", "note") == 1

    def test_say_what_waits(self, later):
        jobs_of_tests.note.enqueue("x")
        beats.beat("w", now=later)
        text = gauges.text(now=later).decode()
        assert 'daybook_jobs_waiting{backend="database",queue="default"} 1.0' in text
        assert "daybook_jobs_workers 1.0" in text
        oldest = 'daybook_jobs_oldest_seconds{backend="database",queue="default"} '
        assert float(text.partition(oldest)[2].split()[0]) >= 590

    def test_say_what_waits_in_redis(self, bulk_jobs, later):
        in_redis(jobs_of_tests.note, "x")
        text = gauges.text(now=later).decode()
        assert 'daybook_jobs_waiting{backend="redis",queue="default"} 1.0' in text

    def test_go_on_when_redis_is_away(self, away, later):
        text = gauges.text(now=later).decode()
        assert 'daybook_jobs_aside{backend="database"} 0.0' in text
        assert 'daybook_jobs_aside{backend="redis"}' not in text

    def test_say_what_was_set_aside_in_each_place(self, bulk_jobs, later, work_off):
        jobs_of_tests.break_a_rule.enqueue()
        for _ in range(2):
            in_redis(jobs_of_tests.break_a_rule)
        work_off()
        text = gauges.text(now=later).decode()
        assert 'daybook_jobs_aside{backend="database"} 1.0' in text
        assert 'daybook_jobs_aside{backend="redis"} 2.0' in text

    def test_say_nothing_of_redis_where_that_is_not_used(self, later):
        assert b"redis" not in gauges.text(now=later)


class TestThePageWithRedis:
    @pytest.fixture
    def own(self, person):
        return browser_of(person("Olga", is_staff=True))

    def test_lists_the_jobs_of_redis(self, own, bulk_jobs, work_off):
        in_redis(jobs_of_tests.break_a_rule)
        work_off()
        page = own.get("/jobs/?place=redis").content.decode()
        assert "tests.jobs_of_tests.break_a_rule" in page
        assert '<p class="stat-number">1</p>' in page
        assert "This makes no sense." in page

    def test_retries_and_drops_there(self, own, bulk_jobs, work_off):
        result = in_redis(jobs_of_tests.break_a_rule)
        work_off()
        own.post(f"/jobs/redis/{result.id}/retry/")
        assert bulk_jobs.get_result(result.id).status == Status.READY
        own.post(f"/jobs/redis/{result.id}/drop/")
        assert bulk_jobs.jobs([result.id]) == []

    @pytest.mark.parametrize("address", ["/jobs/", "/jobs/?place=redis", "/jobs/running/"])
    def test_is_there_when_redis_is_away(self, own, away, address):
        page = own.get(address)
        assert page.status_code == 200
        assert b"Redis does not answer" in page.content or address == "/jobs/running/"

    @pytest.mark.parametrize("verb", ["retry/", "x/retry/", "x/drop/"])
    def test_says_that_nothing_was_changed_when_redis_is_away(self, own, away, verb):
        page = own.post(f"/jobs/redis/{verb}", follow=True)
        assert b"Redis does not answer." in page.content
