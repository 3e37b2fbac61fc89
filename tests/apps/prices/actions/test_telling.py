"""Killed in the middle, late, or twice: everybody is told once, and nobody is left out."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.notifications.models import Message, Rest
from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.actions import telling
from daybook.apps.prices.models import Alert, Preference, RateDay, RateHistory
from tests.apps.prices.alerts import (
    AGILE,
    DAY,
    EVENING,
    MINUTE,
    SHAPE,
    TODAY,
    TOMORROW,
    plain,
    prefer,
    publish,
    want,
)

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What a process that is killed leaves behind: nothing of what it had begun."""


def tell(now=EVENING):
    return actions.tell_of_prices(now=now)


def tell_blocks(hour, minute=0, *, date=TOMORROW):
    at = dt.datetime.combine(date, dt.time(hour, minute), tzinfo=dt.UTC)
    return actions.tell_of_windows(now=at)


@pytest.fixture
def dies(monkeypatch):
    """``dies(at=3)``: whoever tells is killed while telling for the third time."""

    def arrange(*, at):
        notify, calls = telling.notifications.notify, []

        def killed(**said):
            calls.append(said)
            if len(calls) == at:
                raise Killed
            return notify(**said)

        monkeypatch.setattr(telling.notifications, "notify", killed)

    return arrange


@pytest.fixture
def people(person):
    """``people(5, "published")``: so many who want the same."""

    def make(count, kind, **said):
        found = [person(f"P{n}") for n in range(count)]
        for one in found:
            prefer(one)
            want(one, kind, **said)
        return found

    return make


class TestKilledInTheMiddle:
    @pytest.mark.parametrize("at", [1, 2, 3, 5])
    def test_tells_the_rest_when_it_runs_again(self, people, dies, monkeypatch, at):
        monkeypatch.setattr(telling, "BATCH", 2)
        everybody = people(5, "published")
        publish()
        dies(at=at)
        with pytest.raises(Killed):
            tell()
        tell()
        assert sorted(Message.objects.values_list("person_id", flat=True)) == sorted(
            one.pk for one in everybody
        )

    def test_keeps_what_whole_batches_were_told(self, people, dies, monkeypatch):
        monkeypatch.setattr(telling, "BATCH", 2)
        people(5, "published")
        publish()
        dies(at=4)
        with pytest.raises(Killed):
            tell()
        assert (Message.objects.count(), Alert.objects.filter(told_for=TOMORROW).count()) == (2, 2)
        assert tell() == 3

    def test_loses_no_block_to_be_told_of(self, people, dies):
        people(3, "window", minutes=15)
        publish()
        tell()
        dies(at=2)
        with pytest.raises(Killed):
            tell_blocks(1, 46)
        assert Message.objects.count() == 0
        assert tell_blocks(1, 47) == 3

    def test_leaves_no_block_half_planned(self, people, monkeypatch):
        people(2, "window", minutes=15)
        publish()

        def killed(*_):
            raise Killed

        with monkeypatch.context() as stopped:
            stopped.setattr(telling.domain, "is_news", killed)
            with pytest.raises(Killed):
                tell()
        assert not Alert.objects.exclude(tell_at=None, told_for=None).exists()
        tell()
        assert Alert.objects.filter(tell_at__isnull=False).count() == 2

    def test_tells_other_tariffs_what_it_did_not_come_to(self, anna, otto, dies):
        for someone, region in ((anna, "C"), (otto, "A")):
            prefer(someone, region=region)
            want(someone, "published")
            publish(region=region)
        dies(at=2)
        with pytest.raises(Killed):
            tell()
        assert tell() == 1
        assert Message.objects.count() == 2


class TestTwice:
    def test_of_every_kind_is_once(self, anna):
        prefer(anna)
        for kind, said in {"published": {}, "below": {"pence": 10}, "negative": {}}.items():
            want(anna, kind, **said)
        publish()
        assert [tell(EVENING + n * MINUTE) for n in range(3)] == [3, 0, 0]

    def test_is_once_even_when_nobody_noted_it(self, anna):
        prefer(anna)
        want(anna, "published")
        publish()
        tell()
        Alert.objects.update(told_for=None)
        tell()
        assert Message.objects.count() == 1

    def test_of_a_block_is_once_though_the_wish_is_saved_again(self, anna):
        prefer(anna)
        want(anna, "window", minutes=15)
        publish()
        tell()
        assert tell_blocks(1, 45) == 1
        prefer(anna, hours=2, capacity_kwh=Decimal(3))
        tell(EVENING + MINUTE)
        tell_blocks(1, 50)
        assert Message.objects.count() == 1

    def test_of_a_corrected_day_is_once(self, anna):
        prefer(anna)
        want(anna, "negative")
        publish()
        tell()
        publish(shape=SHAPE | {20: "-9"})
        assert tell(EVENING + MINUTE) == 0

    def test_switched_off_and_on_again_is_once(self, anna):
        prefer(anna)
        want(anna, "published")
        publish()
        tell()
        want(anna, "published", is_on=False)
        want(anna, "published")
        tell()
        assert Message.objects.count() == 1


