"""What follows from what providers tell about mails they had taken."""

import datetime as dt
import threading

import pytest
from django.core import mail
from django.db import connection

from daybook.apps.accounts.models import Consent
from daybook.apps.notifications import actions
from daybook.apps.notifications.clients.mail import delivery_of, message_id, reference
from daybook.apps.notifications.domain import address_mark
from daybook.apps.notifications.domain.reports import Cause, Outcome, Report
from daybook.apps.notifications.models import Delivery, MailReport, Message, Suppression

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def sent(owed, now):
    """A mail to Anna that its server has taken."""
    delivery = owed()
    actions.deliver(delivery_id=delivery.pk, now=now)
    return delivery


@pytest.fixture
def told(now):
    """Tells something about a delivery: ``told(delivery, Outcome.BOUNCED)``; 1 if it was new."""

    def told(delivery, outcome, *, event_id="1", address="anna@example.com", **more):
        given = {"reference": message_id(delivery.pk), "at": now, "note": "550 no such person"}
        report = Report(event_id=event_id, outcome=outcome, address=address, **(given | more))
        return actions.take_reports(provider="generic", reports=[report], now=now + HOUR)

    return told


class TestAHardBounce:
    def test_makes_the_delivery_a_failed_one(self, sent, told, now):
        assert told(sent, Outcome.BOUNCED) == 1

        sent.refresh_from_db()
        assert (sent.state, sent.finished_at) == ("failed", now + HOUR)
        assert sent.error == "It came back: 550 no such person"

    def test_keeps_further_optional_mail_from_the_address(self, sent, told, owed, now):
        told(sent, Outcome.BOUNCED, address="Anna@Example.com")

        other = owed(key="2")
        actions.deliver(delivery_id=other.pk, now=now)

        other.refresh_from_db()
        assert other.state == "dropped"
        assert Suppression.objects.get().mark == address_mark("anna@example.com")

    def test_suppresses_the_address_the_mail_went_to(self, sent, told, anna):
        told(sent, Outcome.BOUNCED, address="old@example.com")

        assert Suppression.objects.get().mark == address_mark("old@example.com")

    def test_is_about_the_persons_address_where_it_names_none(self, sent, told):
        told(sent, Outcome.BOUNCED, address="")

        assert Suppression.objects.get().mark == address_mark("anna@example.com")

    @pytest.mark.parametrize("state", ["queued", "sending"])
    def test_ends_what_is_tried_again_because_no_answer_came(self, owed, told, now, state):
        delivery = owed()
        Delivery.objects.update(state=state, claimed_at=now, attempts=1)

        told(delivery, Outcome.BOUNCED)

        assert Delivery.objects.get().state == "failed"
        actions.deliver(delivery_id=delivery.pk, now=now + 24 * HOUR)
        assert mail.outbox == []

    def test_is_no_dead_letter_that_could_be_sent_again(self, sent, told, now):
        told(sent, Outcome.BOUNCED)

        assert actions.resend(delivery=sent, now=now) is False
        assert actions.drop(delivery=sent, now=now) is True


class TestOtherOutcomes:
    @pytest.mark.parametrize("outcome", [Outcome.DELIVERED, Outcome.DELAYED])
    def test_are_only_noted(self, sent, told, outcome, now):
        assert told(sent, outcome) == 1

        assert MailReport.objects.get().outcome == outcome.value
        assert Delivery.objects.get().state == "sent"
        assert not Suppression.objects.exists()

    def test_a_complaint_suppresses_the_address_and_leaves_the_delivery(self, sent, told):
        told(sent, Outcome.COMPLAINED)

        assert Suppression.objects.get().cause == Cause.COMPLAINED.value
        assert Delivery.objects.get().state == "sent"

    def test_a_complaint_weighs_more_than_a_bounce_but_not_the_other_way(self, sent, told):
        told(sent, Outcome.BOUNCED)
        told(sent, Outcome.COMPLAINED, event_id="2")
        told(sent, Outcome.BOUNCED, event_id="3")

        assert Suppression.objects.get().cause == Cause.COMPLAINED.value


class TestAReport:
    def test_is_taken_once(self, sent, told):
        told(sent, Outcome.BOUNCED)
        Suppression.objects.all().delete()

        assert told(sent, Outcome.BOUNCED) == 0

        assert MailReport.objects.count() == 1
        assert not Suppression.objects.exists()

    def test_of_another_provider_may_have_the_same_id(self, sent, told, now):
        told(sent, Outcome.DELIVERED)
        report = Report(
            event_id="1", reference=message_id(sent.pk), outcome=Outcome.DELIVERED, at=now
        )

        assert actions.take_reports(provider="mailgun", reports=[report], now=now) == 1

    def test_names_no_address_in_what_is_kept(self, sent, told):
        told(sent, Outcome.BOUNCED, note="550 <anna@example.com> unknown")

        kept = [MailReport.objects.get().note, Suppression.objects.get().reason]
        kept.append(Delivery.objects.get().error)
        assert all("unknown" in words and "anna" not in words for words in kept)

    @pytest.mark.parametrize(
        "reference",
        ["", "<1.abc@x>", "1", "<>", "٣.abc@x", "9" * 40 + ".abc", "<-1.a@x>", "x" * 5000],
    )
    def test_about_what_is_not_ours_changes_nothing(self, sent, told, reference, caplog):
        assert told(sent, Outcome.BOUNCED, reference=reference) == 0

        assert not MailReport.objects.exists()
        assert Delivery.objects.get().state == "sent"
        assert not Suppression.objects.exists()
        assert "anna@example.com" not in caplog.text

    def test_about_what_was_forgotten_changes_nothing(self, sent, told):
        reference = message_id(sent.pk)
        Message.objects.all().delete()

        assert told(sent, Outcome.COMPLAINED, reference=reference) == 0
        assert not Suppression.objects.exists()

    def test_goes_with_its_message(self, sent, told):
        told(sent, Outcome.DELIVERED)

        Message.objects.all().delete()
        assert not MailReport.objects.exists()


class TestReferences:
    def test_are_known_with_and_without_their_frame(self, sent):
        whole = message_id(sent.pk)

        for told in (whole, whole.strip("<>"), reference(sent.pk), f" {whole} "):
            assert delivery_of(told) == sent.pk

    def test_cannot_be_made_up(self, sent):
        _, _, mark = reference(sent.pk).partition(".")

        assert delivery_of(f"{sent.pk + 1}.{mark}") is None
        assert delivery_of(f"{sent.pk}.{mark[:-1]}") is None


@pytest.mark.django_db(transaction=True)
def test_the_same_event_told_eight_times_at_once_is_taken_once(sent, told):
    barrier = threading.Barrier(8)
    taken = []

    def run():
        barrier.wait()
        taken.append(told(sent, Outcome.BOUNCED))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [0] * 7 + [1]
    assert (MailReport.objects.count(), Suppression.objects.count()) == (1, 1)


def test_a_complaint_takes_back_the_consent_to_marketing(sent, told, anna, now):
    actions.agree_to_marketing(person=anna, version=1, place="/inbox/settings/", now=now)

    told(sent, Outcome.COMPLAINED)

    newest = Consent.objects.latest("pk")
    assert (newest.is_given, newest.place) == (False, "a complaint to the mail provider")
