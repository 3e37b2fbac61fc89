import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.apps.notifications.models import Message, Rest
from daybook.apps.prices import actions, domain, jobs, queries
from daybook.apps.prices.domain import AlertKind, Slot
from daybook.apps.prices.errors import NoTariff, WrongAlert
from daybook.apps.prices.models import Alert, RateHistory
from daybook.core.contributions import personal_data
from daybook.core.jobs.models import Job
from daybook.lib.periods import half_hours

AGILE = "AGILE-24-10-01"
REGION = domain.region("C")
TODAY = dt.date(2026, 3, 3)
TOMORROW = TODAY + dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
EVENING = dt.datetime(2026, 3, 3, 16, 30, tzinfo=dt.UTC)
#: 23:00 is where an Agile day begins; from 02:00 on the cheapest two hours, negative at 03:00.
SHAPE = {**dict.fromkeys(range(50), "20"), 6: "3", 7: "2", 8: "-4.2", 9: "1", 36: "41"}
pytestmark = pytest.mark.django_db


def publish(day=TOMORROW, shape=SHAPE, product=AGILE):
    """Keep the prices of ``day`` as if Octopus had just announced them."""
    slots = [
        Slot(at, at + 30 * MINUTE, Decimal(shape[n]), Decimal(shape[n]))
        for n, at in enumerate(half_hours(domain.agile_day(day)))
    ]
    actions.keep_rates(product=product, region=REGION, slots=slots)
    RateHistory.objects.update_or_create(
        product=product,
        region="C",
        defaults={"announced": day, "since": day, "wanted_at": EVENING, "ask_at": EVENING},
    )


def plain(text):
    """The text with the characters of a keyboard."""
    return text.translate({0x2013: "-", 0x2212: "-", 0xA0: " "})


def wish(kind, *, is_on=True, pence=None, minutes=None):
    return actions.AlertWish(
        kind=AlertKind(kind),
        is_on=is_on,
        threshold_pence=None if pence is None else Decimal(pence),
        minutes_before=minutes,
    )


@pytest.fixture
def prefers(now):
    """Says what somebody's tariff is, and that they run things for two hours."""

    def say(person, product=AGILE, **said):
        wishes = {"duration_hours": Decimal(2)} | said
        usual = actions.Wishes(region="C", product=product, **wishes)
        actions.prefer(person=person, wishes=usual, now=now)
        return person

    return say


@pytest.fixture
def wants(prefers, now):
    """Switches one alert on: ``wants(anna, "below", pence=10)``."""

    def switch(person, kind, **said):
        if queries.tariff_of(person.pk) is None:
            prefers(person)
        actions.wish_alerts(person=person, wishes=[wish(kind, **said)], now=now)
        return Alert.objects.get(person=person, kind=kind)

    return switch


def tell(now=EVENING):
    return actions.tell_of_prices(now=now)


class TestWishing:
    def test_is_kept_and_may_be_taken_back(self, anna, wants, now):
        wants(anna, "below", pence="9.5")
        by_kind = {alert.kind: alert for alert in queries.alerts_of(anna.pk)}
        assert (by_kind["below"].is_on, by_kind["below"].threshold_pence) == (True, Decimal("9.5"))
        assert [kind for kind, alert in by_kind.items() if alert.is_on] == ["below"]
        assert not wants(anna, "below", is_on=False).is_on

    def test_needs_a_tariff(self, anna, now):
        with pytest.raises(NoTariff):
            actions.wish_alerts(person=anna, wishes=[wish("published")], now=now)
        assert not Alert.objects.exists()

    def test_needs_none_to_switch_everything_off(self, anna, now):
        actions.wish_alerts(person=anna, wishes=[wish("published", is_on=False)], now=now)
        assert not Alert.objects.get().is_on

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            (wish("below"), "below_pence"),
            (wish("above", pence=201), "above_pence"),
            (wish("window"), "window_minutes"),
            (wish("window", minutes=3), "window_minutes"),
        ],
    )
    def test_refuses_what_cannot_be_and_keeps_nothing(self, anna, prefers, now, said, field):
        prefers(anna)
        with pytest.raises(WrongAlert) as refused:
            actions.wish_alerts(person=anna, wishes=[wish("published"), said], now=now)
        assert refused.value.field == field
        assert not Alert.objects.exists()

    def test_leaves_and_goes_with_the_person(self, anna, otto, wants, now):
        wants(anna, "below", pence=5)
        wants(otto, "negative")
        ours = dict(personal_data)["prices.preferences"]
        given = [row for kind, row in ours.export(anna) if kind == "alert"]
        assert [(row["kind"], row["threshold_pence"]) for row in given] == [("below", "5.0000")]
        ours.erase(anna, now)
        assert [alert.person for alert in Alert.objects.all()] == [otto]


