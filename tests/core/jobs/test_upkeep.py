import datetime as dt

import pytest
from django.contrib.admin.sites import site
from django.contrib.auth.models import Permission
from django_tasks import TaskResultStatus as Status

from daybook.core.jobs import upkeep
from daybook.core.jobs.models import Job
from daybook.core.jobs.schedule import recurring
from daybook.core.jobs.unique import enqueue_once
from tests import jobs_of_tests

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(now):
    """Makes a job that ended some days ago."""

    def make(status: Status, days: int) -> None:
        result = jobs_of_tests.note.enqueue("x")
        Job.objects.filter(pk=result.id).update(
            status=status, finished_at=now - dt.timedelta(days=days)
        )

    return make


class TestPrune:
    def test_deletes_old_results_and_keeps_failures_longer(self, ended, now):
        ended(Status.SUCCESSFUL, 8)
        ended(Status.SUCCESSFUL, 6)
        ended(Status.FAILED, 8)
        ended(Status.FAILED, 61)
        assert upkeep.prune(now=now) == 2
        assert Job.objects.count() == 2

    def test_runs_every_night(self):
        assert "jobs.upkeep" in dict(recurring)
        assert upkeep.upkeep.call() == 0


class TestAdmin:
    @pytest.fixture(autouse=True)
    def boss(self, anna, client):
        anna.is_staff = anna.is_superuser = True
        anna.save()
        client.force_login(anna)

    def test_lists_the_jobs(self, client, ended):
        ended(Status.FAILED, 1)
        assert b"Failed" in client.get("/admin/jobs/job/").content

    def test_runs_failed_jobs_again(self, client, ended):
        ended(Status.FAILED, 1)
        job = Job.objects.get()
        client.post("/admin/jobs/job/", {"action": "run_again", "_selected_action": [str(job.pk)]})
        job.refresh_from_db()
        assert (job.status, job.finished_at) == (Status.READY, None)

    def test_records_who_ran_a_job_again(self, client, ended, caplog, anna):
        ended(Status.FAILED, 1)
        job = Job.objects.get()
        client.post("/admin/jobs/job/", {"action": "run_again", "_selected_action": [str(job.pk)]})
        assert "job.retried" in caplog.text
        assert f"'by': {anna.pk}" in caplog.text

    def test_says_why_a_unique_job_cannot_run_again(self, client):
        enqueue_once(jobs_of_tests.note, "note:1", "first")
        first = Job.objects.get()
        Job.objects.update(status=Status.FAILED)
        enqueue_once(jobs_of_tests.note, "note:1", "second")
        chosen = {"action": "run_again", "_selected_action": [str(first.pk)]}
        page = client.post("/admin/jobs/job/", chosen, follow=True)
        assert b"waits or runs already" in page.content
        first.refresh_from_db()
        assert first.status == Status.FAILED

    def test_lets_every_operator_who_sees_the_list_run_jobs_again(self, client, ended, anna):
        ended(Status.FAILED, 1)
        anna.is_superuser = False
        anna.save()
        address, job = "/admin/jobs/job/", Job.objects.get()
        chosen = {"action": "run_again", "_selected_action": [str(job.pk)]}
        assert client.post(address, chosen).status_code == 403
        anna.user_permissions.add(Permission.objects.get(codename="view_job"))
        client.post(address, chosen)
        job.refresh_from_db()
        assert job.status == Status.READY

    def test_knows_one_list_of_jobs(self):
        assert [model for model in site._registry if issubclass(model, Job.__base__)] == [Job]
