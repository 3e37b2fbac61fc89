"""Workers beside each other: each person is told once, and nothing is kept twice."""

from decimal import Decimal

import pytest

from daybook.apps.notifications.models import Message
from daybook.apps.prices import actions
from daybook.apps.prices.actions import telling
from daybook.apps.prices.clients.rows import Rate
from daybook.apps.prices.models import Alert, StandingChargePeriod
from tests.apps.prices.alerts import (
    AGILE,
    EVENING,
    LONDON_REGION,
    TODAY,
    TOMORROW,
    prefer,
    publish,
    slots_of,
    want,
    wish,
)
from tests.apps.prices.appliances import add
from tests.racing import together as at_once

pytestmark = pytest.mark.django_db(transaction=True)


def tell():
    actions.tell_of_prices(now=EVENING)


@pytest.fixture
def people(person):
    """Four people who want to hear of tomorrow's prices and of the block, with a kettle each."""
    found = [person(f"P{n}") for n in range(4)]
    for one in found:
        prefer(one)
        want(one, "published")
        want(one, "window", minutes=15)
        add(one, EVENING)
    publish()
    return found


def test_workers_beside_each_other_tell_everybody_once(people, monkeypatch):
    monkeypatch.setattr(telling, "BATCH", 3)
    assert at_once(tell, tell, tell) == []
    assert Message.objects.count() == len(people)
    assert Alert.objects.filter(told_for=TOMORROW).count() == 2 * len(people)


def test_blocks_are_told_once_by_workers_in_batches(people, monkeypatch):
    tell()
    Message.objects.all().delete()
    monkeypatch.setattr(telling, "BATCH", 2)
    at = Alert.objects.filter(kind="window").first().tell_at
    assert at_once(*[lambda: actions.tell_of_windows(now=at)] * 3) == []
    assert Message.objects.count() == len(people)


def test_somebody_who_moves_meanwhile_is_told_of_one_tariff(people):
    publish(region="A")
    at_once(tell, lambda: prefer(people[0], region="A"), tell)
    tell()
    assert Message.objects.filter(person=people[0]).count() == 1


def test_somebody_who_switches_off_meanwhile_has_one_row(people):
    off = [wish("published", is_on=False)]
    failed = at_once(
        tell, lambda: actions.wish_alerts(person=people[0], wishes=off, now=EVENING), tell
    )
    assert failed == []
    alert = Alert.objects.get(person=people[0], kind="published")
    assert not alert.is_on
    assert Message.objects.filter(person=people[0]).count() <= 1


def test_rates_brought_by_two_are_all_kept(db):
    slots = slots_of(TOMORROW)
    halves = [slots[::2], slots[1::2]]

    def keep(half):
        actions.keep_rates(product=AGILE, region=LONDON_REGION, slots=half)

    assert at_once(*[lambda half=half: keep(half) for half in halves]) == []
    kept = telling.queries.stored_slots(
        product=AGILE, region=LONDON_REGION, first=TODAY, past=TOMORROW.replace(day=5)
    )
    assert kept == tuple(slots)


def test_charges_kept_at_once_are_one(db):
    charge = Rate(since=EVENING, until=None, pence_inc_vat=Decimal(42), pence_exc_vat=Decimal(40))

    def keep():
        actions.keep_standing_charges(product=AGILE, region=LONDON_REGION, charges=[charge])

    assert at_once(keep, keep, keep) == []
    assert StandingChargePeriod.objects.count() == 1
