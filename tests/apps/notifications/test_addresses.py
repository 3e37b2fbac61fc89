"""An address that mail came back from, and the way back into the world."""

import datetime as dt
import re

import pytest
from django.core import mail

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain.reports import Cause
from daybook.apps.notifications.errors import LinkOver
from daybook.apps.notifications.models import Delivery, Message, Suppression
from daybook.apps.notifications.views import addresses

SETTINGS = "/inbox/settings/"
CHECK = "/inbox/address/check/"
API = "/api/v1/notifications/address"


@pytest.fixture(autouse=True)
def clock(now, monkeypatch):
    """The clock of the pages stands still."""
    monkeypatch.setattr(addresses.timezone, "now", lambda: now)


@pytest.fixture
def own(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


@pytest.fixture
def bounced(anna, now):
    """Mail to Anna came back."""
    note = "550 no such person"
    actions.suppress(address=anna.email, reason=note, cause=Cause.BOUNCED, now=now)


@pytest.fixture
def token(anna, now):
    """Asks for a letter, sends it, and gives the token of the link in it."""

    def token(*, at=now):
        actions.ask_to_confirm_address(person=anna, now=at)
        delivery = Delivery.objects.get(message=Message.objects.latest("pk"))
        actions.deliver(delivery_id=delivery.pk, now=at)
        return re.search(r"/inbox/address/([\w:-]+)/", mail.outbox[-1].body)[1]

    return token


class TestTheSettings:
    def test_say_that_mail_came_back(self, own, bounced):
        page = own.get(SETTINGS).content.decode()

        assert "E-mail to you came back" in page
        assert "550 no such person" in page
        assert "Confirm the address again" in page

    @pytest.mark.parametrize(
        ("cause", "title"), [(Cause.REFUSED, "is refused"), (Cause.COMPLAINED, "was called spam")]
    )
    def test_say_why(self, own, anna, now, cause, title):
        actions.suppress(address="ANNA@example.com", reason="", cause=cause, now=now)

        page = own.get(SETTINGS).content.decode()

        assert f"E-mail to you {title}" in page
        assert "What was said about it" not in page

    def test_say_nothing_where_all_is_well(self, own, otto, now):
        actions.suppress(address=otto.email, reason="", now=now)

        assert "Confirm the address again" not in own.get(SETTINGS).content.decode()

    def test_cost_the_same_whatever_came_back(self, own, bounced, django_assert_num_queries):
        with django_assert_num_queries(8):  # + devices
            own.get(SETTINGS)


class TestAsking:
    def test_sends_a_letter_in_spite_of_all(self, own, bounced, anna, now):
        page = own.post(CHECK, follow=True).content.decode()

        assert "A letter is on its way." in page
        message = Message.objects.get()
        assert (message.kind, message.is_in_inbox) == ("notifications.address-check", False)

    def test_is_needless_where_all_is_well(self, own):
        assert "nothing to confirm" in own.post(CHECK, follow=True).content.decode()
        assert not Message.objects.exists()

    def test_is_possible_three_times_an_hour(self, own, bounced):
        assert [own.post(CHECK).status_code for _ in range(4)] == [302, 302, 302, 429]
        assert Message.objects.count() == 3

    def test_is_not_done_by_following_a_link(self, own, bounced):
        assert own.get(CHECK).status_code == 405

    def test_keeps_the_link_out_of_what_stays(self, token, bounced):
        token()

        message = Message.objects.get()
        assert (message.context, message.text) == ({}, "")


class TestConfirming:
    def test_lets_mail_through_again(self, token, bounced, now, owed, client):
        page = client.post(f"/inbox/address/{token()}/").content.decode()

        assert "Your address is confirmed" in page
        assert not Suppression.objects.exists()
        delivery = owed(key="after")
        actions.deliver(delivery_id=delivery.pk, now=now)
        delivery.refresh_from_db()
        assert delivery.state == "sent"

    def test_changes_nothing_when_a_scanner_follows_the_link(self, token, bounced, client):
        page = client.get(f"/inbox/address/{token()}/").content.decode()

        assert "Shall e-mail go there again?" in page
        assert Suppression.objects.exists()

    def test_may_be_done_again(self, token, bounced, now):
        link = token()

        actions.confirm_address(token=link, now=now)
        actions.confirm_address(token=link, now=now)

    def test_does_not_last_for_ever(self, token, bounced, now):
        link = token()

        with pytest.raises(LinkOver, match="too old"):
            actions.confirm_address(token=link, now=now + dt.timedelta(days=3, seconds=1))
        assert Suppression.objects.exists()
        actions.confirm_address(token=link, now=now + dt.timedelta(days=3))
        assert not Suppression.objects.exists()

    def test_is_no_answer_to_what_came_back_later(self, token, bounced, anna, now):
        link = token()
        actions.confirm_address(token=link, now=now)
        actions.suppress(address=anna.email, reason="again", now=now)

        with pytest.raises(LinkOver, match="once more"):
            actions.confirm_address(token=link, now=now)
        assert Suppression.objects.exists()

    @pytest.mark.parametrize("link", ["x", "WzEsIngiXQ:1a:b", "\u00fc"])
    def test_needs_a_link_that_is_ours(self, bounced, client, link):
        for method in (client.get, client.post):
            assert method(f"/inbox/address/{link}/").status_code == 404
        assert Suppression.objects.exists()


class TestOverTheApi:
    def test_says_how_things_stand(self, own, bounced):
        assert own.get(API).json() == {
            "email": "anna@example.com",
            "is_suppressed": True,
            "cause": "bounced",
            "since": "2026-03-03T09:10:00Z",
        }

    def test_says_that_all_is_well(self, own):
        answer = own.get(API).json()

        assert (answer["is_suppressed"], answer["cause"], answer["since"]) == (False, None, None)

    def test_sends_the_letter(self, own, bounced):
        assert own.post(f"{API}/check").status_code == 202
        assert Message.objects.get().kind == "notifications.address-check"

    def test_confirms_by_its_token_without_signing_in(self, client, bounced, anna, now):
        actions.ask_to_confirm_address(person=anna, now=now)
        link = Message.objects.get().context["link"]

        answer = client.post(
            f"{API}/confirm", {"token": link.split("/")[-2]}, content_type="application/json"
        )

        assert answer.status_code == 204
        assert not Suppression.objects.exists()

    def test_refuses_another_token(self, client, bounced):
        answer = client.post(f"{API}/confirm", {"token": "x"}, content_type="application/json")

        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:daybook:notifications.link-over"
