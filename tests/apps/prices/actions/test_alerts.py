"""Saying what one wants to be told: what is kept, and what is refused."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.errors import NoTariff, WrongAlert
from daybook.apps.prices.models import Alert
from tests.apps.prices.alerts import EVENING, MINUTE, prefer, publish, want, wish

pytestmark = pytest.mark.django_db


def wishes(person, *said, now=EVENING):
    actions.wish_alerts(person=person, wishes=said, now=now)


def kept(person):
    """What is kept of the person, by kind."""
    return {alert.kind: alert for alert in Alert.objects.filter(person=person)}


@pytest.fixture
def owner(anna):
    """Anna, whose tariff is known."""
    prefer(anna)
    return anna


class TestRefusals:
    @pytest.mark.parametrize(
        ("said", "field", "words"),
        [
            (wish("below"), "below_pence", "Give the price in pence"),
            (wish("above"), "above_pence", "Give the price in pence"),
            (wish("below", pence="-100.01"), "below_pence", "-100 to 200"),
            (wish("above", pence="200.0001"), "above_pence", "-100 to 200"),
            (wish("below", pence="NaN"), "below_pence", "-100 to 200"),
            (wish("below", pence="Infinity"), "below_pence", "-100 to 200"),
            (wish("below", pence="1.00001"), "below_pence", "-100 to 200"),
            (wish("window"), "window_minutes", "how many minutes"),
            (wish("window", minutes=4), "window_minutes", "5 to 180"),
            (wish("window", minutes=181), "window_minutes", "5 to 180"),
            (wish("window", minutes=-15), "window_minutes", "5 to 180"),
            (wish("window", minutes=10**30), "window_minutes", "5 to 180"),
        ],
    )
    def test_name_the_field_and_keep_nothing(self, owner, said, field, words):
        with pytest.raises(WrongAlert, match=words) as refused:
            wishes(owner, wish("negative"), said)
        assert refused.value.field == field
        assert refused.value.details["errors"][0]["loc"] == ["body", field]
        assert kept(owner) == {}

    def test_leave_what_was_kept_before(self, owner):
        want(owner, "below", pence=9)
        with pytest.raises(WrongAlert):
            wishes(owner, wish("below", is_on=False), wish("above", pence=900))
        assert (kept(owner)["below"].is_on, kept(owner)["below"].threshold_pence) == (True, 9)

    def test_are_of_bad_prices_also_where_the_alert_is_off(self, owner):
        with pytest.raises(WrongAlert):
            wishes(owner, wish("below", is_on=False, pence=1000))
        assert kept(owner) == {}

    @pytest.mark.parametrize(
        "tariff",
        [{"region": ""}, {"product": ""}, {"product": domain.SAMPLE_PRODUCT}],
    )
    def test_are_of_everybody_whose_tariff_is_not_known(self, anna, tariff):
        prefer(anna, **tariff)
        with pytest.raises(NoTariff, match="Save your tariff first"):
            wishes(anna, wish("published"), wish("negative", is_on=False))
        assert kept(anna) == {}

    def test_let_those_without_a_tariff_switch_off(self, owner):
        want(owner, "published")
        prefer(owner, product=domain.SAMPLE_PRODUCT)
        wishes(owner, wish("published", is_on=False))
        assert not kept(owner)["published"].is_on


class TestKeeping:
    @pytest.mark.parametrize("pence", ["-100", "0", "12.3456", "200"])
    def test_takes_every_price_there_may_be(self, owner, pence):
        assert want(owner, "below", pence=pence).threshold_pence == Decimal(pence)

    @pytest.mark.parametrize("minutes", [5, 180])
    def test_takes_every_wait_there_may_be(self, owner, minutes):
        assert want(owner, "window", minutes=minutes).minutes_before == minutes

    def test_takes_an_alert_that_is_off_without_its_numbers(self, owner):
        wishes(owner, wish("below", is_on=False), wish("window", is_on=False))
        assert [alert.is_on for alert in kept(owner).values()] == [False, False]

    def test_leaves_out_numbers_that_mean_nothing(self, owner):
        wishes(owner, wish("published", pence=12, minutes=15), wish("below", pence=1, minutes=15))
        published, below = kept(owner)["published"], kept(owner)["below"]
        assert (published.threshold_pence, published.minutes_before) == (None, None)
        assert (below.threshold_pence, below.minutes_before) == (1, None)

    def test_leaves_alone_what_is_not_named(self, owner):
        want(owner, "below", pence=9)
        wishes(owner, wish("negative"))
        assert kept(owner)["below"].is_on

    def test_takes_the_last_word_of_two(self, owner):
        wishes(owner, wish("below", pence=9), wish("below", pence=8))
        assert kept(owner)["below"].threshold_pence == 8

    def test_of_no_wish_keeps_nothing(self, anna):
        wishes(anna)
        assert kept(anna) == {}

    def test_is_of_one_person(self, owner, otto):
        prefer(otto)
        want(owner, "below", pence=9)
        want(otto, "below", pence=3)
        want(owner, "below", is_on=False)
        assert (kept(otto)["below"].is_on, kept(otto)["below"].threshold_pence) == (True, 3)

    def test_says_when_it_was_changed_and_only_then(self, owner):
        want(owner, "below", pence=9)
        want(owner, "below", pence="9.0", now=EVENING + MINUTE)
        assert kept(owner)["below"].changed_at == EVENING
        want(owner, "below", pence=10, now=EVENING + 2 * MINUTE)
        assert kept(owner)["below"].changed_at == EVENING + 2 * MINUTE


class TestBlocksInWaiting:
    @pytest.fixture
    def waiting(self, owner):
        want(owner, "window", minutes=15)
        publish()
        actions.tell_of_prices(now=EVENING)
        return kept(owner)["window"]

    def test_go_when_the_wait_changes_and_come_again(self, owner, waiting):
        want(owner, "window", minutes=30)
        assert kept(owner)["window"].tell_at is None
        actions.tell_of_prices(now=EVENING)
        assert kept(owner)["window"].tell_at == waiting.tell_at - 15 * MINUTE

    def test_stay_when_the_same_is_saved_again(self, owner, waiting):
        want(owner, "window", minutes=15)
        assert kept(owner)["window"].tell_at == waiting.tell_at

    def test_stay_when_other_alerts_change(self, owner, waiting):
        want(owner, "below", pence=3)
        assert kept(owner)["window"].starts_at == waiting.starts_at

    def test_go_when_the_tariff_changes(self, owner, waiting):
        prefer(owner, region="A")
        alert = kept(owner)["window"]
        assert (alert.told_for, alert.starts_at, alert.tell_at) == (None, None, None)


class TestQueries:
    def test_tell_every_kind_in_order(self, owner):
        want(owner, "negative")
        found = queries.alerts_of(owner.pk)
        assert [alert.kind for alert in found] == [
            "published",
            "below",
            "above",
            "negative",
            "window",
        ]
        assert [alert.is_on for alert in found] == [False, False, False, True, False]

    def test_propose_numbers_without_keeping_them(self, anna):
        found = {alert.kind: alert for alert in queries.alerts_of(anna.pk)}
        assert (found["below"].threshold_pence, found["above"].threshold_pence) == (10, 35)
        assert found["window"].minutes_before == 15
        assert not Alert.objects.exists()

    def test_know_whose_tariff_is_known(self, anna, otto, eve):
        prefer(anna)
        prefer(otto, product=domain.SAMPLE_PRODUCT)
        known = [queries.tariff_of(one.pk) is not None for one in (anna, otto, eve)]
        assert known == [True, False, False]

    def test_find_preferences_of_many_at_once(self, anna, otto, eve, django_assert_num_queries):
        for someone in (anna, otto):
            prefer(someone)
        with django_assert_num_queries(1):
            found = queries.preferences_of(one.pk for one in (anna, otto, eve))
        assert set(found) == {anna.pk, otto.pk}

    def test_owe_each_day_once(self, owner):
        alert = want(owner, "published")
        today = dt.date(2026, 3, 4)
        for told_for, owed in ((None, 1), (today - dt.timedelta(days=1), 1), (today, 0)):
            Alert.objects.update(told_for=told_for)
            assert Alert.objects.owed(today).count() == owed
        assert str(alert) == f"published for person #{owner.pk}"
