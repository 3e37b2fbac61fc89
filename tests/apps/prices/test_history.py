import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices import actions, domain, jobs, plugs, queries
from daybook.apps.prices.errors import InvalidProduct
from daybook.apps.prices.events import HistoryWanted, PricesPublished
from daybook.apps.prices.models import RateDay, RateHistory, StandingChargePeriod
from daybook.core.contributions import Verdict
from daybook.core.jobs.models import Job
from daybook.lib.half_hours import known
from daybook.lib.periods import LONDON, local_day
from tests.replay import BROKEN, MISSING, rates_path

AGILE, RETIRED = "AGILE-24-10-01", "AGILE-18-02-21"
REGION = domain.region("C")
TODAY = dt.date(2026, 3, 3)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
DUE = dt.datetime(2026, 3, 3, 16, 5, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_of_today(world):
    world.has_tomorrow = False


@pytest.fixture
def facts(monkeypatch):
    """The facts that are published."""
    heard = []
    monkeypatch.setattr(actions.history, "publish", heard.append)
    return heard


def want(now, *, days=3, product=AGILE):
    since = TODAY - days * DAY
    actions.want_history(product=product, region=REGION, since=since, now=now)
    return RateHistory.objects.get(product=product)


def fill(history, now, **said):
    asked = actions.fill_history(history_id=history.pk, now=now, chance=0, **said)
    history.refresh_from_db()
    return asked


def places(first, past=None, product=AGILE):
    found = queries.stored_pence(
        product=product, region=REGION, first=first, past=past or first + DAY
    )
    return {day: len(known(row)) for day, row in found.items()}


class TestWanting:
    def test_twice_is_wanting_once(self, now, facts):
        assert want(now) == want(now)
        assert [type(fact) for fact in facts] == [HistoryWanted]

    def test_reaches_further_back_but_never_less_far(self, now, facts):
        for days in (3, 10, 5):
            history = want(now, days=days)
        assert history.since == TODAY - 10 * DAY
        assert len(facts) == 2

    def test_asks_again_at_once_for_what_lies_further_back(self, octopus, now):
        history = want(now)
        fill(history, now)
        assert history.ask_at > now
        assert want(now, days=40).ask_at == now

    def test_begins_no_later_than_today(self, now):
        assert want(now, days=-5).since == TODAY

    def test_refuses_what_is_no_product(self, now):
        with pytest.raises(InvalidProduct):
            actions.want_history(product="?", region=REGION, since=TODAY, now=now)
        assert not RateHistory.objects.exists()

    def test_lasts_a_hundred_days_from_the_last_time(self, now):
        history = want(now)
        assert queries.due_histories(now + 101 * DAY) == []
        want(now + 90 * DAY)
        assert queries.due_histories(now + 101 * DAY) == [history.pk]

    def test_comes_with_the_usual_tariff(self, anna, now):
        wishes = actions.Wishes(region="C", product=AGILE, export_product="AGILE-OUTGOING-19-05-13")
        actions.prefer(person=anna, wishes=wishes, now=now)
        assert set(RateHistory.objects.values_list("region", "since")) == {("C", TODAY - 60 * DAY)}
        assert RateHistory.objects.count() == 2

    def test_goes_on_for_as_long_as_somebody_has_the_tariff(self, anna, otto, now):
        for someone in (anna, otto):
            actions.prefer(
                person=someone, wishes=actions.Wishes(region="C", product=AGILE), now=now
            )
        assert actions.want_preferred(now=now + 50 * DAY) == 1
        assert RateHistory.objects.get().wanted_at == now + 50 * DAY


class TestFilling:
    def test_keeps_everything_that_is_due(self, octopus, now):
        history = want(now)
        assert fill(history, now) == 1
        assert places(TODAY - 3 * DAY, TODAY + DAY) == {
            TODAY - 3 * DAY: 48,
            TODAY - 2 * DAY: 48,
            TODAY - DAY: 48,
            TODAY: 46,
        }
        assert history.announced == TODAY
        assert history.ask_at == DUE - 5 * dt.timedelta(minutes=1)

    def test_asks_nothing_twice_that_is_complete(self, octopus, now):
        history = want(now)
        fill(history, now)
        RateHistory.objects.update(ask_at=now)
        assert fill(history, now + HOUR) == 0
        assert octopus.count(rates_path()) == 1

    def test_asks_only_for_what_is_new_once_tomorrow_is_due(self, octopus, world, now):
        history = want(now)
        fill(history, now)
        world.has_tomorrow, world.now = True, DUE
        assert fill(history, DUE) == 1
        assert octopus.requests[-1][1]["period_from"] == "2026-03-03T23:00:00Z"
        assert places(TODAY, TODAY + 2 * DAY) == {TODAY: 48, TODAY + DAY: 46}

    def test_asks_politely_until_tomorrow_comes(self, octopus, world, now):
        history = want(now)
        fill(history, now)
        fill(history, DUE)
        assert (history.announced, history.ask_at) == (TODAY, DUE + dt.timedelta(minutes=5))
        world.has_tomorrow = True
        fill(history, history.ask_at)
        assert history.announced == TODAY + DAY
        assert history.ask_at == DUE - 5 * dt.timedelta(minutes=1) + DAY

    def test_goes_back_a_month_at_a_time_and_ends(self, octopus, now):
        history = want(now, days=100)
        assert fill(history, now) == 4
        assert (history.complete_since, RateDay.objects.count()) == (TODAY - 100 * DAY, 101)

    def test_of_two_years_goes_on_in_the_next_run(self, octopus, now):
        history = want(now, days=400)
        assert fill(history, now) == 12
        assert history.ask_at == now
        assert fill(history, now) == 1
        assert (history.complete_since, history.ask_at > now) == (TODAY - 400 * DAY, True)

    def test_goes_on_where_it_was_stopped(self, octopus, now, monkeypatch):
        history = want(now, days=100)
        monkeypatch.setattr(actions.history, "MOST_PIECES", 2)
        fill(history, now)
        asked = octopus.count(rates_path())
        monkeypatch.undo()
        assert fill(history, now) == 2
        assert octopus.count(rates_path()) == asked + 2

    def test_fills_a_gap_later(self, octopus, world, now):
        gap = now - DAY
        world.gaps = {gap.replace(minute=0)}
        history = want(now)
        fill(history, now)
        assert (places(TODAY - DAY), history.complete_until) == ({TODAY - DAY: 47}, min(world.gaps))
        world.gaps = set()
        fill(history, history.ask_at)
        assert places(TODAY - DAY) == {TODAY - DAY: 48}

    @pytest.mark.parametrize(("date", "count"), [("2026-03-29", 46), ("2026-10-25", 50)])
    def test_keeps_a_day_on_which_clocks_change_whole(self, octopus, world, date, count):
        day = dt.date.fromisoformat(date)
        world.now = dt.datetime.combine(day + DAY, dt.time(9), tzinfo=dt.UTC)
        actions.want_history(product=AGILE, region=REGION, since=day, now=world.now)
        fill(RateHistory.objects.get(), world.now)
        assert places(day) == {day: count}

    def test_announces_tomorrow_once(self, octopus, world, now, facts):
        history = want(now)
        world.has_tomorrow = True
        for _ in range(2):
            fill(history, DUE)
        told = [fact for fact in facts if isinstance(fact, PricesPublished)]
        assert told == [PricesPublished(product=AGILE, region="C", day=TODAY + DAY)]

    def test_of_what_is_gone_does_nothing(self, now):
        assert actions.fill_history(history_id=7, now=now, chance=0) == 0


class TestLookingBack:
    def rates(self, now, *, days_back):
        day = local_day(TODAY - days_back * DAY, LONDON)
        return queries.rates(product=AGILE, region=REGION, period=day, now=now)

    def test_asks_nobody_for_days_that_are_kept(self, octopus, now):
        fill(want(now, days=10), now)
        octopus.always("*", BROKEN)
        found = self.rates(now + HOUR, days_back=8)
        assert (len(found.slots), found.missing, found.fetched_at) == (48, (), now)
        assert not found.is_stale

    @pytest.mark.parametrize("days_back", [1, 11])
    def test_asks_for_what_is_fresh_and_what_is_not_kept(self, octopus, now, days_back):
        fill(want(now, days=10), now)
        asked = octopus.count(rates_path())
        self.rates(now, days_back=days_back)
        assert octopus.count(rates_path()) == asked + 1


class TestTrouble:
    def test_is_noted_and_asked_again_later_and_later(self, octopus, now):
        history = want(now)
        octopus.always("*", BROKEN)
        fill(history, now)
        fill(history, history.ask_at)
        assert (history.failures, history.ask_at) == (2, now + dt.timedelta(minutes=15))
        assert "trouble" in history.trouble

    def test_is_over_when_octopus_answers(self, octopus, now):
        history = want(now)
        octopus.always("*", BROKEN)
        fill(history, now)
        octopus.normal()
        fill(history, history.ask_at)
        assert (history.failures, history.trouble) == (0, "")
        assert places(TODAY - DAY) == {TODAY - DAY: 48}

    def test_in_the_middle_loses_nothing(self, octopus, now, monkeypatch):
        history = want(now, days=100)
        older = actions.history._older

        def broken(row):
            octopus.always("*", BROKEN)
            return older(row)

        monkeypatch.setattr(actions.history, "_older", broken)
        fill(history, now)
        assert (history.failures, places(TODAY - DAY)) == (1, {TODAY - DAY: 48})

    def test_of_an_unknown_tariff_waits_for_a_day(self, octopus, now):
        history = want(now, product="AGILE-99-01-01")
        fill(history, now)
        assert (history.ask_at, RateDay.objects.count()) == (now + DAY, 0)
        assert "no prices for AGILE-99-01-01" in history.trouble

    def test_of_a_product_that_has_ended_is_none(self, octopus, now):
        history = want(now, product=RETIRED, days=1400)
        while history.ask_at <= now:
            fill(history, now)
        assert (history.failures, history.announced) == (0, None)
        assert places(dt.date(2022, 6, 29), product=RETIRED) == {dt.date(2022, 6, 29): 48}

    def test_shows_in_the_health_of_the_installation(self, octopus, now):
        history = want(now)
        assert plugs.history(now).verdict is Verdict.OK
        octopus.always("*", MISSING)
        for _ in range(3):
            fill(history, history.ask_at)
        found = plugs.history(now)
        assert (found.verdict, AGILE in found.message) == (Verdict.WARNING, True)


class TestStandingCharges:
    def charge(self, day):
        return queries.stored_standing_charge(product=AGILE, region=REGION, day=day)

    def test_come_with_the_rates_and_are_asked_for_once_a_day(self, octopus, world, now):
        history = want(now)
        fill(history, now)
        assert self.charge(TODAY).pence_exc_vat == Decimal("45.1234")
        assert self.charge(dt.date(2024, 9, 30)) is None
        RateHistory.objects.update(ask_at=now)
        fill(history, now + HOUR)
        assert octopus.count(rates_path().replace("standard-unit-rates", "standing-charges")) == 1

    def test_have_a_history(self, now):
        rates = [
            actions.charges.Rate(
                since=now - 10 * DAY,
                until=now,
                pence_inc_vat=Decimal(42),
                pence_exc_vat=Decimal(40),
            ),
            actions.charges.Rate(
                since=now, until=None, pence_inc_vat=Decimal(63), pence_exc_vat=Decimal(60)
            ),
        ]
        for _ in range(2):
            actions.keep_standing_charges(product=AGILE, region=REGION, charges=rates)
        assert StandingChargePeriod.objects.count() == 2
        found = queries.stored_standing_charges(
            product=AGILE, region=REGION, first=TODAY - 11 * DAY, past=TODAY + 2 * DAY
        )
        assert [charge.pence_inc_vat for charge in found.values()] == [42] * 10 + [63] * 2


class TestJobs:
    def test_are_one_for_each_tariff_however_often_it_is_due(self, now, clock):
        want(now)
        want(now, product=RETIRED)
        assert jobs.fill_histories.func() == 2
        assert jobs.fill_histories.func() == 0
        assert Job.objects.count() == 2

    def test_begin_as_soon_as_prices_are_wanted(self, now, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            history = want(now)
        assert Job.objects.get().args_kwargs["args"] == [history.pk]

    def test_fill(self, octopus, now, clock):
        assert jobs.fill_history.func(want(now).pk) == 1
