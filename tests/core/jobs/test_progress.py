import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from daybook.core.jobs import progress
from daybook.core.jobs.models import Job, Progress
from tests import jobs_of_tests

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(monkeypatch):
    """The clock that says when a report is due; it stands still until a test moves it."""
    seconds = [100.0]
    monkeypatch.setattr(progress, "monotonic", lambda: seconds[0])
    return seconds


class TestMeter:
    def test_says_at_once_that_the_work_has_begun(self):
        progress.Meter("export:7", total=40, words="Starting")
        told = progress.of("export:7")
        assert (told.done, told.total, told.percent, told.words) == (0, 40, 0, "Starting")

    def test_writes_at_most_twice_a_second(self, clock):
        meter = progress.Meter("export:7", total=40)
        with CaptureQueriesContext(connection) as seen:
            for _ in range(30):
                meter.step()
        assert len(seen) == 0
        clock[0] += progress.SECONDS_BETWEEN
        with CaptureQueriesContext(connection) as seen:
            meter.step("More than half")
        assert [query["sql"][:6] for query in seen if "jobs_progress" in query["sql"]] == ["INSERT"]
        told = progress.of("export:7")
        assert (told.done, told.percent, told.words) == (31, 77, "More than half")

    def test_always_writes_the_end(self, clock):
        meter = progress.Meter("export:7", total=2)
        meter.step()
        meter.step()
        assert progress.of("export:7").is_whole

    def test_can_learn_the_total_later(self, clock):
        meter = progress.Meter("export:7")
        assert progress.of("export:7").percent is None
        clock[0] += 1
        meter.report(done=3, total=4)
        assert progress.of("export:7").percent == 75

    def test_never_says_more_than_everything_or_less_than_nothing(self, clock):
        progress.Meter("more", total=3, done=5)
        progress.Meter("less", total=3, done=-1)
        assert (progress.of("more").percent, progress.of("less").percent) == (100, 0)

    def test_begins_again_when_the_job_does(self):
        progress.Meter("export:7", total=40, done=40)
        progress.Meter("export:7", total=40)
        assert progress.of("export:7").done == 0
        assert Progress.objects.count() == 1

    def test_cuts_words_that_are_too_long(self):
        progress.Meter("export:7", words="x" * 999)
        assert len(progress.of("export:7").words) == progress.LONGEST_WORDS

    def test_waits_for_the_end_of_the_transaction_it_is_in(self):
        with transaction.atomic():
            progress.Meter("export:7", total=1)
            assert progress.of("export:7") is None
        assert progress.of("export:7") is not None

    def test_tells_nothing_of_what_was_rolled_back(self):
        with transaction.atomic():
            progress.Meter("export:7", total=1)
            transaction.set_rollback(True)
        assert progress.of("export:7") is None


class TestAJob:
    def test_is_found_by_its_id_while_it_runs(self, work_off):
        jobs_of_tests.count_to.enqueue(3)
        jobs_of_tests.count_to.enqueue(5)
        work_off()
        ids = [str(key) for key in Job.objects.values_list("pk", flat=True)]
        assert sorted(row.total for row in progress.of_jobs(ids).values()) == [3, 5]

    def test_that_says_nothing_is_not_found(self):
        assert progress.of_jobs(["00000000-0000-0000-0000-000000000000"]) == {}


class TestForget:
    def test_deletes_what_is_old(self):
        progress.Meter("old")
        now = timezone.now()
        assert progress.forget(before=now - dt.timedelta(days=1)) == 0
        assert progress.forget(before=now + dt.timedelta(days=1)) == 1
        assert progress.of("old") is None


def test_names_itself():
    row = Progress(key="export:7", done=3)
    assert str(row) == "export:7: 3 of ?"
    assert not row.is_whole
