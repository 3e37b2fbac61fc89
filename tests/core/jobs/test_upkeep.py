import datetime as dt

import pytest
from django.contrib.admin.sites import site
from django_tasks import TaskResultStatus as Status

from daybook.core.jobs import upkeep
from daybook.core.jobs.models import Job
from daybook.core.jobs.schedule import recurring
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

    def test_knows_one_list_of_jobs(self):
        assert [model for model in site._registry if issubclass(model, Job.__base__)] == [Job]
