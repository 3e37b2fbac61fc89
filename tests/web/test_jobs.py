"""The operators' page of jobs."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus as Status

from daybook.core.jobs import beats, progress
from daybook.core.jobs.models import Job, Progress
from daybook.core.jobs.unique import enqueue_once
from tests import jobs_of_tests
from tests.permissions import browser_of

pytestmark = pytest.mark.django_db

NOTE = "tests.jobs_of_tests.note"
BREAK = "tests.jobs_of_tests.break_a_rule"


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

    def make(job=jobs_of_tests.note, *args, **fields):
        result = job.enqueue(*args)
        fields = {
            "status": Status.FAILED,
            "finished_at": timezone.now() - dt.timedelta(hours=1),
            "worker_ids": ["worker-one"],
            "traceback": "Traceback\nValueError: the kettle is empty\n",
        } | fields
        Job.objects.filter(pk=result.id).update(**fields)
        return Job.objects.get(pk=result.id)

    return make


def text_of(page):
    return page.content.decode()


class TestThePage:
    @pytest.mark.parametrize("address", ["/jobs/", "/jobs/running/", "/jobs/?state=done"])
    @pytest.mark.parametrize("name", [None, "Anna"])
    def test_is_not_there_for_others(self, address, name, person):
        assert browser_of(person(name) if name else None).get(address).status_code == 404

    def test_stands_in_the_navigation_of_operators_alone(self, own, anna, client):
        client.force_login(anna)
        assert 'href="/jobs/"' in text_of(own.get("/"))
        assert 'href="/jobs/"' not in text_of(client.get("/"))

    def test_says_that_all_is_well(self, own):
        beats.beat("worker-one", now=timezone.now())
        page = text_of(own.get("/jobs/"))
        assert "Nothing was set aside." in page
        assert "Nothing runs just now." in page
        assert "No worker is at work" not in page
        assert "at work" in page

    def test_warns_when_nobody_works(self, own):
        assert "No worker is at work" in text_of(own.get("/jobs/"))

    def test_lists_what_was_set_aside_with_its_error(self, own, failed):
        failed()
        page = text_of(own.get("/jobs/"))
        assert "tests.jobs_of_tests.note" in page
        assert "ValueError: the kettle is empty" in page
        assert "attempt 1" in page

    def test_never_shows_what_a_job_was_given(self, own, failed):
        failed(jobs_of_tests.note, "anna@example.com")
        assert "anna@example.com" not in text_of(own.get("/jobs/"))

    def test_escapes_an_error(self, own, failed):
        failed(traceback="ValueError: <script>alert(1)</script>")
        assert "<script>alert(1)" not in text_of(own.get("/jobs/"))

    def test_shows_what_runs_and_how_far_it_is(self, own):
        jobs_of_tests.note.enqueue("x")
        job = Job.objects.get()
        job.claim("worker-one")
        Progress.objects.create(
            key="export:7", job_id=str(job.pk), done=4, total=10, words="4 of 10", at=timezone.now()
        )
        for address in ("/jobs/", "/jobs/running/"):
            page = text_of(own.get(address))
            assert 'value="40"' in page
            assert "4 of 10" in page
        assert progress.of("export:7").percent == 40

    def test_shows_the_queues_with_their_ages(self, own):
        jobs_of_tests.note.enqueue("x")
        Job.objects.update(enqueued_at=timezone.now() - dt.timedelta(minutes=12))
        page = text_of(own.get("/jobs/?state=waiting"))
        assert "Database: default" in page
        assert "12 minutes ago" in page

    def test_shows_the_schedule_with_the_last_result(self, own):
        Job.objects.create(
            task_path="daybook.core.jobs.upkeep.upkeep",
            status=Status.FAILED,
            finished_at=timezone.now() - dt.timedelta(hours=2),
            run_after=timezone.now(),
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
        )
        page = text_of(own.get("/jobs/"))
        assert "41 2 * * *" in page
        assert "2 hours ago: set aside" in page

    def test_lists_twenty_a_page_and_keeps_the_filter(self, own, failed):
        for _ in range(21):
            failed()
        failed(jobs_of_tests.break_a_rule)
        first = own.get(f"/jobs/?kind={NOTE}")
        assert len(first.context["rows"]) == 20
        assert f"kind={NOTE}&amp;page=2" in text_of(first)
        assert len(own.get(f"/jobs/?kind={NOTE}&page=2").context["rows"]) == 1
        assert len(own.get(f"/jobs/?kind={BREAK}").context["rows"]) == 1

    @pytest.mark.parametrize(
        "query", ["state=nonsense", "place=redis", "page=-1", "kind=%00", "page=" + "9" * 500]
    )
    def test_takes_a_wrong_address_for_the_nearest(self, own, failed, query):
        failed()
        assert own.get(f"/jobs/?{query}").status_code == 200

    def test_asks_the_database_the_same_for_one_and_for_many(
        self, own, failed, django_assert_max_num_queries
    ):
        for _ in range(20):
            failed()
        own.get("/jobs/")
        with django_assert_max_num_queries(20):
            own.get("/jobs/")


class TestRetry:
    def test_gives_a_job_a_fresh_start(self, own, failed):
        job = failed()
        answer = own.post(f"/jobs/database/{job.pk}/retry/", {"next": "/jobs/?state=failed&"})
        job.refresh_from_db()
        assert (answer.status_code, answer.url) == (302, "/jobs/?state=failed&")
        assert (job.status, job.worker_ids) == (Status.READY, [])

    def test_may_be_pressed_twice(self, own, failed):
        job = failed()
        own.post(f"/jobs/database/{job.pk}/retry/")
        page = own.post(f"/jobs/database/{job.pk}/retry/", follow=True)
        assert "It was not set aside any more." in text_of(page)
        assert Job.objects.count() == 1

    def test_is_recorded(self, own, olga, failed, caplog):
        own.post(f"/jobs/database/{failed().pk}/retry/")
        assert "job.retried" in caplog.text
        assert str(olga.pk) in caplog.text

    def test_says_why_a_unique_job_cannot(self, own):
        enqueue_once(jobs_of_tests.note, "note:1", "first")
        first = Job.objects.get()
        Job.objects.update(status=Status.FAILED, finished_at=timezone.now())
        enqueue_once(jobs_of_tests.note, "note:1", "second")
        page = own.post(f"/jobs/database/{first.pk}/retry/", follow=True)
        assert "waits or runs already" in text_of(page)
        first.refresh_from_db()
        assert first.status == Status.FAILED

    def test_of_a_kind_leaves_the_others(self, own, failed):
        failed(), failed(), failed(jobs_of_tests.break_a_rule)
        page = own.post("/jobs/database/retry/", {"kind": NOTE}, follow=True)
        assert "2 jobs will run again." in text_of(page)
        assert [job.task_path for job in Job.objects.filter(status=Status.FAILED)] == [BREAK]

    def test_of_a_kind_that_is_none_changes_nothing(self, own, failed):
        failed()
        assert own.post("/jobs/database/retry/", {"kind": "no\0such"}).status_code == 302
        assert Job.objects.filter(status=Status.FAILED).count() == 1

    def test_of_all(self, own, failed):
        failed(), failed(jobs_of_tests.break_a_rule)
        own.post("/jobs/database/retry/")
        assert not Job.objects.filter(status=Status.FAILED).exists()

    @pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "/admin/"])
    def test_leads_nowhere_else(self, own, failed, next_page):
        answer = own.post(f"/jobs/database/{failed().pk}/retry/", {"next": next_page})
        assert answer.url == "/jobs/?state=failed"


class TestDrop:
    def test_throws_a_job_away_once(self, own, failed):
        job = failed()
        assert own.post(f"/jobs/database/{job.pk}/drop/").status_code == 302
        assert not Job.objects.exists()
        assert own.post(f"/jobs/database/{job.pk}/drop/").status_code == 404

    def test_leaves_a_job_that_runs(self, own):
        jobs_of_tests.note.enqueue("x")
        job = Job.objects.get()
        job.claim("w")
        assert own.post(f"/jobs/database/{job.pk}/drop/").status_code == 404
        assert Job.objects.exists()

    def test_is_recorded(self, own, failed, caplog):
        own.post(f"/jobs/database/{failed().pk}/drop/")
        assert "job.dropped" in caplog.text


class TestWhoMay:
    @pytest.mark.parametrize("verb", ["retry", "drop"])
    @pytest.mark.parametrize("name", [None, "Anna"])
    def test_nobody_but_operators(self, verb, name, person, failed):
        job = failed()
        browser = browser_of(person(name) if name else None)
        assert browser.post(f"/jobs/database/{job.pk}/{verb}/").status_code == 404
        assert browser.post("/jobs/database/retry/").status_code == 404
        job.refresh_from_db()
        assert job.status == Status.FAILED

    @pytest.mark.parametrize("verb", ["retry", "drop"])
    @pytest.mark.parametrize(
        ("place", "job_id"),
        [
            ("database", "nonsense"),
            ("database", "00000000-0000-0000-0000-000000000000"),
            ("redis", "00000000-0000-0000-0000-000000000000"),
            ("cellar", "00000000-0000-0000-0000-000000000000"),
        ],
    )
    def test_what_is_not_there_is_not_found(self, own, verb, place, job_id):
        assert own.post(f"/jobs/{place}/{job_id}/{verb}/").status_code == 404

    @pytest.mark.parametrize("verb", ["retry", "drop"])
    def test_changes_nothing_by_a_look_or_without_a_token(self, olga, own, verb, failed):
        job = failed()
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(olga)
        assert own.get(f"/jobs/database/{job.pk}/{verb}/").status_code == 405
        assert strict.post(f"/jobs/database/{job.pk}/{verb}/").status_code == 403
        job.refresh_from_db()
        assert job.status == Status.FAILED


def test_the_admin_leads_to_the_page(person):
    boss = person("Olga", is_staff=True, is_superuser=True)
    page = text_of(browser_of(boss).get("/admin/jobs/job/"))
    assert re.search(r'<a href="/jobs/">\s*Page of jobs', page)
