"""Jobs over the API: for operators what the page shows, for everybody else nothing."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus as Status

from daybook.apps.accounts import actions
from daybook.apps.accounts.domain import Origin
from daybook.core.jobs import beats, schedule
from daybook.core.jobs.models import Job, Progress
from daybook.core.jobs.policy import BULK
from daybook.core.jobs.unique import enqueue_once
from tests import jobs_of_tests
from tests.permissions import ask, browser_of

pytestmark = pytest.mark.django_db(transaction=True)

API = "/api/v1/jobs"
NOTE = "tests.jobs_of_tests.note"
BREAK = "tests.jobs_of_tests.break_a_rule"
NOBODYS = "0d4a3cfe-6c0e-4f39-9d6e-4ce1a4b2a7d1"
READS = ["", "/queues", "/running", "/schedule", "/workers"]


@pytest.fixture
def olga(person):
    """Olga runs this installation."""
    return person("Olga", is_staff=True)


@pytest.fixture
def own(olga):
    """Olga's browser."""
    return browser_of(olga)


@pytest.fixture
def failed():
    """Makes jobs that were set aside an hour ago."""

    def make(job=jobs_of_tests.note, *args):
        result = job.enqueue(*args)
        Job.objects.filter(pk=result.id).update(
            status=Status.FAILED,
            finished_at=timezone.now() - dt.timedelta(hours=1),
            worker_ids=["worker-one"],
            traceback="Traceback\nValueError: the kettle is empty\n",
        )
        return Job.objects.get(pk=result.id)

    return make


class TestWhatIsListed:
    def test_is_what_was_set_aside_and_why(self, own, failed):
        job = failed()
        told = own.get(API).json()
        assert (told["count"], told["page"], told["pages"], told["kinds"]) == (1, 1, 1, [NOTE])
        (line,) = told["jobs"]
        assert (line["id"], line["kind"], line["state"]) == (str(job.pk), NOTE, "failed")
        assert (line["attempt"], line["error"]) == (1, "ValueError: the kettle is empty")
        assert line["finished_at"].endswith("Z")

    def test_never_is_what_a_job_was_given(self, own, failed):
        failed(jobs_of_tests.note, "anna@example.com")
        assert b"anna@example.com" not in own.get(API).content

    def test_is_of_the_state_that_is_asked_for(self, own, failed):
        failed()
        jobs_of_tests.note.using(priority=-5).enqueue("low")
        jobs_of_tests.note.using(priority=9).enqueue("high")
        waiting = own.get(API, {"state": "waiting"}).json()["jobs"]
        assert {line["state"] for line in waiting} == {"waiting"}
        ordered = Job.objects.filter(status=Status.READY).order_by("-priority")
        assert [line["id"] for line in waiting] == [str(row.pk) for row in ordered]
        assert own.get(API, {"state": "done"}).json()["jobs"] == []

    def test_comes_in_pages_of_twenty_and_of_one_kind(self, own, failed):
        for _ in range(21):
            failed()
        failed(jobs_of_tests.break_a_rule)
        first = own.get(API, {"kind": NOTE}).json()
        last = own.get(API, {"kind": NOTE, "page": 99}).json()
        assert (first["count"], first["pages"], len(first["jobs"])) == (21, 2, 20)
        assert (last["page"], len(last["jobs"])) == (2, 1)
        assert first["kinds"] == [BREAK, NOTE]
        assert own.get(API, {"kind": BREAK}).json()["count"] == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"state": "running away"},
            {"place": "cellar"},
            {"page": 0},
            {"page": "9" * 30},
            {"kind": "no\0such"},
            {"kind": "x" * 201},
        ],
    )
    def test_is_refused_for_a_wrong_question(self, own, wrong):
        answer = own.get(API, wrong)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"] == ["query", *wrong]

    def test_asks_the_database_the_same_for_one_and_for_many(
        self, own, failed, django_assert_max_num_queries
    ):
        for _ in range(20):
            failed()
        own.get(API)
        with django_assert_max_num_queries(6):
            assert len(own.get(API).json()["jobs"]) == 20