class TestTellingOfPrices:
    def test_names_the_best_blocks_and_what_they_cost(self, anna, prefers, wants):
        prefers(anna, capacity_kwh=Decimal(10))
        wants(anna, "published")
        publish()
        assert tell() == 1
        told = Message.objects.get()
        assert told.subject == "Prices for Wednesday 4 March 2026 are out"
        assert "Best 2 h: 02:00-04:00 at 0.45p." in plain(told.text)
        assert "10 kWh cost £0.05." in plain(told.text)
        assert "lowest -4.20p at 03:00-03:30" in plain(told.text)

    @pytest.mark.parametrize(
        ("kind", "pence", "words"),
        [
            ("below", 10, "02:00-04:00: -4.20p - 3.00p"),
            ("above", 40, "17:00-17:30: 41.00p"),
            ("negative", None, "03:00-03:30: -4.20p"),
        ],
    )
    def test_names_the_hours(self, anna, wants, kind, pence, words):
        wants(anna, kind, pence=pence)
        publish()
        tell()
        assert words in plain(Message.objects.get().text)

    def test_says_how_much_is_paid(self, anna, wants):
        wants(anna, "negative")
        publish()
        tell()
        assert "You are paid up to 4.20p for each kWh" in plain(Message.objects.get().text)

    @pytest.mark.parametrize(("kind", "pence"), [("below", -5), ("above", 41)])
    def test_says_nothing_when_there_is_nothing(self, anna, wants, kind, pence):
        wants(anna, kind, pence=pence)
        publish()
        assert tell() == 0
        assert not Message.objects.exists()

    def test_names_the_evening_before(self, anna, wants):
        wants(anna, "below", pence=10)
        publish(shape=SHAPE | {0: "1", 1: "1", 2: "1"})
        tell()
        assert "Tue 23:00-00:30" in plain(Message.objects.get().text)

    @pytest.mark.parametrize("product", ["AGILE-18-02-21", ""])
    def test_is_not_for_those_of_another_tariff(self, anna, prefers, wants, product):
        wants(anna, "published")
        prefers(anna, product=product)
        publish()
        assert tell() == 0

    def test_is_not_for_those_who_switched_it_off(self, anna, wants):
        wants(anna, "published")
        wants(anna, "published", is_on=False)
        publish()
        assert tell() == 0

    def test_happens_once_however_often_it_is_tried(self, anna, otto, wants):
        for person in (anna, otto):
            wants(person, "published")
        publish()
        assert [tell(), tell(EVENING + 5 * MINUTE)] == [2, 0]
        assert Message.objects.count() == 2

    def test_happens_once_a_day_even_when_the_wish_changes(self, anna, wants):
        wants(anna, "below", pence=10)
        publish()
        tell()
        wants(anna, "below", pence=12)
        tell()
        assert Message.objects.count() == 1

    def test_happens_again_for_the_next_day(self, anna, wants):
        wants(anna, "published")
        publish()
        tell()
        publish(TOMORROW + dt.timedelta(days=1))
        assert tell(EVENING + dt.timedelta(days=1)) == 1

    def test_of_today_is_no_news_after_nine(self, anna, wants):
        wants(anna, "published")
        publish(TODAY)
        assert tell(dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)) == 0

    def test_that_is_late_tells_of_what_is_left(self, anna, wants):
        wants(anna, "published")
        publish(TODAY)
        assert tell(dt.datetime(2026, 3, 3, 8, 30, tzinfo=dt.UTC)) == 1
        assert "lowest 20.00p at 08:30" in plain(Message.objects.get().text)

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (dt.date(2026, 10, 25), "01:00 BST-01:00 GMT: 2.00p - 3.00p"),
            (dt.date(2026, 3, 29), "00:30 GMT-03:00 BST: 2.00p - 3.00p"),
        ],
    )
    def test_names_the_zone_where_clocks_change(self, anna, wants, day, words):
        low = {4: "3", 5: "2"} if day.month == 10 else {3: "3", 4: "2", 5: "2"}
        wants(anna, "below", pence=10)
        publish(day, dict.fromkeys(range(50), "20") | low)
        tell(domain.due_at(day))
        assert words in plain(Message.objects.get().text)


