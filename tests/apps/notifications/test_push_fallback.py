"""When push is gone, the message goes by e-mail: once, and never when e-mail carries it anyway."""

import pytest
from django.core import mail

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.clients import outbox
from daybook.apps.notifications.domain import Channel
from daybook.apps.notifications.models import Delivery, Device, Message

pytestmark = pytest.mark.django_db
TRIAL = "notifications.trial"


@pytest.fixture
def asked(anna, bell):
    """Anna has asked for this kind on her devices, and has none."""
    actions.change_wish(person=anna, kind=bell, channel=Channel.PUSH, is_on=True)


def states():
    return dict(Delivery.objects.values_list("channel", "state"))


def carry_all(now):
    return [actions.deliver_due(now=now) for _ in range(3)]


class TestNoDevice:
    def test_sends_what_was_asked_for_by_mail(self, asked, pushed, now):
        pushed()
        carry_all(now)
        assert states() == {"push": "dropped", "email": "sent"}
        assert len(mail.outbox) == 1

    def test_says_so_in_the_history(self, asked, pushed, now):
        delivery = pushed()
        carry_all(now)
        delivery.refresh_from_db()
        assert delivery.error == "No device is left. It goes by e-mail."
        assert Delivery.objects.get(channel="email").stands_in_for == "push"

    def test_sends_one_mail_however_often_it_is_carried_out(self, asked, pushed, now, much_later):
        delivery = pushed()
        carry_all(now)
        Delivery.objects.filter(pk=delivery.pk).update(state="queued")
        carry_all(much_later)
        assert len(mail.outbox) == 1

    def test_adds_no_second_mail_to_one_that_goes_anyway(self, anna, tell, now):
        actions.change_wish(person=anna, kind=TRIAL, channel=Channel.PUSH, is_on=True)
        tell()
        carry_all(now)
        assert len(mail.outbox) == 1

    def test_keeps_the_words_until_the_mail_is_gone(self, asked, pushed, now):
        delivery = pushed(context={"n": 1})
        actions.deliver(delivery_id=delivery.pk, now=now)
        assert Message.objects.get().context == {"n": 1}
        carry_all(now)
        assert Message.objects.get().context == {}

    def test_sends_nothing_once_push_is_switched_off(self, anna, bell, asked, pushed, now):
        delivery = pushed()
        actions.deliver(delivery_id=delivery.pk, now=now)
        actions.change_wish(person=anna, kind=bell, channel=Channel.PUSH, is_on=False)
        carry_all(now)
        assert mail.outbox == []

    def test_keeps_to_quiet_hours(self, anna, asked, pushed, now, much_later):
        actions.change_rest(
            person=anna,
            quiet_from=now.time().replace(hour=8),
            quiet_until=now.time().replace(hour=9, minute=15),
            paused_until=None,
            now=now,
        )
        delivery = pushed()
        assert delivery.due_at == now.replace(minute=15)
        carry_all(now)
        assert mail.outbox == []
        carry_all(much_later)
        assert len(mail.outbox) == 1


class TestLastDevice:
    def test_that_is_gone_hands_over_to_mail(self, service, switch_on, pushed, now):
        service.moods["phone"] = 410
        switch_on()
        pushed()
        carry_all(now)
        assert states() == {"push": "dropped", "email": "sent"}
        assert (len(mail.outbox), Device.objects.count()) == (1, 0)

    def test_that_refuses_hands_over_to_mail(self, service, switch_on, pushed, now):
        service.moods["phone"] = 403
        switch_on()
        pushed()
        carry_all(now)
        assert len(mail.outbox) == 1

    def test_that_is_away_for_a_while_does_not(self, service, switch_on, pushed, now):
        service.moods["phone"] = 503
        switch_on()
        pushed()
        carry_all(now)
        assert states() == {"push": "queued"}
        assert mail.outbox == []

    def test_that_is_signed_out_hands_over_to_mail(self, switch_on, signed_in, pushed, now):
        switch_on(session_key=signed_in(hours=-1))
        pushed()
        carry_all(now)
        assert len(mail.outbox) == 1


class TestDefault:
    def test_is_off_without_a_device(self, anna, tell, bell):
        tell(kind=bell)
        wishes = {
            wish.channel: wish.is_on
            for kind in queries.wishes_of(anna.pk)
            for wish in kind.wishes
            if kind.name == bell
        }
        assert (wishes[Channel.INBOX], wishes[Channel.PUSH]) == (True, False)
        assert not Delivery.objects.exists()

    def test_is_on_with_one(self, anna, switch_on, pushed, bell):
        switch_on()
        assert pushed().state == "queued"
        (kind,) = [kind for kind in queries.wishes_of(anna.pk) if kind.name == bell]
        assert [wish.is_on for wish in kind.wishes if wish.channel == "push"] == [True]

    def test_of_a_kind_without_push_stays_off(self, anna, switch_on, alarm, tell):
        switch_on()
        tell(kind=alarm)
        assert states() == {"email": "queued"}


class TestStandIn:
    @pytest.fixture
    def debugging(self, settings, tmp_path):
        settings.DEBUG = True
        settings.DATA_DIR = tmp_path

    def test_shows_what_a_device_would_have_shown(self, debugging, asked, pushed, now):
        pushed()
        carry_all(now)
        (kept,) = outbox.kept()
        assert kept.subject == "A test message"
        assert ("X-Daybook-Channel", "push") in kept.headers
        assert "[Done] [Snooze]" in kept.text
        assert states() == {"push": "sent"}

    def test_is_on_the_page_of_the_outbox(self, debugging, asked, pushed, client):
        delivery = pushed()
        now, anna = delivery.due_at, delivery.message.person
        carry_all(now)
        page = client.get("/dev/outbox/").content.decode()
        assert "A test message" in page
        assert anna.email in page

    def test_is_not_used_where_there_is_a_device(self, debugging, service, switch_on, pushed, now):
        switch_on()
        pushed()
        carry_all(now)
        assert (outbox.kept(), service.paths()) == ([], ["phone"])
