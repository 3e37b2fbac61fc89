"""Two at the same moment: nothing is asked, kept or told twice."""

import datetime as dt
from decimal import Decimal
from functools import partial

import pytest

from daybook.apps.notifications.models import Message
from daybook.apps.prices import actions, domain
from daybook.apps.prices.domain import AlertKind
from daybook.apps.prices.models import Alert, RateDay, RateHistory
from tests import racing

AGILE = "AGILE-24-10-01"
REGION = domain.region("C")
TODAY = dt.date(2026, 3, 3)
DAY = dt.timedelta(days=1)
EVENING = dt.datetime(2026, 3, 3, 16, 30, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db(transaction=True)


at_once = partial(racing.at_once, count=6)


@pytest.fixture
def switched_on(anna, now):
    """Anna wants to hear of tomorrow's prices, which are known."""
    actions.prefer(person=anna, wishes=actions.Wishes(region="C", product=AGILE), now=now)
    wishes = [
        actions.AlertWish(kind=AlertKind.PUBLISHED, is_on=True),
        actions.AlertWish(kind=AlertKind.WINDOW, is_on=True, minutes_before=15),
    ]
    actions.wish_alerts(person=anna, wishes=wishes, now=now)
    slots = domain.sample_slots(domain.agile_day(TODAY + DAY))
    actions.keep_rates(product=AGILE, region=REGION, slots=slots)
    RateHistory.objects.update(announced=TODAY + DAY)


def test_a_tariff_wanted_at_once_is_one_wanted_as_far_back_as_any(now):
    def want(n):
        since = TODAY - n * DAY
        actions.want_history(product=AGILE, region=REGION, since=since, now=now)

    assert at_once(want) == []
    assert RateHistory.objects.get().since == TODAY - 5 * DAY


def test_a_history_filled_at_once_is_whole(octopus, now):
    actions.want_history(product=AGILE, region=REGION, since=TODAY - 40 * DAY, now=now)
    history = RateHistory.objects.get()
    failed = at_once(
        lambda _n: actions.fill_history(history_id=history.pk, now=now, chance=0), count=3
    )
    assert failed == []
    history.refresh_from_db()
    assert (history.complete_since, RateDay.objects.count()) == (TODAY - 40 * DAY, 41)


def test_a_person_is_told_of_prices_once(switched_on):
    assert at_once(lambda _n: actions.tell_of_prices(now=EVENING)) == []
    assert Message.objects.count() == 1
    assert Alert.objects.get(kind="window").tell_at is not None


def test_a_person_is_told_of_a_block_once(switched_on):
    actions.tell_of_prices(now=EVENING)
    at = Alert.objects.get(kind="window").tell_at
    assert at_once(lambda _n: actions.tell_of_windows(now=at)) == []
    assert Message.objects.filter(kind="prices.window").count() == 1


def test_alerts_wished_for_at_once_are_one_each(anna, now):
    actions.prefer(person=anna, wishes=actions.Wishes(region="C", product=AGILE), now=now)

    def wish(n):
        below = actions.AlertWish(kind=AlertKind.BELOW, is_on=True, threshold_pence=Decimal(n))
        actions.wish_alerts(person=anna, wishes=[below], now=now)

    assert at_once(wish) == []
    assert Alert.objects.get().is_on
