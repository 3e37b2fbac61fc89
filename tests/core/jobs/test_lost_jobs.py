"""What happens to a job whose worker has gone, and how the rows are named."""

import pytest
from django_tasks import TaskResultStatus as Status

from daybook.core.jobs import beats
from daybook.core.jobs.models import CronTick, Job, WorkerBeat
from tests import jobs_of_tests

pytestmark = pytest.mark.django_db


class TestGivingBack:
    def test_leaves_a_job_that_is_gone(self):
        assert beats._give_back("00000000-0000-0000-0000-000000000000") is False

    def test_leaves_a_job_that_waits(self):
        result = jobs_of_tests.note.enqueue("waiting")
        assert beats._give_back(result.id) is False
        assert Job.objects.get().status == Status.READY


class TestNames:
    def test_a_beat_says_whose_and_when(self, now):
        assert str(WorkerBeat(worker_id="w1", at=now)) == f"w1 at {now}"

    def test_a_tick_says_what_and_when(self, now):
        assert str(CronTick(name="sweep", cron="* * * * *", next_at=now)) == f"sweep at {now}"