class TestTheRest:
    def test_tells_the_queues_and_what_was_set_aside(self, own, failed):
        failed()
        jobs_of_tests.note.using(queue_name="thumbnails").enqueue("x")
        told = own.get(f"{API}/queues").json()
        (queue,) = told["queues"]
        assert (queue["place"], queue["name"]) == ("database", "thumbnails")
        assert (queue["waiting"], queue["later"]) == (1, 0)
        assert (told["failed"], told["is_redis_away"]) == ({"database": 1}, False)

    def test_tells_what_runs_and_how_far_it_is(self, own):
        for word in ("told", "silent"):
            jobs_of_tests.note.enqueue(word)
        told, silent = Job.objects.all()
        told.claim("worker-one")
        silent.claim("worker-two")
        Progress.objects.create(
            key="export:7", job_id=str(told.pk), done=4, total=10, words="4", at=timezone.now()
        )
        found = {one["job"]["id"]: one for one in own.get(f"{API}/running").json()["jobs"]}
        assert found[str(told.pk)]["progress"] == {"done": 4, "total": 10, "words": "4"}
        assert found[str(told.pk)]["job"]["state"] == "running"
        assert found[str(silent.pk)]["progress"] is None

    def test_tells_the_schedule(self, own, now):
        schedule.tick(now=now)
        Job.objects.create(
            task_path="daybook.core.jobs.upkeep.upkeep",
            status=Status.FAILED,
            finished_at=now,
            run_after=now,
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
        )
        told = {due["name"]: due for due in own.get(f"{API}/schedule").json()["schedule"]}
        assert told["jobs.upkeep"] == {
            "name": "jobs.upkeep",
            "cron": "41 2 * * *",
            "next_at": "2026-03-04T02:41:00Z",
            "last_at": "2026-03-03T09:10:00Z",
            "last_state": "failed",
        }

    def test_tells_the_workers(self, own):
        now = timezone.now()
        beats.beat("old", now=now - dt.timedelta(hours=1))
        beats.beat("new", now=now)
        told = own.get(f"{API}/workers").json()["workers"]
        assert [(one["id"], one["is_alive"]) for one in told] == [("new", True), ("old", False)]


class TestRetry:
    def test_gives_a_job_a_fresh_start_once(self, own, failed, caplog, olga):
        job = failed()
        answers = [own.post(f"{API}/database/{job.pk}/retry").json() for _ in range(2)]
        job.refresh_from_db()
        assert answers == [{"retried": 1}, {"retried": 0}]
        assert (job.status, job.worker_ids) == (Status.READY, [])
        assert caplog.text.count("job.retried") == 1
        assert str(olga.pk) in caplog.text

    def test_says_why_a_unique_job_cannot(self, own):
        enqueue_once(jobs_of_tests.note, "note:1", "first")
        first = Job.objects.get()
        Job.objects.update(status=Status.FAILED, finished_at=timezone.now())
        enqueue_once(jobs_of_tests.note, "note:1", "second")
        answer = own.post(f"{API}/database/{first.pk}/retry")
        assert answer.status_code == 409
        assert answer.json()["type"] == "urn:daybook:jobs.another-one-waits"
        first.refresh_from_db()
        assert first.status == Status.FAILED

    @pytest.mark.parametrize(("kind", "left"), [(NOTE, [BREAK]), ("", [])])
    def test_of_a_kind_leaves_the_others(self, own, failed, kind, left):
        failed(), failed(jobs_of_tests.break_a_rule)
        answer = ask("post", f"{API}/database/retry", own, {"kind": kind})
        assert answer.json() == {"retried": 2 - len(left)}
        assert [job.task_path for job in Job.objects.filter(status=Status.FAILED)] == left

    @pytest.mark.parametrize("body", [{}, {"kind": "no such"}, {"kind": "", "more": 1}])
    def test_of_nothing_that_is_said_clearly_changes_nothing(self, own, failed, body):
        failed()
        assert ask("post", f"{API}/database/retry", own, body).status_code == 422
        assert Job.objects.filter(status=Status.FAILED).count() == 1


class TestDrop:
    def test_throws_a_job_away_once(self, own, failed):
        address = f"{API}/database/{failed().pk}/drop"
        assert own.post(address).status_code == 204
        again = own.post(address)
        assert (again.status_code, again.json()["type"]) == (404, "urn:daybook:jobs.no-such-job")
        assert not Job.objects.exists()

    def test_leaves_a_job_that_runs(self, own):
        jobs_of_tests.note.enqueue("x")
        job = Job.objects.get()
        job.claim("w")
        assert own.post(f"{API}/database/{job.pk}/drop").status_code == 404
        assert Job.objects.get().status == Status.RUNNING


