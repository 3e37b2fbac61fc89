"""People whose account is about to be deleted, and those who have gone."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from structlog.testing import capture_logs

from daybook.apps.notifications import actions
from daybook.apps.notifications.errors import NotReached, Rejected
from daybook.apps.notifications.models import Delivery, Message
from daybook.core.contributions import NotificationKind, Urgency, notification_kinds
from daybook.core.letters import LastLetter

LAST = LastLetter(
    template="accounts/letters/gone.html",
    key="019cb2a0",
    address="anna@example.com",
    language="en-gb",
    time_zone="Europe/London",
    context={"name": "Anna <O'Neill>"},
)


@pytest.fixture(params=[True, False], ids=["reaches", "does not reach"])
def reaches(request, monkeypatch):
    """A kind nobody can switch off, which reaches the leaving or does not."""
    kind = NotificationKind(
        label="Alarm",
        template="notifications/kinds/trial.html",
        channels=("email",),
        urgency=Urgency.NOW,
        may_be_off=False,
        reaches_the_leaving=request.param,
    )
    entries = notification_kinds._entries | {"tests.leaving": (0, kind)}
    monkeypatch.setattr(notification_kinds, "_entries", entries)
    return request.param


@pytest.fixture
def deliver(anna, now):
    """Tells Anna something, and carries it out."""

    def deliver():
        message = actions.notify(kind="tests.leaving", person=anna, context={}, key="once", now=now)
        delivery = message.deliveries.get()
        actions.deliver(delivery_id=delivery.pk, now=now)
        return Delivery.objects.get(pk=delivery.pk)

    return deliver


class TestTheLeaving:
    def test_get_only_what_lets_them_come_back(self, anna, now, reaches, deliver):
        get_user_model().objects.update(closes_at=now + dt.timedelta(days=14))
        delivery = deliver()

        assert delivery.state == ("sent" if reaches else "dropped")
        assert len(mail.outbox) == int(reaches)
        assert delivery.error == ("" if reaches else "The account is about to be deleted.")

    def test_others_get_everything(self, reaches, deliver):
        assert deliver().state == "sent"


class TestLastLetter:
    def test_is_sent_in_our_look_and_kept_nowhere(self, db, now):
        actions.send_last(LAST, now=now)

        (letter,) = mail.outbox
        assert letter.to == ["anna@example.com"]
        assert "Hello Anna <O'Neill>," in letter.body
        (page, kind) = letter.alternatives[0]
        assert kind == "text/html"
        assert "style=" in page
        assert "Anna &lt;O" in page
        assert not Message.objects.exists()

    def test_can_be_recognised_when_it_comes_twice(self, now):
        actions.send_last(LAST, now=now)
        actions.send_last(LAST, now=now + dt.timedelta(hours=1))

        first, second = (letter.extra_headers["Message-ID"] for letter in mail.outbox)
        assert first == second
        assert first.startswith("<019cb2a0.")

    def test_cannot_be_unsubscribed_from(self, now):
        actions.send_last(LAST, now=now)
        assert "List-Unsubscribe" not in mail.outbox[0].extra_headers

    def test_waits_when_the_server_is_away(self, monkeypatch, now):
        monkeypatch.setattr("daybook.apps.notifications.clients.mail.post", _raising(NotReached))
        with pytest.raises(NotReached):
            actions.send_last(LAST, now=now)

    def test_is_given_up_when_no_server_takes_it(self, monkeypatch, now):
        monkeypatch.setattr("daybook.apps.notifications.clients.mail.post", _raising(Rejected))
        with capture_logs() as logs:
            actions.send_last(LAST, now=now)

        assert [entry["event"] for entry in logs] == ["notifications.last-letter-rejected"]
        assert "anna@example.com" not in str(logs)


def _raising(error):
    def post(_mail, *, now):
        raise error("550 no such mailbox")

    return post
