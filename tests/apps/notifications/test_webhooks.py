"""The address at which providers tell what became of a mail."""

from functools import partial

import pytest
from django.test import Client

from daybook.apps.notifications import actions
from daybook.apps.notifications.clients.mail import message_id
from daybook.apps.notifications.models import Delivery, MailReport, Suppression
from daybook.apps.notifications.views import reports
from daybook.core.limits import Limit
from tests.apps.notifications import provider_calls as calls


@pytest.fixture(autouse=True)
def secrets(settings, now, monkeypatch):
    """Every provider is set up, and the clock stands still."""
    settings.WEBHOOK_SECRET = calls.SECRET
    settings.MAILGUN_SIGNING_KEY = calls.SECRET
    settings.POSTMARK_WEBHOOK_PASSWORD = calls.SECRET
    monkeypatch.setattr(reports.timezone, "now", lambda: now)


@pytest.fixture
def sent(owed, now):
    """The Message-ID of a mail to Anna that its server has taken."""
    delivery = owed()
    actions.deliver(delivery_id=delivery.pk, now=now)
    return message_id(delivery.pk)


@pytest.fixture
def post():
    """Posts a call of a provider as it would, and without a token against forgery."""

    def post(provider, call, **more):
        body, headers = call
        client = Client(enforce_csrf_checks=True)
        return client.post(
            f"/webhooks/mail/{provider}/",
            body,
            content_type="application/json",
            headers=headers,
            **more,
        )

    return post


@pytest.mark.parametrize(
    ("provider", "bounce"),
    [
        ("generic", partial(calls.generic, event="bounced")),
        ("mailgun", partial(calls.mailgun, event="failed", severity="permanent")),
        ("postmark", partial(calls.postmark, record="Bounce", kind="HardBounce")),
    ],
)
class TestEveryProvider:
    def test_tells_of_a_bounce_once(self, sent, post, provider, bounce):
        first, second = (post(provider, bounce(sent)) for _ in range(2))

        assert [(answer.status_code, answer.json()) for answer in (first, second)] == [
            (200, {"taken": 1}),
            (200, {"taken": 0}),
        ]
        assert Delivery.objects.get().state == "failed"
        assert Suppression.objects.get().cause == "bounced"

    def test_is_refused_without_its_proof(self, sent, post, provider, bounce, settings):
        signed = bounce(sent)
        settings.WEBHOOK_SECRET = settings.MAILGUN_SIGNING_KEY = "another secret of theirs"
        settings.POSTMARK_WEBHOOK_PASSWORD = "another secret of theirs"

        answer = post(provider, signed)

        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:daybook:notifications.not-signed"
        assert answer["Content-Type"] == "application/problem+json"
        assert not MailReport.objects.exists()

    def test_does_not_exist_where_it_is_not_set_up(self, sent, post, provider, bounce, settings):
        signed = bounce(sent)
        settings.WEBHOOK_SECRET = settings.MAILGUN_SIGNING_KEY = ""
        settings.POSTMARK_WEBHOOK_PASSWORD = ""

        assert post(provider, signed).status_code == 404
        assert not MailReport.objects.exists()

    def test_is_answered_well_about_a_mail_nobody_knows(self, db, post, provider, bounce):
        answer = post(provider, bounce("<1.abc@example.com>"))

        assert (answer.status_code, answer.json()) == (200, {"taken": 0})


class TestTheAddress:
    def test_does_not_know_other_providers(self, db, post):
        assert post("nobody", (b"{}", {})).status_code == 404

    def test_takes_only_posts(self, db, client):
        assert client.get("/webhooks/mail/generic/").status_code == 405

    def test_refuses_what_cannot_be_read(self, db, post):
        answer = post("generic", calls.generic_signed(b"no json"))

        assert answer.status_code == 422
        assert answer.json()["detail"] == "The body is not JSON."

    def test_reads_no_more_than_half_a_megabyte(self, db, post):
        body = b" " * (reports.LARGEST_BODY + 1)

        assert post("generic", calls.generic_signed(body)).status_code == 413
        assert post("generic", calls.generic_signed(body[:-1])).status_code == 422

    def test_takes_nothing_of_many_where_one_cannot_be_read(self, sent, post):
        good = f'{{"id": "1", "event": "bounced", "message_id": "{sent}"}}'
        body = f'{{"events": [{good}, {{"id": "2", "event": "lost"}}]}}'.encode()

        assert post("generic", calls.generic_signed(body)).status_code == 422
        assert not MailReport.objects.exists()


class TestItsLimit:
    @pytest.fixture(autouse=True)
    def two(self, monkeypatch):
        monkeypatch.setattr(reports, "TRIES", Limit("mail-reports", 2, 60))

    def test_stops_those_who_guess(self, db, post):
        wrong = (b"{}", {"X-Daybook-Timestamp": calls.AT, "X-Daybook-Signature": "sha256=00"})

        answers = [post("generic", wrong) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [403, 403, 429]
        assert 0 < int(answers[-1]["Retry-After"]) <= 60

    def test_does_not_count_what_is_proved(self, sent, post):
        told = [post("generic", calls.generic(sent, "delivered", event_id=n)) for n in "12345"]

        assert {answer.status_code for answer in told} == {200}
        assert MailReport.objects.count() == 5
