import datetime as dt

import httpx
import pytest
from django.core.cache import caches
from django.utils import timezone
from django_tasks import TaskResultStatus as Status
from redis.exceptions import RedisError

from daybook.core.contributions import Health, Verdict
from daybook.core.health import checks
from daybook.core.health.report import Finding, examine, worst
from daybook.core.jobs import beats, health
from daybook.core.jobs.models import Job
from tests import jobs_of_tests


class TestSettings:
    def test_are_fine_here(self, now):
        assert checks.settings_fit(now).verdict is Verdict.OK

    def test_warn_about_debug(self, now, settings):
        settings.DEBUG = True
        assert "DAYBOOK_DEBUG" in checks.settings_fit(now).message

    def test_warn_about_a_host_without_a_name(self, now, settings):
        settings.ENV = settings.ENV.model_copy(update={"host": "0.0.0.0"})
        assert "DAYBOOK_ALLOWED_HOSTS" in checks.settings_fit(now).message


@pytest.mark.django_db
class TestDatabase:
    def test_names_itself_and_its_version(self, now):
        assert "answers" in checks.database(now).message

    def test_has_all_its_tables(self, now):
        assert checks.migrations(now).verdict is Verdict.OK


class TestCache:
    def test_is_written_to(self, now):
        assert checks.shared_cache(now).verdict is Verdict.OK

    def test_that_is_away_shuts_people_out(self, now, monkeypatch):
        def refuse(*_args, **_options):
            raise RedisError("connection refused")

        monkeypatch.setattr(type(caches["default"]), "set", refuse)

        health = checks.shared_cache(now)

        assert (health.verdict, "nobody can sign in" in health.message) == (Verdict.FAILED, True)


class TestFolders:
    def test_are_written_to(self, now, settings, tmp_path):
        settings.DATA_DIR, settings.ANSWERS_DIR = tmp_path, tmp_path / "answers"
        assert checks.folders(now).verdict is Verdict.OK
        assert list(tmp_path.iterdir()) == [tmp_path / "answers"]

    def test_fail_when_something_is_in_the_way(self, now, settings, tmp_path):
        (tmp_path / "file").touch()
        settings.ANSWERS_DIR = tmp_path / "file" / "answers"
        assert checks.folders(now).verdict is Verdict.FAILED


class TestServices:
    def test_that_are_away_are_a_warning(self, now):
        assert checks.octopus(now).verdict is Verdict.WARNING
        assert "cannot be reached" in checks.carbon(now).message

    @pytest.mark.parametrize(("status", "verdict"), [(404, "ok"), (501, "ok"), (503, "warning")])
    def test_that_answer_are_judged_by_their_answer(self, now, monkeypatch, status, verdict):
        monkeypatch.setattr(httpx, "head", lambda *_, **__: httpx.Response(status))
        assert checks.octopus(now).verdict == verdict

    def test_are_named_without_a_password(self, now, settings):
        settings.OCTOPUS_URL = "http://anna:hunter2@127.0.0.1:9/v1/"
        assert "hunter2" not in checks.octopus(now).message
        assert "127.0.0.1:9" in checks.octopus(now).message


@pytest.mark.django_db
class TestJobs:
    def test_want_a_worker(self, now):
        assert health.worker(now).verdict is Verdict.WARNING
        beats.beat("w", now=now)
        assert health.worker(now).verdict is Verdict.OK

    def test_tell_of_those_set_aside(self, now):
        jobs_of_tests.note.enqueue("x")
        Job.objects.update(status=Status.FAILED)
        assert "set aside" in health.queue(now).message

    def test_tell_of_those_that_wait_too_long(self, now):
        jobs_of_tests.note.enqueue("x")
        Job.objects.update(run_after=now - dt.timedelta(hours=1))
        assert "add a worker" in health.queue(now).message


@pytest.mark.django_db
class TestExamine:
    def test_runs_every_check_that_is_registered(self):
        names = {finding.name for finding in examine(now=timezone.now())}
        assert {"core.database", "core.disk", "core.time-zones", "jobs.queue"} <= names

    def test_takes_a_check_that_breaks_down_for_a_failed_one(self, now, monkeypatch):
        def breaks(_now: dt.datetime) -> Health:
            raise OSError("disk is gone")

        monkeypatch.setattr("daybook.core.health.report.health_checks", [("x", breaks)])
        assert examine(now=now) == [
            Finding("x", Verdict.FAILED, "Could not be checked: disk is gone")
        ]


def test_worst_is_the_worst():
    def finding(verdict: Verdict) -> Finding:
        return Finding("x", verdict, "")

    assert worst([]) is Verdict.OK
    assert worst([finding(Verdict.FAILED), finding(Verdict.WARNING)]) is Verdict.FAILED
