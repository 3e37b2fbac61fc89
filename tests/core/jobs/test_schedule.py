import datetime as dt
import threading

import pytest
from django.db import connection

from daybook.core.jobs import schedule
from daybook.core.jobs.models import CronTick, Job
from daybook.core.registry import Registry
from tests import jobs_of_tests

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def hourly(monkeypatch):
    """One recurring job, due at every full hour."""
    monkeypatch.setattr(schedule, "recurring", Registry("recurring job"))
    schedule.register("tests.hourly", cron="0 * * * *")(jobs_of_tests.write_slowly)


class TestRegister:
    def test_refuses_a_wrong_schedule(self):
        with pytest.raises(ValueError, match="wrong schedule"):
            schedule.register("tests.wrong", cron="every day")

    def test_refuses_a_name_twice(self):
        with pytest.raises(ValueError, match="twice"):
            schedule.register("tests.hourly", cron="0 * * * *")(jobs_of_tests.note)

    def test_reads_the_hours_in_utc_also_when_clocks_change(self):
        entry = schedule.Recurring("30 1 * * *", jobs_of_tests.note)
        clocks_back = dt.datetime(2026, 10, 25, 0, tzinfo=dt.UTC)
        assert entry.next_after(clocks_back) == clocks_back + dt.timedelta(minutes=90)


@pytest.mark.django_db
class TestTick:
    def test_only_notes_the_first_due_time_at_first(self, now):
        assert schedule.tick(now=now) == []
        assert CronTick.objects.get().next_at == now.replace(hour=10, minute=0)

    def test_enqueues_once_when_due(self, now):
        schedule.tick(now=now)
        assert schedule.tick(now=now + HOUR) == ["tests.hourly"]
        assert schedule.tick(now=now + HOUR) == []
        assert Job.objects.count() == 1

    def test_makes_up_for_missed_times_once(self, now):
        schedule.tick(now=now)
        schedule.tick(now=now + 50 * HOUR)
        schedule.tick(now=now + 50 * HOUR)
        assert Job.objects.count() == 1

    def test_follows_a_changed_schedule(self, now):
        CronTick.objects.create(name="tests.hourly", cron="0 0 1 1 *", next_at=now + 9999 * HOUR)
        schedule.tick(now=now)
        assert CronTick.objects.get().next_at == now.replace(hour=10, minute=0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_enqueue_one_tick_once(now):
    schedule.tick(now=now)
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        schedule.tick(now=now + HOUR)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Job.objects.count() == 1