class TestRedis:
    def test_is_told_beside_the_database(self, own, bulk_jobs, work_off):
        jobs_of_tests.break_a_rule.using(backend=BULK).enqueue()
        work_off()
        assert own.get(f"{API}/queues").json()["failed"] == {"database": 0, "redis": 1}
        (line,) = own.get(API, {"place": "redis"}).json()["jobs"]
        assert (line["place"], line["kind"], line["attempt"]) == ("redis", BREAK, 1)

    def test_has_its_jobs_run_again_and_dropped(self, own, bulk_jobs, work_off):
        result = jobs_of_tests.break_a_rule.using(backend=BULK).enqueue()
        work_off()
        assert own.post(f"{API}/redis/{result.id}/retry").json() == {"retried": 1}
        assert own.post(f"{API}/redis/{result.id}/drop").status_code == 204
        assert bulk_jobs.jobs([result.id]) == []

    def test_that_is_away_is_told_and_the_database_is_shown(self, own, away, failed):
        failed()
        told = own.get(f"{API}/queues").json()
        assert (told["failed"], told["is_redis_away"]) == ({"database": 1}, True)
        assert own.get(API).json()["count"] == 1
        assert own.get(f"{API}/running").json() == {"jobs": []}

    @pytest.mark.parametrize("path", ["retry", f"{NOBODYS}/retry", f"{NOBODYS}/drop"])
    def test_that_is_away_is_503_where_it_is_needed(self, own, away, path):
        answer = ask("post", f"{API}/redis/{path}", own, {"kind": ""})
        assert (answer.status_code, own.get(API, {"place": "redis"}).status_code) == (503, 503)
        assert answer.json()["type"] == "urn:daybook:unavailable"

    def test_that_is_not_used_has_no_jobs(self, own):
        assert own.get(API, {"place": "redis"}).status_code == 404
        assert ask("post", f"{API}/redis/retry", own, {"kind": ""}).status_code == 404
        assert own.post(f"{API}/redis/{NOBODYS}/retry").status_code == 404


class TestWhoMay:
    @pytest.mark.parametrize("path", READS)
    @pytest.mark.parametrize(("name", "status"), [(None, 401), ("Anna", 404)])
    def test_nobody_else_sees_anything(self, path, name, status, person):
        asking = browser_of(person(name) if name else None)
        answer = asking.get(API + path)
        assert answer.status_code == status
        assert answer["Content-Type"].startswith("application/problem+json")

    @pytest.mark.parametrize("verb", ["retry", "drop"])
    @pytest.mark.parametrize(("name", "status"), [(None, 401), ("Anna", 404)])
    def test_nobody_else_changes_anything(self, verb, name, status, person, failed):
        job = failed()
        asking = browser_of(person(name) if name else None)
        assert asking.post(f"{API}/database/{job.pk}/{verb}").status_code == status
        assert ask("post", f"{API}/database/retry", asking, {"kind": ""}).status_code == status
        job.refresh_from_db()
        assert job.status == Status.FAILED

    def test_a_page_needs_the_csrf_token_to_write(self, olga, failed):
        job = failed()
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(olga)
        assert strict.get(API).status_code == 200
        assert strict.post(f"{API}/database/{job.pk}/drop").status_code == 403
        assert Job.objects.get().status == Status.FAILED

    @pytest.mark.parametrize(
        ("scope", "reading", "writing"), [("read", 200, 403), ("write", 403, 204)]
    )
    def test_a_token_opens_what_it_was_made_for(self, olga, failed, scope, reading, writing):
        job, script = failed(), _script_of(olga, scope)
        assert script.get(API).status_code == reading
        assert script.post(f"{API}/database/{job.pk}/drop").status_code == writing
        assert Job.objects.filter(pk=job.pk).exists() == (writing != 204)

    @pytest.mark.parametrize("path", READS)
    def test_a_token_of_another_person_opens_nothing(self, anna, path):
        assert _script_of(anna, "read").get(API + path).status_code == 404

    def test_an_operator_who_was_shut_out_is_nobody(self, olga):
        script = _script_of(olga, "read")
        olga.is_active = False
        olga.save()
        assert script.get(API).status_code == 401

    def test_who_is_no_operator_any_more_finds_nothing(self, olga, own):
        olga.is_staff = False
        olga.save()
        assert own.get(API).status_code == 404
        assert own.get("/jobs/").status_code == 404


def _script_of(person, scope):
    """A script that holds a token of theirs."""
    token = actions.make_token(
        user=person,
        name="Watcher",
        scopes=[scope],
        days=30,
        origin=Origin(device="curl"),
        now=timezone.now(),
    )
    return Client(headers={"Authorization": f"Bearer {token.secret}"})
