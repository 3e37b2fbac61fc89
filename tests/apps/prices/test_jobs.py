"""The background work of prices: early, late, twice, and what starts it."""

import datetime as dt

import pytest

from daybook.apps.notifications.models import Message
from daybook.apps.prices import actions, jobs, plugs
from daybook.apps.prices.domain import SAMPLE_PRODUCT
from daybook.apps.prices.events import HistoryWanted, PricesPublished
from daybook.apps.prices.models import Alert, RateDay, RateHistory
from daybook.core.contributions import Verdict, health_checks, notification_kinds
from daybook.core.jobs.models import Job, Unique
from daybook.core.jobs.schedule import recurring
from tests.apps.prices.alerts import (
    AGILE,
    DAY,
    EVENING,
    LONDON_REGION,
    MINUTE,
    TODAY,
    TOMORROW,
    prefer,
    publish,
    want,
)
from tests.replay import BROKEN

pytestmark = pytest.mark.django_db


def history(now, product=AGILE, **said):
    actions.want_history(product=product, region=LONDON_REGION, since=TODAY, now=now)
    RateHistory.objects.filter(product=product).update(**said)
    return RateHistory.objects.get(product=product)


def waiting():
    """The names of the jobs that wait."""
    return sorted(Job.objects.values_list("task_path", flat=True))


class TestFilling:
    def test_is_started_for_each_tariff_that_is_due(self, now, clock):
        history(now)
        history(now, "AGILE-23-12-06", ask_at=now + MINUTE)
        history(now, "AGILE-18-02-21", wanted_at=now - 101 * DAY)
        assert jobs.fill_histories.func() == 1
        assert Job.objects.count() == 1

    def test_is_started_once_while_it_waits(self, now, clock):
        found = history(now)
        assert [jobs.start_filling(found.pk) for _ in range(3)] == [True, False, False]
        assert Unique.objects.get().key == f"prices.fill-history:{found.pk}"

    def test_is_started_again_once_it_has_run(self, now, clock):
        found = history(now)
        jobs.start_filling(found.pk)
        Job.objects.all().delete()
        Unique.objects.all().delete()
        assert jobs.start_filling(found.pk)

    def test_of_nothing_is_nothing(self, octopus, clock):
        assert (jobs.fill_histories.func(), jobs.fill_history.func(99)) == (0, 0)
        assert octopus.count() == 0

    def test_late_and_twice_asks_once(self, octopus, now, clock):
        found = history(now)
        clock.now = now + 3 * DAY
        assert [jobs.fill_history.func(found.pk) for _ in range(2)] == [1, 0]
        assert RateDay.objects.count() >= 1

    def test_that_fails_is_no_failed_job(self, octopus, now, clock):
        found = history(now)
        octopus.always("*", BROKEN)
        assert jobs.fill_history.func(found.pk) == 0
        found.refresh_from_db()
        assert (found.failures, found.ask_at > now) == (1, True)


class TestWanting:
    def test_keeps_what_somebody_has(self, anna, now, clock):
        prefer(anna, now=now)
        RateHistory.objects.update(wanted_at=now - 90 * DAY)
        assert jobs.want_preferred.func() == 1
        assert RateHistory.objects.get().wanted_at == now

    def test_keeps_no_sample(self, anna, now, clock):
        actions.prefer_sample(person=anna, now=now)
        assert (jobs.want_preferred.func(), jobs.fill_histories.func()) == (0, 0)
        assert not RateHistory.objects.filter(product=SAMPLE_PRODUCT).exists()


class TestTelling:
    def test_of_nothing_is_nothing(self, db, clock):
        assert (jobs.tell_of_prices.func(), jobs.tell_of_windows.func()) == (0, 0)

    def test_happens_when_prices_come(self, anna, octopus, clock):
        prefer(anna)
        want(anna, "published")
        clock.now = EVENING
        found = RateHistory.objects.get()
        RateHistory.objects.update(ask_at=EVENING)
        assert jobs.fill_history.func(found.pk) > 0
        assert jobs.tell_of_prices.func() == 1
        assert Message.objects.get().kind == "prices.published"

    def test_is_started_by_news_after_they_are_kept(
        self, octopus, now, clock, django_capture_on_commit_callbacks
    ):
        clock.now = EVENING
        found = history(EVENING)
        with django_capture_on_commit_callbacks(execute=True):
            jobs.fill_history.func(found.pk)
        assert Unique.objects.filter(key="prices.tell-of-prices").count() == 1

    def test_that_never_started_is_made_up_for(self, anna, clock):
        prefer(anna)
        want(anna, "published")
        publish()
        clock.now = EVENING + 4 * 60 * MINUTE
        assert [jobs.tell_of_prices.func() for _ in range(2)] == [1, 0]

    def test_of_blocks_is_on_the_minute(self, anna, clock):
        prefer(anna)
        want(anna, "window", minutes=30)
        publish()
        clock.now = EVENING
        jobs.tell_of_prices.func()
        at = Alert.objects.get().tell_at
        told = []
        for late in (-1, 0, 1):
            clock.now = at + late * MINUTE
            told.append(jobs.tell_of_windows.func())
        assert told == [0, 1, 0]


class TestPlugs:
    def test_fill_and_tell_when_facts_are_published(self, db, clock):
        plugs.fill(HistoryWanted(history_id=7))
        for region in "AB":
            plugs.tell(PricesPublished(product=AGILE, region=region, day=TOMORROW))
        keys = sorted(Unique.objects.values_list("key", flat=True))
        assert keys == ["prices.fill-history:7", "prices.tell-of-prices"]

    @pytest.mark.parametrize(
        "name", ["want-preferred", "fill-histories", "tell-of-prices", "tell-of-windows"]
    )
    def test_run_by_themselves(self, name):
        assert f"prices.{name}" in dict(recurring)

    @pytest.mark.parametrize("kind", ["published", "below", "above", "negative", "window"])
    def test_let_people_choose_the_ways(self, kind):
        found = dict(notification_kinds)[f"prices.{kind}"]
        assert found.channels == ("inbox", "email", "push")
        assert found.may_be_off
        assert found.label
        assert found.help


class TestHealth:
    def check(self, now):
        return dict(health_checks)["prices.history"](now)

    def test_counts_in_words(self, now):
        assert self.check(now).message == "The prices of 0 tariffs are kept."
        history(now)
        assert self.check(now).message == "The prices of 1 tariff are kept."
        history(now, "AGILE-23-12-06")
        assert self.check(now).message == "The prices of 2 tariffs are kept."

    def test_is_patient_with_two_failures(self, now):
        history(now, failures=2, trouble="no answer")
        assert self.check(now).verdict is Verdict.OK

    def test_names_the_worst(self, now):
        history(now, failures=3, trouble="no answer")
        history(now, "AGILE-23-12-06", failures=8, trouble="no such product")
        found = self.check(now)
        assert found.verdict is Verdict.WARNING
        assert found.message == (
            "The prices of 2 of 2 tariffs could not be fetched, such as those of AGILE-23-12-06 in"
            " region C, 8 times in a row: no such product"
        )

    def test_forgets_what_nobody_wants(self, now):
        history(now, failures=9, wanted_at=now - dt.timedelta(days=101))
        assert self.check(now).verdict is Verdict.OK
