import datetime as dt

import pytest

from daybook.apps.consumption import actions, jobs, queries
from daybook.apps.consumption.domain import Trouble, Unit, Utility
from daybook.apps.consumption.errors import (
    AccountUnknown,
    ConnectionPaused,
    InvalidApiKey,
    KeyRefused,
    NoMeterPoint,
    NotConnected,
    OtherAccount,
)
from daybook.apps.consumption.models import (
    Agreement,
    Batch,
    DayUse,
    MeteredDay,
    MeterPoint,
    OctopusAccount,
)
from daybook.core.jobs.models import Job
from daybook.lib.errors import TooMany, Unavailable
from tests.loopback import BROKEN, FORBIDDEN, MISSING, reply
from tests.octopus_home import ACCOUNT, KEY, MPAN, NUMBER

OTHER_KEY = "sk_live_anotherGeneratedKeyZz99"


class TestConnecting:
    def test_keeps_meter_points_and_agreements(self, connect, anna):
        connect()
        points = queries.meter_points_of(anna.pk)
        assert [point.is_export for point in points] == [False, False, True]
        told = queries.agreements_of(anna.pk)
        assert {one.utility for one in told} == {Utility.ELECTRICITY, Utility.GAS}
        assert told[0].tariff_code == "E-1R-AGILE-24-10-01-C"

    def test_plans_to_fetch_since_the_first_agreement(self, connect):
        account = connect()
        assert (account.fill_from, account.fill_until) == (
            dt.date(2026, 1, 15),
            dt.date(2026, 3, 4),
        )
        assert (account.is_filling, account.percent_filled) == (True, 0)

    def test_starts_one_job(self, connect, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            account = connect()
            connect()
        paths = [job.task_path for job in Job.objects.all()]
        assert paths == [jobs.fetch_octopus.module_path]
        assert not jobs.begin_fetching(account.pk)

    @pytest.mark.parametrize(
        ("answer", "error"),
        [(FORBIDDEN, KeyRefused), (MISSING, AccountUnknown), (BROKEN, Unavailable)],
    )
    def test_keeps_nothing_that_octopus_refuses(self, connect, octopus, answer, error):
        octopus.always(ACCOUNT, answer)
        with pytest.raises(error):
            connect()
        assert not OctopusAccount.objects.exists()

    def test_needs_a_meter_through_which_something_is_used(self, connect, octopus):
        octopus.always(ACCOUNT, reply({"properties": []}))
        with pytest.raises(NoMeterPoint):
            connect()
        assert not OctopusAccount.objects.exists()

    def test_asks_nobody_about_what_is_no_key(self, connect, octopus):
        with pytest.raises(InvalidApiKey):
            connect(key="nonsense")
        assert octopus.count() == 0

    def test_does_not_let_keys_be_guessed(self, connect, octopus):
        octopus.always(ACCOUNT, FORBIDDEN)
        for _try in range(10):
            with pytest.raises(KeyRefused):
                connect()
        with pytest.raises(TooMany):
            connect()
        assert octopus.count() == 10

    def test_of_another_account_asks_to_disconnect_first(self, connect, octopus):
        connect()
        asked = octopus.count()
        with pytest.raises(OtherAccount, match=NUMBER):
            connect(number="A-00000000")
        assert (octopus.count(), OctopusAccount.objects.get().number) == (asked, NUMBER)

    def test_of_two_people_are_apart(self, connect, anna, otto):
        connect()
        connect(person=otto)
        assert OctopusAccount.objects.count() == 2
        assert len(queries.agreements_of(otto.pk)) == 3


class TestAnotherKey:
    def test_takes_the_place_of_the_first_and_begins_nothing_anew(self, connect, fetch):
        fetch(connect())
        account = connect(key=OTHER_KEY)
        assert (account.key_hint, account.is_filling) == ("Zz99", False)
        assert OctopusAccount.objects.count() == 1

    def test_ends_the_pause(self, connect):
        OctopusAccount.objects.filter(pk=connect().pk).update(trouble=Trouble.KEY)
        assert not connect(key=OTHER_KEY).is_paused

    def test_with_another_gas_unit_fetches_everything_anew(self, connect, fetch, anna):
        fetch(connect())
        account = connect(gas_unit=Unit.KWH)
        assert account.is_filling
        fetch(account)
        day = DayUse.objects.get(person=anna, utility="gas", day=dt.date(2026, 2, 1))
        assert float(day.amount) == 4.8

    def test_of_a_meter_point_that_has_gone_forgets_it(self, connect, home):
        connect()
        home.has_gas = False
        connect()
        assert {point.utility for point in MeterPoint.objects.all()} == {"electricity"}
        assert Agreement.objects.count() == 2

    def test_ends_an_agreement_where_it_was(self, connect, home, octopus, anna):
        before = connect().points.get(number=MPAN).agreements.get()
        told = home.account
        for point in told["properties"][0]["electricity_meter_points"]:
            point["agreements"] = [{**point["agreements"][0], "valid_to": "2026-03-01T00:00:00Z"}]
        octopus.always(ACCOUNT, reply(told))
        connect()
        after = Agreement.objects.get(point__number=MPAN)
        assert (after.pk, after.valid_to.day) == (before.pk, 1)


class TestRenewing:
    def test_begins_a_job(self, connect, anna, now, django_capture_on_commit_callbacks):
        connect()
        with django_capture_on_commit_callbacks(execute=True):
            actions.renew_octopus(person=anna, now=now)
        assert Job.objects.count() == 1

    def test_needs_an_account(self, anna, now):
        with pytest.raises(NotConnected):
            actions.renew_octopus(person=anna, now=now)

    def test_waits_for_the_key(self, connect, anna, now):
        OctopusAccount.objects.filter(pk=connect().pk).update(trouble=Trouble.SEAL)
        with pytest.raises(ConnectionPaused):
            actions.renew_octopus(person=anna, now=now)


class TestDisconnecting:
    def test_keeps_the_half_hours_where_that_is_wished(self, connect, fetch, anna, now):
        fetch(connect())
        days = MeteredDay.objects.count()
        actions.disconnect_octopus(person=anna, keeps=True, now=now)
        assert not OctopusAccount.objects.exists()
        assert MeteredDay.objects.count() == days > 0
        assert Batch.objects.get().undone_at is None

    def test_takes_the_half_hours_away_where_that_is_wished(self, connect, fetch, anna, now):
        fetch(connect())
        actions.disconnect_octopus(person=anna, keeps=False, now=now)
        assert not MeteredDay.objects.exists()
        assert not DayUse.objects.exists()
        assert Batch.objects.get().undone_at == now

    def test_leaves_what_others_have(self, connect, fetch, anna, otto, now):
        fetch(connect())
        fetch(connect(person=otto))
        actions.disconnect_octopus(person=anna, keeps=False, now=now)
        assert set(DayUse.objects.values_list("person_id", flat=True)) == {otto.pk}
        assert queries.octopus_of(otto.pk)

    def test_is_done_once(self, connect, anna, now):
        connect()
        actions.disconnect_octopus(person=anna, keeps=True, now=now)
        with pytest.raises(NotConnected):
            actions.disconnect_octopus(person=anna, keeps=True, now=now)

    def test_and_connecting_again_adds_nothing_twice(self, connect, fetch, anna, now):
        fetch(connect())
        before = DayUse.objects.count()
        actions.disconnect_octopus(person=anna, keeps=True, now=now)
        assert fetch(connect(key=KEY)) == 0
        assert DayUse.objects.count() == before
