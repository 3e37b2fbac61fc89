"""The jobs of an account: begun once, tried again, quiet about what has gone."""

import datetime as dt

import pytest
from django.utils import timezone

from daybook.apps.consumption import actions, jobs, plugs
from daybook.apps.consumption.domain import Trouble
from daybook.apps.consumption.events import OctopusWanted
from daybook.apps.consumption.models import DayUse, MeteredDay, OctopusAccount
from daybook.core.jobs.models import Job
from daybook.lib.errors import Unavailable
from tests.loopback import BROKEN, FORBIDDEN

LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def fetching():
    """How many jobs wait that fetch the use of an account."""
    return Job.objects.filter(task_path=jobs.fetch_octopus.module_path).count()


def due(account, at=LONG_AGO):
    OctopusAccount.objects.filter(pk=account.pk).update(next_ask_at=at)


class TestFetching:
    def test_says_how_many_half_hours_are_new(self, connect, home):
        account = connect()
        assert jobs.fetch_octopus.func(account.pk) == 2 * 48 * 47
        assert jobs.fetch_octopus.func(account.pk) == 0

    def test_of_an_account_that_has_gone_is_nothing(self, connect, octopus):
        account = connect()
        OctopusAccount.objects.all().delete()
        asked = octopus.count()
        assert jobs.fetch_octopus.func(account.pk) == 0
        assert octopus.count() == asked

    @pytest.mark.parametrize("account_id", [0, -1, 2**62])
    def test_of_no_account_is_nothing(self, db, account_id):
        assert jobs.fetch_octopus.func(account_id) == 0

    def test_fails_while_octopus_is_away_so_that_it_is_tried_again(self, connect, octopus):
        account = connect()
        octopus.always("*", BROKEN)
        with pytest.raises(Unavailable):
            jobs.fetch_octopus.func(account.pk)
        assert not MeteredDay.objects.exists()

    def test_is_not_tried_again_with_a_refused_key(self, connect, octopus):
        account = connect()
        octopus.always("*", FORBIDDEN)
        assert jobs.fetch_octopus.func(account.pk) == 0
        assert OctopusAccount.objects.get().trouble == Trouble.KEY

    def test_is_tried_for_longer_than_half_an_hour(self):
        waits = [jobs.PATIENT.first_wait_seconds * 2**n for n in range(jobs.PATIENT.attempts - 1)]
        assert sum(waits) > 30 * 60

    def test_done_twice_leaves_the_same(self, connect):
        account = connect()
        jobs.fetch_octopus.func(account.pk)
        before = sorted(DayUse.objects.values_list("utility", "day", "amount"))
        jobs.fetch_octopus.func(account.pk)
        assert sorted(DayUse.objects.values_list("utility", "day", "amount")) == before


class TestBeginning:
    def test_is_done_once_for_an_account(self, connect):
        account = connect()
        assert jobs.begin_fetching(account.pk)
        assert not jobs.begin_fetching(account.pk)
        assert fetching() == 1

    def test_is_done_for_each_account(self, connect, otto):
        first, second = connect(), connect(person=otto)
        assert jobs.begin_fetching(first.pk)
        assert jobs.begin_fetching(second.pk)
        assert fetching() == 2

    def test_follows_the_wish(self, connect):
        plugs.fetch_wanted(OctopusWanted(account_id=connect().pk))
        assert fetching() == 1

    def test_is_forgotten_with_a_wish_that_was_taken_back(
        self, connect, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as begun:
            connect()
        assert (len(begun), fetching()) == (1, 0)


class TestNight:
    def test_begins_what_is_due_and_nothing_else(self, connect, otto):
        account, other = connect(), connect(person=otto)
        due(account)
        due(other, timezone.now() + dt.timedelta(days=1))
        assert jobs.fetch_due_octopus.func() == 1
        assert Job.objects.get().args_kwargs["args"] == [account.pk]

    def test_puts_off_what_it_has_begun(self, connect):
        account = connect()
        due(account)
        jobs.fetch_due_octopus.func()
        account.refresh_from_db()
        assert account.next_ask_at > timezone.now()
        assert jobs.fetch_due_octopus.func() == 0

    def test_does_not_begin_what_waits_already(self, connect):
        account = connect()
        jobs.begin_fetching(account.pk)
        due(account)
        assert jobs.fetch_due_octopus.func() == 0
        assert fetching() == 1

    @pytest.mark.parametrize("trouble", [Trouble.KEY, Trouble.ACCOUNT, Trouble.SEAL])
    def test_leaves_alone_what_waits_for_the_person(self, connect, trouble):
        account = connect()
        due(account)
        OctopusAccount.objects.update(trouble=trouble)
        assert jobs.fetch_due_octopus.func() == 0
        account.refresh_from_db()
        assert account.next_ask_at == LONG_AGO

    def test_asks_again_where_octopus_was_away(self, connect):
        due(connect())
        OctopusAccount.objects.update(trouble=Trouble.AWAY)
        assert jobs.fetch_due_octopus.func() == 1

    def test_without_accounts_is_nothing(self, db):
        assert jobs.fetch_due_octopus.func() == 0

    def test_begins_so_many_at_once_and_the_rest_next_time(self, connect, otto, monkeypatch, now):
        first, second = connect(), connect(person=otto)
        monkeypatch.setattr(actions.octopus_use, "AT_ONCE", 1)
        later = now + dt.timedelta(hours=1)
        assert actions.begin_due_octopus(now=later) == [first.pk]
        assert actions.begin_due_octopus(now=later) == [second.pk]
        assert actions.begin_due_octopus(now=later) == []
