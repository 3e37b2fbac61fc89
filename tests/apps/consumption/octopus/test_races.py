"""Two at the same moment: one account, every half-hour once, nothing after a goodbye."""

import pytest

from daybook.apps.consumption import actions, jobs
from daybook.apps.consumption.models import Batch, DayUse, MeteredDay, OctopusAccount
from daybook.core.jobs.models import Job
from tests.apps.consumption.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_account_that_is_connected_at_once_is_one(connect):
    assert at_once(lambda _n: connect(), count=4) == []
    assert OctopusAccount.objects.count() == 1
    assert Job.objects.filter(task_path=jobs.fetch_octopus.module_path).count() == 1


def test_what_is_fetched_at_once_counts_once(connect, fetch):
    account = connect()
    assert at_once(lambda _n: fetch(account), count=3) == []
    assert Batch.objects.count() == 1
    assert DayUse.objects.filter(utility="electricity").count() == 47
    assert set(DayUse.objects.filter(utility="electricity").values_list("amount", flat=True)) == {
        24
    }


def test_nothing_comes_after_a_goodbye(connect, fetch, anna, now):
    account = connect()

    def fetch_or_leave(n):
        if n:
            actions.disconnect_octopus(person=anna, keeps=False, now=now)
        else:
            fetch(account)

    assert at_once(fetch_or_leave, count=2) == []
    assert not OctopusAccount.objects.exists()
    assert not MeteredDay.objects.exists()
    assert not DayUse.objects.exists()