class TestTellingOfWindows:
    @pytest.fixture
    def waiting(self, anna, wants):
        """Anna's alert for the block at 02:00, a quarter of an hour before."""
        alert = wants(anna, "window", minutes=15)
        publish()
        tell()
        alert.refresh_from_db()
        return alert

    def at(self, hour, minute=0):
        return dt.datetime(2026, 3, 4, hour, minute, tzinfo=dt.UTC)

    def test_comes_shortly_before_and_once(self, waiting):
        told = [actions.tell_of_windows(now=self.at(1, n)) for n in (44, 45, 46)]
        assert told == [0, 1, 0]
        message = Message.objects.get()
        assert message.subject == "Your cheapest 2 h begin at 02:00"
        assert "02:00-04:00, on average 0.45p per kWh. That is in 15" in plain(message.text)

    def test_that_would_be_late_is_not_sent(self, waiting):
        assert actions.tell_of_windows(now=self.at(2)) == 0
        waiting.refresh_from_db()
        assert (waiting.tell_at, Message.objects.count()) == (None, 0)

    def test_is_not_sent_into_quiet_hours(self, anna, waiting):
        Rest.objects.create(person=anna, quiet_from=dt.time(22), quiet_until=dt.time(7))
        assert actions.tell_of_windows(now=self.at(1, 45)) == 0
        assert actions.tell_of_windows(now=self.at(7)) == 0

    def test_of_the_next_day_waits_for_that_of_today(self, anna, wants):
        wants(anna, "window", minutes=15)
        publish(shape=SHAPE | {40: "-20", 41: "-20", 42: "-20", 43: "-20"})  # 19:00 to 21:00
        tell()
        publish(TOMORROW + dt.timedelta(days=1))
        tell(self.at(16, 30))
        assert actions.tell_of_windows(now=self.at(18, 45)) == 1
        tell(self.at(18, 50))
        assert Alert.objects.get().starts_at == dt.datetime(2026, 3, 5, 2, tzinfo=dt.UTC)

    def test_follows_the_person_to_another_length(self, anna, waiting, prefers):
        prefers(anna, duration_hours=Decimal("0.5"))
        waiting.refresh_from_db()
        assert waiting.tell_at is None
        tell(EVENING + MINUTE)
        waiting.refresh_from_db()
        assert waiting.starts_at == self.at(3)

    def test_is_over_when_it_is_switched_off(self, anna, wants, waiting):
        wants(anna, "window", is_on=False)
        assert actions.tell_of_windows(now=self.at(1, 45)) == 0


class TestMany:
    def told_with(self, person, wants, count, kind, **said):
        for n in range(count):
            wants(person(f"P{n}"), kind, **said)
        publish()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            told = tell()
        looked_up = [q for q in asked.captured_queries if "prices_rateday" in q["sql"]]
        return told, len(asked), len(looked_up)

    @pytest.mark.parametrize("kind", ["below", "window"])
    def test_with_nothing_to_say_cost_a_few_questions_for_many(self, person, wants, kind):
        said = {"minutes": 15} if kind == "window" else {"pence": -50}
        told, asked, looked_up = self.told_with(person, wants, 60, kind, **said)
        assert (told, looked_up) == (0, 1)
        assert asked <= 22

    def test_have_each_answer_worked_out_once(self, person, wants, monkeypatch):
        searched = []
        best = domain.alerts.best
        monkeypatch.setattr(
            domain.alerts, "best", lambda *a, **k: searched.append(a) or best(*a, **k)
        )
        told, _asked, looked_up = self.told_with(person, wants, 20, "published")
        assert (told, looked_up, len(searched)) == (20, 1, 1)


class TestJobs:
    def test_tell_once_for_several_tariffs_with_news(self, now, clock):
        assert [jobs.start_telling(), jobs.start_telling()] == [True, False]
        assert Job.objects.count() == 1

    def test_tell(self, anna, wants, clock):
        wants(anna, "published")
        wants(anna, "window", minutes=15)
        publish()
        clock.now = EVENING
        assert jobs.tell_of_prices.func() == 1
        clock.now = dt.datetime(2026, 3, 4, 1, 50, tzinfo=dt.UTC)
        assert jobs.tell_of_windows.func() == 1
