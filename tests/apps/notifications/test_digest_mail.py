"""What a digest says, and the way out of it."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client

from daybook.apps.notifications import actions
from daybook.apps.notifications.models import Delivery, Message, Preference

MORNING = dt.datetime(2026, 3, 4, 7, tzinfo=dt.UTC)
SITE = "http://127.0.0.1:8000"
TRIAL = "notifications.trial"


@pytest.fixture
def send(rest, tell):
    """Sends Anna a digest of what is told inside: ``send(("notifications.trial", "1"), ...)``."""

    def send(*told, **said):
        rest(**said)
        for kind, key in told:
            tell(kind=kind, key=key)
        actions.gather_digests(now=MORNING)
        actions.deliver_due(now=MORNING)
        return mail.outbox[-1]

    return send


@pytest.fixture
def receipt(kinds):
    """A kind that is not urgent, and cannot be switched off."""
    kinds("tests.receipt", may_be_off=False, label="Receipts", channels=("email",))
    return "tests.receipt"


def way_out(letter):
    return letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(SITE)


class TestDigest:
    def test_is_grouped_by_kind_in_their_order(self, send, kinds):
        kinds("tests.bins", label="Bins")

        letter = send((TRIAL, "1"), ("tests.bins", "1"), (TRIAL, "2"))

        titles = re.findall(r"<h2[^>]*>(.*?)</h2>", letter.alternatives[0].content)
        assert titles == ["Bins", "Test messages"]
        assert letter.body.count("This is how Daybook tells you things.") == 3

    def test_of_one_message_has_its_subject(self, send):
        assert send((TRIAL, "1")).subject == "A test message"

    def test_has_the_same_words_as_text_and_as_page(self, send):
        letter = send((TRIAL, "1"), (TRIAL, "2"))

        for part in (letter.body, letter.alternatives[0].content):
            assert "A test message" in part
            assert "Tue 3 Mar 09:10" in part

    def test_tells_times_in_the_zone_of_the_person(self, anna, send):
        anna.time_zone = "Asia/Kolkata"
        anna.save()

        assert "Tue 3 Mar 14:40" in send((TRIAL, "1")).body

    def test_has_its_styles_inline_and_fetches_nothing(self, send):
        page = send((TRIAL, "1")).alternatives[0].content

        assert "<style" not in page
        assert not re.search(r"<(img|link|script)\b", page)

    def test_reads_hostile_words_as_words(self, send, kinds):
        kinds("tests.hostile", label="<script>alert(1)</script>")

        page = send(("tests.hostile", "1")).alternatives[0].content

        assert "<script>" not in page
        assert "&lt;script&gt;" in page

    def test_leads_to_each_message_of_the_inbox(self, client, anna, send):
        letter = send((TRIAL, "1"), notes_openings=False)

        assert f"{SITE}/inbox/{Message.objects.get(kind=TRIAL).pk}/" in letter.body

    def test_leads_to_nothing_that_lies_in_no_inbox(self, send, receipt):
        letter = send((receipt, "1"))

        assert f"/inbox/{Message.objects.get(kind=receipt).pk}/" not in letter.body

    def test_writes_in_the_language_of_the_person(self, anna, send):
        anna.language = "xx"
        anna.save()

        assert send((TRIAL, "1")).subject == "A test message"

    def test_is_no_message_of_the_inbox(self, client, anna, send):
        send((TRIAL, "1"))
        client.force_login(anna)

        assert [line.subject for line in client.get("/inbox/").context["lines"]] == [
            "A test message"
        ]

    def test_is_not_offered_among_the_kinds(self, client, anna):
        client.force_login(anna)

        assert "Digests" not in client.get("/inbox/settings/").content.decode()


class TestWayOut:
    def test_is_in_the_head_and_at_the_foot(self, send):
        letter = send((TRIAL, "1"))

        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert f"{SITE}{way_out(letter)}" in letter.body
        assert "e-mail is switched on for: Test messages." in letter.body

    def test_is_not_offered_where_nothing_may_be_off(self, send, receipt):
        letter = send((receipt, "1"))

        assert "List-Unsubscribe" not in letter.extra_headers
        assert "/off/" not in letter.body

    def test_only_asks_when_a_scanner_follows_it(self, client, send):
        address = way_out(send((TRIAL, "1")))

        for method in (client.get, client.head):
            assert method(address).status_code == 200
        assert "Test messages" in client.get(address).content.decode()
        assert not Preference.objects.exists()

    def test_switches_off_what_was_in_it_and_may_be(self, anna, send, kinds, receipt):
        kinds("tests.other")
        address = way_out(send((TRIAL, "1"), (receipt, "1")))

        answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})

        assert answer.status_code == 200
        assert "You will get no more e-mails of these kinds." in answer.content.decode()
        assert list(Preference.objects.values_list("person", "kind", "channel", "is_on")) == [
            (anna.pk, TRIAL, "email", False)
        ]

    def test_may_be_taken_twice(self, client, send):
        address = way_out(send((TRIAL, "1")))
        client.post(address)

        assert client.post(address).status_code == 200
        assert Preference.objects.count() == 1

    @pytest.mark.parametrize("change", [lambda t: t[:-2], lambda t: "x" + t, lambda t: "a:b:c"])
    def test_leads_nowhere_when_it_was_changed(self, client, send, change):
        token = way_out(send((TRIAL, "1"))).split("/")[3]

        for method in (client.get, client.head, client.post):
            assert method(f"/inbox/digest/{change(token)}/off/").status_code == 404
        assert not Preference.objects.exists()

    def test_is_not_that_of_a_single_mail(self, client, anna, send):
        send((TRIAL, "1"))
        token = actions.unsubscribe_token(person_id=anna.pk, kind=TRIAL)

        assert client.post(f"/inbox/digest/{token}/off/").status_code == 404
        assert not Preference.objects.exists()

    def test_leads_nowhere_when_the_person_has_gone(self, client, anna, send):
        address = way_out(send((TRIAL, "1")))
        anna.delete()

        assert client.post(address).status_code == 404
        assert not Preference.objects.exists()

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_takes_no_other_method(self, client, send, method):
        address = way_out(send((TRIAL, "1")))

        assert getattr(client, method)(address).status_code == 405
        assert not Preference.objects.exists()

    def test_counts_for_what_is_held_already(self, client, send, tell):
        address = way_out(send((TRIAL, "1")))
        tell(key="2", now=MORNING)
        client.post(address)

        actions.gather_digests(now=MORNING + dt.timedelta(days=1))
        actions.deliver_due(now=MORNING + dt.timedelta(days=1))

        assert len(mail.outbox) == 1
        assert Delivery.objects.filter(state="dropped", message__kind=TRIAL).count() == 1