class TestLate:
    @pytest.mark.parametrize(("hour", "count"), [(23, 1), (8, 1), (9, 0), (16, 0)])
    def test_is_told_until_the_morning_is_over(self, anna, hour, count):
        prefer(anna)
        want(anna, "published")
        publish()
        date = TODAY if hour == 23 else TOMORROW
        at = dt.datetime.combine(date, dt.time(hour), tzinfo=dt.UTC)
        assert tell(at) == count
        assert Alert.objects.get().told_for == TOMORROW

    def test_says_nothing_of_low_prices_that_are_over(self, anna):
        prefer(anna)
        want(anna, "below", pence=10)
        publish()
        assert tell(dt.datetime(2026, 3, 4, 5, tzinfo=dt.UTC)) == 0
        assert not Message.objects.exists()

    def test_names_only_the_low_prices_still_to_come(self, anna):
        prefer(anna)
        want(anna, "below", pence=10)
        publish()
        tell(dt.datetime(2026, 3, 4, 3, 10, tzinfo=dt.UTC))
        assert "03:30-04:00: 1.00p" in plain(Message.objects.get().text)

    def test_still_finds_a_block_in_the_afternoon(self, anna):
        prefer(anna)
        want(anna, "window", minutes=15)
        publish(shape=SHAPE | {40: "5", 41: "5", 42: "5", 43: "5"})
        tell(dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC))
        assert tell_blocks(18, 45) == 1

    def test_minutes_that_are_over_do_not_keep_a_block_back(self, anna):
        prefer(anna)
        want(anna, "window", minutes=180)
        publish()
        tell()
        assert tell_blocks(1, 59) == 1
        assert "That is in 1 min" in plain(Message.objects.get().text)

    def test_is_not_told_of_a_day_that_was_years_ago(self, anna):
        prefer(anna)
        want(anna, "published")
        publish(dt.date(2025, 3, 3))
        assert tell() == 0
        assert Alert.objects.get().told_for is None


class TestBlocks:
    @pytest.fixture
    def waiting(self, anna):
        prefer(anna)
        alert = want(anna, "window", minutes=15)
        publish()
        tell()
        alert.refresh_from_db()
        return alert

    def test_is_planned_where_it_is_cheapest(self, waiting):
        assert waiting.starts_at == dt.datetime(2026, 3, 4, 2, tzinfo=dt.UTC)
        assert waiting.tell_at == waiting.starts_at - 15 * MINUTE

    def test_is_planned_earlier_for_those_who_do_not_mind_a_little(self, anna):
        prefer(anna, tolerance_pence=Decimal(100))
        want(anna, "window", minutes=15)
        publish()
        tell()
        assert Alert.objects.get().starts_at == dt.datetime(2026, 3, 3, 23, tzinfo=dt.UTC)

    def test_is_none_where_prices_are_too_few(self, anna):
        prefer(anna, hours=6)
        want(anna, "window", minutes=15)
        publish()
        tell(dt.datetime(2026, 3, 4, 20, tzinfo=dt.UTC))
        assert (Alert.objects.get().tell_at, Alert.objects.get().told_for) == (None, TOMORROW)

    def test_is_dropped_when_its_prices_have_gone(self, waiting):
        RateDay.objects.all().delete()
        assert tell_blocks(1, 45) == 0
        waiting.refresh_from_db()
        assert (waiting.tell_at, waiting.starts_at) == (None, None)

    def test_is_dropped_when_the_tariff_has_gone(self, waiting):
        Preference.objects.all().delete()
        assert tell_blocks(1, 45) == 0
        assert not Message.objects.exists()

    def test_is_told_with_the_price_as_it_is_by_then(self, waiting):
        publish(shape=SHAPE | {7: "4"})
        tell_blocks(1, 45)
        assert "on average 0.95p per kWh" in plain(Message.objects.get().text)

    def test_rings_for_nobody_who_pauses(self, anna, waiting):
        Rest.objects.create(person=anna, paused_until=TOMORROW + DAY)
        assert tell_blocks(1, 45) == 0
        assert not Message.objects.exists()

    def test_of_one_tariff_are_looked_up_once(self, people):
        people(4, "window", minutes=15)
        publish()
        tell()
        looked_up = []
        kept = queries.stored_slots
        with pytest.MonkeyPatch.context() as watched:
            watched.setattr(
                telling.queries, "stored_slots", lambda **k: looked_up.append(k) or kept(**k)
            )
            assert tell_blocks(1, 45) == 4
        assert len(looked_up) == 1


class TestWhoIsTold:
    def test_those_whose_tariff_it_is(self, anna, otto, eve):
        for someone, said in (
            (anna, {}),
            (otto, {"region": "A"}),
            (eve, {"product": "AGILE-23-12-06"}),
        ):
            prefer(someone, **said)
            want(someone, "published")
        publish()
        assert tell() == 1
        assert Message.objects.get().person == anna

    def test_nobody_who_has_moved_meanwhile(self, anna):
        prefer(anna)
        want(anna, "published")
        publish()
        prefer(anna, region="A")
        assert tell() == 0
        publish(region="A")
        assert tell() == 1

    def test_nobody_for_what_they_sell(self, anna):
        prefer(anna, product="AGILE-23-12-06", export_product=AGILE)
        want(anna, "published")
        publish()
        assert tell() == 0

    def test_nobody_of_a_tariff_that_has_announced_nothing(self, anna):
        prefer(anna)
        want(anna, "published")
        assert RateHistory.objects.get().announced is None
        assert tell() == 0

    def test_nobody_with_sample_prices(self, anna):
        prefer(anna)
        for kind, said in (("published", {}), ("window", {"minutes": 15})):
            want(anna, kind, **said)
        publish()
        tell()
        prefer(anna, product=domain.SAMPLE_PRODUCT, now=EVENING + MINUTE)
        publish(TOMORROW + DAY)
        assert (tell(EVENING + DAY), tell_blocks(1, 45)) == (0, 0)
