import threading

import pytest
from django.db import connection, transaction
from django_tasks import TaskResultStatus as Status

from daybook.core.jobs import unique
from daybook.core.jobs.errors import AnotherOneWaits
from daybook.core.jobs.models import Job, Unique
from daybook.core.jobs.unique import enqueue_once
from tests import jobs_of_tests

THREADS = 8


@pytest.mark.django_db
class TestEnqueueOnce:
    def test_enqueues_the_first_of_a_key(self):
        assert enqueue_once(jobs_of_tests.note, "note:1", "hello")
        assert Job.objects.get().args_kwargs["args"] == ["hello"]

    @pytest.mark.parametrize("status", [Status.READY, Status.RUNNING])
    def test_leaves_it_while_one_waits_or_runs(self, status):
        enqueue_once(jobs_of_tests.note, "note:1", "first")
        Job.objects.update(status=status)
        assert not enqueue_once(jobs_of_tests.note, "note:1", "second")
        assert Job.objects.get().args_kwargs["args"] == ["first"]

    @pytest.mark.parametrize("status", [Status.SUCCESSFUL, Status.FAILED])
    def test_enqueues_again_when_the_last_one_has_ended(self, status):
        enqueue_once(jobs_of_tests.note, "note:1", "first")
        Job.objects.update(status=status)
        assert enqueue_once(jobs_of_tests.note, "note:1", "second")
        assert not enqueue_once(jobs_of_tests.note, "note:1", "third")
        assert Job.objects.count() == 2

    def test_enqueues_again_when_the_last_one_was_dropped(self):
        enqueue_once(jobs_of_tests.note, "note:1", "first")
        Job.objects.all().delete()
        assert enqueue_once(jobs_of_tests.note, "note:1", "second")

    def test_keeps_other_keys_apart(self):
        assert enqueue_once(jobs_of_tests.note, "note:1", "a")
        assert enqueue_once(jobs_of_tests.note, "note:2", "b")

    def test_goes_with_the_transaction_of_its_cause(self):
        with transaction.atomic():
            enqueue_once(jobs_of_tests.note, "note:1", "never")
            transaction.set_rollback(True)
        assert not Job.objects.exists()
        assert enqueue_once(jobs_of_tests.note, "note:1", "now")

    def test_leaves_the_transaction_of_the_second_cause_whole(self, monkeypatch):
        enqueue_once(jobs_of_tests.note, "note:1", "first")
        monkeypatch.setattr(Unique, "is_held", lambda key: False)  # it looked a moment too early
        with transaction.atomic():
            assert not enqueue_once(jobs_of_tests.note, "note:1", "second")
            jobs_of_tests.note.enqueue("the cause goes on")
        assert Job.objects.count() == 2


@pytest.mark.django_db
class TestRevive:
    def test_takes_the_key_along(self, now):
        enqueue_once(jobs_of_tests.note, "note:1", "first")
        Job.objects.update(status=Status.FAILED)
        Job.objects.get().revive(now=now)
        assert not enqueue_once(jobs_of_tests.note, "note:1", "second")

    def test_refuses_while_another_one_waits(self, now):
        enqueue_once(jobs_of_tests.note, "note:1", "first")
        first = Job.objects.get()
        Job.objects.update(status=Status.FAILED)
        enqueue_once(jobs_of_tests.note, "note:1", "second")
        with pytest.raises(AnotherOneWaits):
            first.revive(now=now)
        first.refresh_from_db()
        assert first.status == Status.FAILED

    def test_takes_the_key_from_one_that_has_ended_too(self, now):
        enqueue_once(jobs_of_tests.note, "note:1", "first")
        Job.objects.update(status=Status.FAILED)
        first = Job.objects.get()
        enqueue_once(jobs_of_tests.note, "note:1", "second")
        Job.objects.exclude(pk=first.pk).update(status=Status.SUCCESSFUL)
        assert first.revive(now=now)
        assert Unique.objects.get(is_live=True).job_id == first.pk

    def test_happens_once(self, now):
        jobs_of_tests.note.enqueue("x")
        Job.objects.update(status=Status.FAILED)
        job = Job.objects.get()
        assert (job.revive(now=now), job.revive(now=now)) == (True, False)


@pytest.mark.django_db
def test_forgets_the_keys_of_jobs_that_are_gone():
    enqueue_once(jobs_of_tests.note, "note:1", "gone")
    Job.objects.all().delete()
    enqueue_once(jobs_of_tests.note, "note:2", "here")
    assert unique.forget() == 1
    assert [row.key for row in Unique.objects.all()] == ["note:2"]


@pytest.mark.django_db
def test_names_itself():
    enqueue_once(jobs_of_tests.note, "note:1", "x")
    assert str(Unique.objects.get()) == f"note:1: {Job.objects.get().pk}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("had_one_before", [False, True])
def test_of_eight_at_once_one_enqueues(had_one_before):
    if had_one_before:
        enqueue_once(jobs_of_tests.note, "note:1", "before")
        Job.objects.update(status=Status.SUCCESSFUL)
    together, answers = threading.Barrier(THREADS), []

    def work() -> None:
        together.wait()
        answers.append(enqueue_once(jobs_of_tests.note, "note:1", "race"))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * (THREADS - 1) + [True]
    assert Job.objects.filter(status=Status.READY).count() == 1
    assert Unique.objects.filter(is_live=True).count() == 1
