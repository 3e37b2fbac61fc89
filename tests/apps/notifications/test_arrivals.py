"""What providers tell about how a message ended, as it stands on its delivery."""

import datetime as dt

import pytest
from django.core import mail

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.clients.mail import message_id
from daybook.apps.notifications.domain import Channel, Fate
from daybook.apps.notifications.domain.reports import Outcome, Report
from daybook.apps.notifications.models import Delivery, Message, Sms
from daybook.apps.notifications.queries.history import history_of

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def own(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


@pytest.fixture
def told(now):
    """Tells how a mail ended: ``told(delivery, Outcome.DELIVERED, at=now)``."""

    def told(delivery, outcome, *, event_id="1", at=now, note=""):
        report = Report(
            event_id=event_id,
            reference=message_id(delivery.pk),
            outcome=outcome,
            at=at,
            note=note,
        )
        actions.take_reports(provider="generic", reports=[report], now=now + 5 * MINUTE)
        return Delivery.objects.get(pk=delivery.pk)

    return told


@pytest.fixture
def texted(now):
    """Tells how an SMS ended: ``texted(delivery, Fate.DELIVERED)``."""

    def texted(delivery, fate, *, error_code=""):
        actions.take_report(
            delivery_id=delivery.pk,
            sid=Sms.objects.get(pk=delivery.pk).sid or "SM-told",
            fate=fate.value,
            error_code=error_code,
            number="+447700900123",
            now=now + MINUTE,
        )
        return Delivery.objects.get(pk=delivery.pk)

    return texted


def steps(delivery):
    """What the history says happened by the delivery's channel, with the notes."""
    (trace,) = [one for one in history_of(delivery.message) if one.channel == delivery.channel]
    return [(step.what.value, step.note) for step in trace.steps]


class TestAMailThatArrived:
    def test_says_when(self, owed, told, now):
        delivery = owed()
        actions.deliver(delivery_id=delivery.pk, now=now)

        assert told(delivery, Outcome.DELIVERED, at=now + MINUTE).delivered_at == now + MINUTE
        assert steps(delivery) == [("queued", ""), ("sent", ""), ("delivered", "")]

    def test_keeps_the_first_time(self, owed, told, now):
        delivery = owed()
        actions.deliver(delivery_id=delivery.pk, now=now)
        told(delivery, Outcome.DELIVERED, at=now)

        again = told(delivery, Outcome.DELIVERED, event_id="2", at=now + MINUTE)
        assert again.delivered_at == now

    def test_is_never_of_the_future(self, owed, told, now):
        delivery = owed()
        actions.deliver(delivery_id=delivery.pk, now=now)

        assert told(delivery, Outcome.DELIVERED, at=now + DAY).delivered_at == now + 5 * MINUTE

    @pytest.mark.parametrize("state", ["queued", "sending", "failed"])
    def test_is_not_sent_again_though_no_answer_came(self, owed, told, now, state):
        delivery = owed(context={"link": "https://secret.example"})
        Delivery.objects.update(state=state, claimed_at=now, attempts=1)

        assert told(delivery, Outcome.DELIVERED).state == "sent"
        actions.deliver(delivery_id=delivery.pk, now=now + DAY)
        assert mail.outbox == []
        assert Message.objects.get().context == {}

    def test_and_came_back_all_the_same_stays_a_failed_one(self, owed, told, now):
        delivery = owed()
        actions.deliver(delivery_id=delivery.pk, now=now)
        told(delivery, Outcome.BOUNCED)

        assert told(delivery, Outcome.DELIVERED, event_id="2").state == "failed"

    def test_ends_all_that_a_digest_carries(self, owed, rest, told, now):
        rest(pace="hourly")
        held = owed()
        actions.gather_digests(now=now + DAY)
        digest = Delivery.objects.exclude(pk=held.pk).get()
        Delivery.objects.filter(pk=digest.pk).update(attempts=1)

        told(digest, Outcome.DELIVERED)

        held.refresh_from_db()
        assert held.state == "sent"
        assert steps(held)[-1] == ("delivered", "")


class TestTheHistoryOfAMail:
    def test_tells_that_it_was_delayed(self, owed, told, now):
        delivery = owed()
        actions.deliver(delivery_id=delivery.pk, now=now)
        told(delivery, Outcome.DELAYED, note="450 try later")

        assert ("delayed", "450 try later") in steps(delivery)

    def test_tells_once_that_it_came_back(self, owed, told, now):
        delivery = owed()
        actions.deliver(delivery_id=delivery.pk, now=now)
        told(delivery, Outcome.BOUNCED, note="550 nobody")

        assert steps(delivery) == [("queued", ""), ("bounced", "550 nobody")]

    def test_tells_that_it_was_called_spam(self, owed, told, now):
        delivery = owed()
        actions.deliver(delivery_id=delivery.pk, now=now)
        told(delivery, Outcome.COMPLAINED)

        assert steps(delivery)[-1] == ("complained", "")

    def test_is_told_in_words(self, own, owed, told, now):
        delivery = owed()
        actions.deliver(delivery_id=delivery.pk, now=now)
        told(delivery, Outcome.BOUNCED, note="550 nobody")

        page = own.get(f"/inbox/{delivery.message_id}/").content.decode()
        assert "Came back: 550 nobody" in page


class TestAnSms:
    def test_that_arrived_says_when(self, owed_sms, texted, now):
        delivery = owed_sms()
        actions.deliver(delivery_id=delivery.pk, now=now)

        assert texted(delivery, Fate.DELIVERED).delivered_at == now + MINUTE
        assert steps(delivery)[-1] == ("delivered", "")

    @pytest.mark.parametrize("fate", [Fate.UNDELIVERED, Fate.FAILED])
    def test_that_did_not_tells_its_person(self, own, owed_sms, texted, now, fate):
        delivery = owed_sms()
        actions.deliver(delivery_id=delivery.pk, now=now)

        assert texted(delivery, fate, error_code="30003").state == "failed"
        assert steps(delivery)[-1] == ("undelivered", "Twilio 30003")
        page = own.get(f"/inbox/{delivery.message_id}/").content.decode()
        assert "Did not reach your phone: Twilio 30003" in page

    def test_that_did_not_is_no_dead_letter_to_be_sent_again(self, owed_sms, texted, now):
        delivery = owed_sms()
        actions.deliver(delivery_id=delivery.pk, now=now)
        texted(delivery, Fate.UNDELIVERED)

        assert not actions.resend(delivery=delivery, now=now)
        assert Delivery.objects.get(pk=delivery.pk).state == "failed"

    def test_that_got_no_answer_and_failed_is_not_called_sent(self, owed_sms, texted, now):
        delivery = owed_sms()
        Sms.objects.create(delivery=delivery, asked_at=now)

        texted(delivery, Fate.FAILED)
        actions.deliver(delivery_id=delivery.pk, now=now + DAY)

        assert Delivery.objects.get(pk=delivery.pk).state == "failed"

    def test_says_how_many_it_took(self, own, owed_sms, now):
        delivery = owed_sms()
        actions.deliver(delivery_id=delivery.pk, now=now)

        (trace,) = [one for one in history_of(delivery.message) if one.channel is Channel.SMS]
        assert trace.segments == 1
        page = own.get(f"/inbox/{delivery.message_id}/").content.decode()
        assert "Sent as 1 SMS" in page

    def test_of_a_code_that_did_not_arrive_is_said_beside_the_number(
        self, twilio, anna, phone, texted, now
    ):
        phone.delete()
        actions.send_code(person=anna, address="127.0.0.1", now=now)
        delivery = Delivery.objects.get(channel="sms")
        actions.deliver(delivery_id=delivery.pk, now=now)

        texted(delivery, Fate.UNDELIVERED, error_code="30005")

        assert queries.phone_state(anna, now=now).is_in_trouble


class TestAPush:
    def test_says_which_devices_have_it(self, service, switch_on, pushed, now):
        service.moods["tablet"] = 403
        switch_on("phone", user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
        switch_on("tablet")
        delivery = pushed()
        actions.deliver(delivery_id=delivery.pk, now=now)

        told = [what for what, _note in steps(delivery)]
        assert sorted(told) == ["queued", "reached", "refused", "sent"]
        assert ("reached", "Firefox on Linux") in steps(delivery)
