"""What every channel shares: one delivery each, a wait the provider asks for, and who is away."""

import datetime as dt

import pytest

from daybook.apps.notifications import actions
from daybook.apps.notifications.actions import mails
from daybook.apps.notifications.actions.carriers import CARRIERS, carrier_of
from daybook.apps.notifications.domain import Channel
from daybook.apps.notifications.errors import NotReached
from daybook.apps.notifications.models import Delivery, Message

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def busy(monkeypatch):
    """Makes the carrier of mails ask for a wait of so many seconds."""

    def busy(**details):
        def send(delivery, kind, *, now):
            raise NotReached("429 slowly", **details)

        monkeypatch.setattr(mails, "send", send)

    return busy


class TestCarriers:
    def test_are_there_for_every_channel_but_the_inbox(self):
        assert set(CARRIERS) == set(Channel) - {Channel.INBOX}

    def test_are_found_by_the_channel_of_a_delivery(self):
        assert carrier_of(Delivery(channel="email")) is mails

    def test_that_cannot_reach_the_person_get_no_delivery(self, tell, monkeypatch):
        monkeypatch.setattr(mails, "is_usable", lambda person, kind: False)

        tell(context={"link": "secret"})

        assert not Delivery.objects.exists()
        assert Message.objects.get().context == {}


class TestWait:
    def test_is_as_long_as_the_provider_asks(self, owed, now, busy):
        busy(retry_after_seconds=7200)

        actions.deliver(delivery_id=owed().pk, now=now)

        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.due_at) == ("queued", now + 2 * HOUR)

    def test_is_never_shorter_than_our_own(self, owed, now, busy):
        busy(retry_after_seconds=1)

        actions.deliver(delivery_id=owed().pk, now=now)

        assert Delivery.objects.get().due_at > now + dt.timedelta(seconds=50)

    def test_is_a_day_at_most(self, owed, now, busy):
        busy(retry_after_seconds=10**9)

        actions.deliver(delivery_id=owed().pk, now=now)

        assert Delivery.objects.get().due_at == now + 24 * HOUR
