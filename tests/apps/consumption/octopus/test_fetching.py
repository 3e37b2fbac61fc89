"""Fetching: newest first, resumed where it stopped, gaps asked for again, nothing after goodbye."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, jobs, queries
from daybook.apps.consumption.actions import octopus_use
from daybook.apps.consumption.domain import Trouble, Unit, gas_kwh
from daybook.apps.consumption.models import Batch, DayUse, MeteredDay, OctopusAccount
from daybook.core.jobs.models import Job
from daybook.core.jobs.schedule import recurring
from daybook.lib.errors import Unavailable
from tests.loopback import BROKEN, FORBIDDEN, MISSING
from tests.octopus_home import ACCOUNT, MPRN, used_path

OTHER_KEY = "sk_live_anotherGeneratedKeyZz99"
ONE_DAY = dt.timedelta(days=1)
DAY = dt.date(2026, 2, 1)
NOON = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC)


def use_of(person, day=DAY, utility="electricity"):
    return DayUse.objects.get(person=person, utility=utility, day=day)


@pytest.fixture
def asked(octopus):
    """The starts of the periods that the electricity meter was asked about, as days."""

    def found():
        starts = [p["period_from"] for path, p in octopus.requests if path == used_path()]
        return [dt.date.fromisoformat(start[:10]) for start in starts]

    return found


class TestFilling:
    def test_brings_every_half_hour_since_the_first_agreement(self, connect, fetch, anna):
        added = fetch(connect())
        assert added == 2 * 48 * 47
        assert use_of(anna).amount == 24
        first = DayUse.objects.filter(person=anna).order_by("day").first()
        assert first.day == dt.date(2026, 1, 15)

    def test_begins_with_the_newest_month(self, connect, fetch, asked):
        fetch(connect())
        assert asked() == [dt.date(2026, 3, 1), DAY, dt.date(2026, 1, 15)]

    def test_makes_one_import_of_it_all(self, connect, fetch):
        account = connect()
        fetch(account)
        fetch(account)
        batch = Batch.objects.get()
        assert (batch.source, batch.name) == ("octopus-api", account.number)

    def test_turns_gas_into_kwh(self, connect, fetch, anna):
        fetch(connect())
        each = round(gas_kwh(Decimal("0.1"), Decimal(40)), 6)
        assert use_of(anna, utility="gas").amount == 48 * each

    def test_leaves_gas_that_is_counted_in_kwh(self, connect, fetch, anna):
        fetch(connect(gas_unit=Unit.KWH))
        assert use_of(anna, utility="gas").amount == Decimal("4.8")

    def test_asks_nothing_about_what_is_fed_in(self, connect, fetch, octopus):
        fetch(connect())
        assert not any("1200000000002" in path for path, _params in octopus.requests)

    @pytest.mark.parametrize("day", [dt.date(2025, 3, 30), dt.date(2025, 10, 26)])
    def test_of_days_that_change_clocks_is_whole(self, connect, fetch, home, anna, day):
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
        home.since, home.until = midnight - 3 * ONE_DAY, midnight + 3 * ONE_DAY
        fetch(connect(at=midnight + 3 * ONE_DAY), at=midnight + 3 * ONE_DAY)
        use = use_of(anna, day)
        assert (use.amount, use.missing_half_hours) == (23 if day.month == 3 else 25, 0)

    def test_goes_on_where_it_was_killed(self, connect, fetch, asked, monkeypatch, anna):
        account, kept = connect(), octopus_use._kept

        def die_in_january(account, answer, *, now):
            if answer.days.first.month == 1:
                raise SystemExit
            return kept(account, answer, now=now)

        monkeypatch.setattr(octopus_use, "_kept", die_in_january)
        with pytest.raises(SystemExit):
            fetch(account)
        assert OctopusAccount.objects.get().filled_since == DAY
        monkeypatch.setattr(octopus_use, "_kept", kept)
        fetch(account)
        assert asked().count(DAY) == 1  # the month that was kept is not asked for again
        assert DayUse.objects.filter(person=anna, utility="electricity").count() == 47

    def test_tells_how_far_it_is(self, connect, fetch, octopus):
        account = connect()
        octopus.next(used_path(MPRN, "G1", "gas"), *[BROKEN] * 3)
        with pytest.raises(Unavailable):
            fetch(account)
        account.refresh_from_db()
        assert (account.trouble, account.percent_filled) == (Trouble.AWAY, 0)
        fetch(account)
        account.refresh_from_db()
        assert (account.trouble, account.percent_filled) == (Trouble.NONE, 100)


class TestEveryNight:
    def test_asks_for_the_last_week(self, connect, fetch, asked, home, now):
        account = connect()
        fetch(account)
        before = len(asked())
        home.until += 2 * ONE_DAY
        assert fetch(account, at=now + 2 * ONE_DAY) == 2 * 2 * 48
        assert asked()[before:] == [dt.date(2026, 2, 26)]

    def test_corrects_what_octopus_corrects(self, connect, fetch, home, anna):
        account, at = connect(), dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
        fetch(account)
        home.amounts["E1", at] = Decimal("1.5")
        fetch(account)
        assert use_of(anna, dt.date(2026, 3, 1)).amount == 25

    def test_asks_for_gaps_again(self, connect, fetch, home, anna, now):
        home.gaps.add(NOON)
        account = connect()
        fetch(account)
        assert use_of(anna).missing_half_hours == 1
        home.gaps.clear()
        assert fetch(account, at=now + ONE_DAY) == 2
        assert use_of(anna).missing_half_hours == 0

    def test_takes_new_meters_and_tariffs_along(self, connect, fetch, home, anna):
        account = connect()
        fetch(account)
        home.serials = ("E1", "E2")
        fetch(account)
        assert queries.meter_points_of(anna.pk)[0].serials == ["E1", "E2"]

    def test_is_spread_over_the_morning(self, connect, now):
        account, soon = connect(), now + dt.timedelta(minutes=15)
        assert actions.begin_due_octopus(now=soon) == [account.pk]
        assert actions.begin_due_octopus(now=soon + dt.timedelta(hours=19)) == []
        assert actions.begin_due_octopus(now=now + ONE_DAY) == [account.pk]

    def test_makes_up_for_a_first_job_that_was_lost(self, connect, now):
        account = connect()
        assert actions.begin_due_octopus(now=now) == []
        assert actions.begin_due_octopus(now=now + dt.timedelta(minutes=15)) == [account.pk]

    def test_leaves_paused_accounts_alone(self, connect, now):
        OctopusAccount.objects.filter(pk=connect().pk).update(trouble=Trouble.KEY)
        assert actions.begin_due_octopus(now=now + ONE_DAY) == []

    def test_is_on_the_schedule_and_begins_one_job_each(self, connect):
        connect()
        OctopusAccount.objects.update(next_ask_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        assert "consumption.fetch-due-octopus" in dict(recurring)
        assert jobs.fetch_due_octopus.func() == 1
        assert Job.objects.get().task_path == jobs.fetch_octopus.module_path

    def test_of_an_import_that_was_undone_begins_another_one(self, connect, fetch, now):
        account = connect()
        fetch(account)
        Batch.objects.update(undone_at=now)
        MeteredDay.objects.all().delete()
        assert fetch(account) > 0
        assert Batch.objects.filter(undone_at=None).count() == 1


class TestTrouble:
    @pytest.mark.parametrize(
        ("answer", "trouble"), [(FORBIDDEN, Trouble.KEY), (MISSING, Trouble.ACCOUNT)]
    )
    def test_that_only_the_person_can_end_pauses(self, connect, fetch, octopus, answer, trouble):
        account = connect()
        octopus.always(ACCOUNT, answer)
        assert fetch(account) == 0
        account.refresh_from_db()
        assert (account.trouble, account.is_paused) == (trouble, True)
        asked = octopus.count()
        fetch(account)
        assert octopus.count() == asked

    def test_of_another_secret_asks_for_the_key_again(self, connect, fetch, settings, octopus):
        account, asked = connect(), octopus.count()
        settings.SECRET_KEY = "another secret of this installation, which is long enough"
        assert fetch(account) == 0
        account.refresh_from_db()
        assert (account.trouble, octopus.count()) == (Trouble.SEAL, asked)

    def test_of_octopus_is_for_the_job_to_try_again(self, connect, fetch, octopus):
        account = connect()
        octopus.always("*", BROKEN)
        with pytest.raises(Unavailable):
            fetch(account)
        assert not MeteredDay.objects.exists()
        assert OctopusAccount.objects.get().trouble == Trouble.AWAY

    def test_of_an_old_key_does_not_pause_the_new_one(self, connect, fetch, octopus, monkeypatch):
        account, note = connect(), octopus_use._note

        def type_another_key(before, trouble):
            monkeypatch.setattr(octopus_use, "_note", note)
            connect(key=OTHER_KEY)
            return note(before, trouble)

        monkeypatch.setattr(octopus_use, "_note", type_another_key)
        octopus.next(ACCOUNT, FORBIDDEN)
        assert fetch(account) > 0
        assert not OctopusAccount.objects.get().is_paused


class TestLateAnswers:
    def test_after_a_goodbye_write_nothing(self, connect, fetch, anna, now, monkeypatch):
        account, kept = connect(), octopus_use._kept

        def say_goodbye(account, answer, *, now):
            actions.disconnect_octopus(person=anna, keeps=False, now=now)
            return kept(account, answer, now=now)

        monkeypatch.setattr(octopus_use, "_kept", say_goodbye)
        assert fetch(account) == 0
        assert not MeteredDay.objects.exists()
        assert not OctopusAccount.objects.exists()

    def test_for_an_account_that_has_gone_are_not_asked_for(self, connect, fetch, octopus):
        account = connect()
        OctopusAccount.objects.all().delete()
        asked = octopus.count()
        assert fetch(account) == 0
        assert octopus.count() == asked

    def test_do_not_skip_what_has_to_be_fetched_anew(self, connect, fetch, anna, monkeypatch):
        account, kept, times = connect(), octopus_use._kept, []

        def change_the_unit(account, answer, *, now):
            times.append(answer.days)
            if len(times) == 2:
                connect(gas_unit=Unit.KWH)
            return kept(account, answer, now=now)

        monkeypatch.setattr(octopus_use, "_kept", change_the_unit)
        fetch(account)
        amounts = DayUse.objects.filter(person=anna, utility="gas").values_list("amount", flat=True)
        assert set(amounts) == {Decimal("4.8")}
