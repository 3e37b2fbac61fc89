"""Two at the same moment: nothing is doubled and nothing is lost."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, connection

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.errors import NoSuchWindow, TooManyWindows
from daybook.apps.prices.models import Feed, PlannedWindow
from daybook.lib.errors import DomainError
from daybook.lib.periods import Period

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)


def at_once(work, count=6):
    """Run ``work(n)`` in so many threads that start together; what went wrong, in any order."""
    start, failed = threading.Barrier(count), []

    def run(n):
        try:
            start.wait(timeout=120)
            work(n)
        except (DomainError, DatabaseError) as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[n]) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


@pytest.fixture
def plan(anna, now):
    def plan(hours=1):
        return actions.plan_window(
            person=anna,
            title="Washing",
            period=Period(now + hours * HOUR, now + (hours + 1) * HOUR),
            product="AGILE-24-10-01",
            region=domain.region("C"),
            now=now,
        )

    return plan


def test_a_block_clicked_at_once_is_planned_once(plan):
    assert at_once(lambda _n: plan()) == []
    assert PlannedWindow.objects.count() == 1


def test_a_full_calendar_takes_none_of_many(plan, monkeypatch):
    monkeypatch.setattr(domain, "MOST_WINDOWS", 2)
    failed = at_once(lambda n: plan(n + 1))
    assert {type(error) for error in failed} == {TooManyWindows}
    assert PlannedWindow.objects.count() == 2


def test_a_window_is_dropped_once(plan, anna):
    window = plan()
    failed = at_once(lambda _n: actions.drop_window(person=anna, window_id=window.pk))
    assert [type(error) for error in failed] == [NoSuchWindow] * 5


def test_a_feed_opened_at_once_has_one_address(anna, now):
    opened = at_once(lambda _n: actions.open_feed(person=anna, alarm_minutes=None, now=now))
    assert opened == []
    assert Feed.objects.count() == 1


def test_a_feed_renewed_at_once_has_one_address_that_works(anna, now):
    actions.open_feed(person=anna, alarm_minutes=None, now=now)
    tokens = []

    def renew(_n):
        tokens.append(queries.feed_token(actions.renew_feed(person=anna, now=now)))

    assert at_once(renew) == []
    assert queries.feed_token(Feed.objects.get()) in tokens
