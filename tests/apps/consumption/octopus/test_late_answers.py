"""Answers that come after something has changed, or in the middle of which Octopus gives up."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model

from daybook.apps.consumption import actions
from daybook.apps.consumption.clients import OctopusAccounts
from daybook.apps.consumption.domain import Trouble, Unit
from daybook.apps.consumption.models import (
    Batch,
    DayUse,
    MeteredDay,
    MeterPoint,
    OctopusAccount,
    Supply,
)
from daybook.lib.errors import Unavailable
from tests.loopback import BROKEN, EMPTY, FORBIDDEN, HALF, MISSING, WEB_PAGE, WRONG_JSON, reply
from tests.octopus_home import ACCOUNT, MPRN, used_path

OTHER_KEY = "sk_live_anotherGeneratedKeyZz99"
FAULTS = [BROKEN, EMPTY, HALF, WEB_PAGE, WRONG_JSON]
ONE_DAY = dt.timedelta(days=1)
GAS = used_path(MPRN, "G1", "gas")


@pytest.fixture
def meanwhile(monkeypatch):
    """Does something once, while the meters are asked for the first time."""
    use = OctopusAccounts.use

    def do(something):
        def asked(client, point, period):
            monkeypatch.setattr(OctopusAccounts, "use", use)
            something()
            return use(client, point, period)

        monkeypatch.setattr(OctopusAccounts, "use", asked)

    return do


def days_of(utility="electricity"):
    return DayUse.objects.filter(utility=utility).count()


class TestMeanwhile:
    def test_disconnecting_ends_it(self, connect, fetch, meanwhile, anna, now):
        account = connect()
        meanwhile(lambda: actions.disconnect_octopus(person=anna, keeps=True, now=now))
        assert fetch(account) == 0
        assert not MeteredDay.objects.exists()
        assert not Batch.objects.exists()

    def test_a_person_who_goes_takes_it_along(self, connect, fetch, meanwhile, anna):
        account = connect()
        meanwhile(lambda: get_user_model().objects.filter(pk=anna.pk).delete())
        assert fetch(account) == 0
        for table in (OctopusAccount, MeteredDay, DayUse, Batch, Supply):
            assert not table.objects.exists()

    def test_connecting_anew_is_another_account(self, connect, fetch, meanwhile, anna, now):
        account = connect()

        def begin_anew():
            actions.disconnect_octopus(person=anna, keeps=False, now=now)
            connect(key=OTHER_KEY)

        meanwhile(begin_anew)
        assert fetch(account) == 0
        assert not MeteredDay.objects.exists()
        assert OctopusAccount.objects.get().filled_since == dt.date(2026, 3, 4)

    def test_another_key_is_kept(self, connect, fetch, meanwhile):
        account = connect()
        meanwhile(lambda: connect(key=OTHER_KEY))
        assert fetch(account) > 0
        assert OctopusAccount.objects.get().key_hint == "Zz99"

    def test_a_new_gas_unit_counts_from_now_on(self, connect, fetch, meanwhile):
        account = connect()
        meanwhile(lambda: connect(gas_unit=Unit.KWH))
        fetch(account)
        gas = DayUse.objects.filter(utility="gas").values_list("amount", flat=True)
        assert set(gas) == {Decimal("4.8")}

    def test_somebody_elses_account_is_not_touched(self, connect, fetch, meanwhile, anna, otto):
        account, other = connect(), connect(person=otto)
        meanwhile(lambda: fetch(other))
        fetch(account)
        assert set(DayUse.objects.values_list("person_id", flat=True)) == {anna.pk, otto.pk}
        assert Batch.objects.count() == 2


class TestInTheMiddle:
    @pytest.mark.parametrize("fault", FAULTS, ids=range(len(FAULTS)))
    def test_nothing_of_a_broken_month_is_kept(self, connect, fetch, octopus, fault):
        account = connect()
        octopus.always(GAS, fault)
        with pytest.raises(Unavailable):
            fetch(account)
        account.refresh_from_db()
        assert (days_of(), account.filled_since) == (0, dt.date(2026, 3, 4))
        assert account.trouble == Trouble.AWAY

    def test_a_month_that_came_stays(self, connect, fetch, octopus, home):
        account, real = connect(), home.answer

        def break_in_february(path, params, base_url):
            if params.get("period_from", "").startswith("2026-02"):
                return BROKEN
            return real(path, params, base_url)

        home.answer = break_in_february
        with pytest.raises(Unavailable):
            fetch(account)
        account.refresh_from_db()
        assert (account.filled_since, days_of()) == (dt.date(2026, 3, 1), 2)

    def test_a_refused_key_pauses_and_keeps_what_came(self, connect, fetch, octopus):
        account = connect()
        fetch(account)
        octopus.always(GAS, FORBIDDEN)
        assert fetch(account) == 0
        account.refresh_from_db()
        assert (account.trouble, days_of("gas")) == (Trouble.KEY, 47)

    def test_a_forgotten_meter_does_not_hold_up_the_other(self, connect, fetch, octopus):
        account = connect()
        octopus.always(GAS, MISSING)
        assert fetch(account) == 47 * 48
        account.refresh_from_db()
        assert (days_of(), days_of("gas"), account.trouble) == (47, 0, Trouble.NONE)

    @pytest.mark.parametrize("fault", FAULTS, ids=range(len(FAULTS)))
    def test_meter_points_stay_as_they_were(self, connect, fetch, octopus, fault):
        account = connect()
        octopus.always(ACCOUNT, fault)
        with pytest.raises(Unavailable):
            fetch(account)
        assert MeterPoint.objects.count() == 3

    def test_trouble_ends_with_the_next_good_answer(self, connect, fetch, octopus, now):
        account = connect()
        octopus.always("*", BROKEN)
        with pytest.raises(Unavailable):
            fetch(account)
        octopus.normal()
        later = now + ONE_DAY
        fetch(account, at=later)
        account.refresh_from_db()
        assert (account.trouble, account.answered_at) == (Trouble.NONE, later)


class TestClocks:
    @pytest.mark.parametrize(
        ("day", "amount"), [(dt.date(2025, 3, 30), 23), (dt.date(2025, 10, 26), 25)]
    )
    def test_change_and_a_lost_half_hour_is_told(self, connect, fetch, home, day, amount):
        midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
        home.since, home.until = midnight - 3 * ONE_DAY, midnight + 3 * ONE_DAY
        home.gaps.add(midnight + dt.timedelta(hours=1))
        fetch(connect(at=midnight + 3 * ONE_DAY), at=midnight + 3 * ONE_DAY)
        use = DayUse.objects.get(utility="electricity", day=day)
        assert (use.amount, use.missing_half_hours) == (amount - Decimal("0.5"), 1)

    def test_that_go_back_lose_nothing(self, connect, fetch, now):
        account = connect()
        fetch(account)
        fetch(account, at=now - 2 * ONE_DAY)
        account.refresh_from_db()
        assert (days_of(), account.asked_until) == (47, dt.date(2026, 3, 4))


class TestTwoHomes:
    @pytest.fixture(autouse=True)
    def two(self, home, octopus):
        """A second electricity meter point, which counts as much as the first."""
        told = home.account
        first = told["properties"][0]["electricity_meter_points"][0]
        second = first | {"mpan": "1200000000009", "meters": [{"serial_number": "E9"}]}
        told["properties"].append({"electricity_meter_points": [second]})
        octopus.always(ACCOUNT, reply(told))

    def test_are_added_up(self, connect, fetch):
        fetch(connect())
        use = DayUse.objects.get(utility="electricity", day=dt.date(2026, 2, 1))
        assert use.amount == 48

    def test_are_not_added_up_again_every_night(self, connect, fetch):
        account = connect()
        fetch(account)
        assert fetch(account) == 0
        use = DayUse.objects.get(utility="electricity", day=dt.date(2026, 3, 1))
        assert use.amount == 48
