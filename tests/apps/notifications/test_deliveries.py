import datetime as dt
import threading

import pytest
from django.core import mail
from django.db import connection

from daybook.apps.notifications import actions, jobs
from daybook.apps.notifications.domain import ATTEMPTS, STALE_AFTER, address_mark
from daybook.apps.notifications.models import Delivery, Message, Preference, Rest, Suppression

MINUTE = dt.timedelta(minutes=1)


def deliver(delivery, now):
    actions.deliver(delivery_id=delivery.pk, now=now)
    delivery.refresh_from_db()
    return delivery


class TestDeliver:
    def test_sends_the_mail_once(self, owed, now):
        delivery = deliver(owed(), now)
        deliver(delivery, now)

        assert (delivery.state, delivery.attempts) == ("sent", 1)
        assert [letter.to for letter in mail.outbox] == [["anna@example.com"]]
        assert delivery.provider_id == mail.outbox[0].extra_headers["Message-ID"]

    def test_is_not_early(self, owed, now):
        delivery = owed(at=now + MINUTE)

        assert deliver(delivery, now).state == "queued"
        assert deliver(delivery, now + MINUTE).state == "sent"

    def test_writes_to_the_address_of_the_letter(self, owed, now, alarm):
        deliver(owed(kind=alarm, address="new@example.com"), now)

        assert mail.outbox[0].to == ["new@example.com"]

    def test_forgets_what_may_be_secret(self, owed, now):
        delivery = deliver(owed(context={"link": "secret"}), now)

        delivery.message.refresh_from_db()
        assert (delivery.message.context, delivery.message.address) == ({}, "")

    def test_leaves_alone_what_another_worker_has_claimed(self, owed, now):
        delivery = owed()
        Delivery.objects.update(state="sending", claimed_at=now, attempts=1)

        assert deliver(delivery, now + MINUTE).state == "sending"
        assert mail.outbox == []

    def test_takes_over_from_a_worker_that_has_died(self, owed, now):
        delivery = owed()
        Delivery.objects.update(state="sending", claimed_at=now, attempts=1)

        deliver(delivery, now + STALE_AFTER + MINUTE)

        assert (delivery.state, delivery.attempts, len(mail.outbox)) == ("sent", 2, 1)

    def test_gives_up_what_kills_its_workers(self, owed, now):
        delivery = owed()
        Delivery.objects.update(state="sending", claimed_at=now, attempts=ATTEMPTS)

        assert deliver(delivery, now + STALE_AFTER + MINUTE).state == "failed"
        assert mail.outbox == []

    def test_sets_aside_a_kind_that_is_gone(self, owed, now):
        delivery = owed()
        Message.objects.update(kind="tests.gone")

        assert deliver(delivery, now).state == "failed"
        assert "tests.gone" in delivery.error


class TestSecondThoughts:
    def test_drop_what_was_switched_off_meanwhile(self, owed, anna, now):
        delivery = owed()
        Preference.objects.create(
            person=anna, kind="notifications.trial", channel="email", is_on=False
        )

        assert deliver(delivery, now).state == "dropped"
        assert mail.outbox == []

    def test_drop_what_goes_to_a_suppressed_address(self, owed, now):
        actions.suppress(address="Anna@example.com", reason="complaint", now=now)

        assert deliver(owed(), now).state == "dropped"

    def test_drop_what_goes_to_a_closed_account(self, owed, anna, now):
        anna.is_active = False
        anna.save()

        assert deliver(owed(), now).state == "dropped"

    def test_send_what_may_not_be_off_all_the_same(self, owed, anna, alarm, now):
        actions.suppress(address="anna@example.com", reason="complaint", now=now)
        Rest.objects.create(person=anna, paused_until=dt.date(2026, 12, 1))

        assert deliver(owed(kind=alarm), now).state == "sent"

    def test_wait_when_the_person_has_paused_meanwhile(self, owed, anna, now):
        delivery = owed()
        Rest.objects.create(person=anna, paused_until=dt.date(2026, 3, 10))

        deliver(delivery, now)

        assert (delivery.state, delivery.attempts) == ("queued", 0)
        assert delivery.due_at == dt.datetime(2026, 3, 10, tzinfo=dt.UTC)


class TestServer:
    """What becomes of a delivery when a real mail server behaves in some way."""

    def test_takes_it(self, owed, now, server):
        delivery = deliver(owed(), now)

        assert delivery.state == "sent"
        (taken,) = server.mails
        assert taken["Message-ID"] == delivery.provider_id
        assert taken["To"] == "anna@example.com"

    @pytest.mark.parametrize("mood", ["refuses", "spurns"])
    def test_refuses_for_good(self, owed, now, server, mood):
        server.mood = mood

        delivery = deliver(owed(), now)

        assert (delivery.state, delivery.attempts) == ("failed", 1)
        assert delivery.error.startswith("55")
        assert Suppression.objects.get().mark == address_mark("anna@example.com")

    @pytest.mark.parametrize("mood", ["delays", "stalls", "hangs up"])
    def test_is_asked_again_later(self, owed, now, server, mood):
        server.mood = mood

        delivery = deliver(owed(), now)

        assert (delivery.state, delivery.attempts) == ("queued", 1)
        assert now < delivery.due_at < now + 2 * MINUTE
        assert delivery.error
        server.mood = "takes"
        assert deliver(delivery, delivery.due_at).state == "sent"
        assert len(server.mails) == 1

    def test_is_not_there(self, owed, now, server, settings):
        settings.EMAIL_PORT = 9

        assert deliver(owed(), now).state == "queued"

    def test_that_took_it_but_never_said_so_can_tell_the_second_from_the_first(
        self, owed, now, server
    ):
        server.mood = "dawdles"
        delivery = deliver(owed(), now)
        assert delivery.state == "queued"  # a time-out is never "sent"

        server.mood = "takes"
        deliver(delivery, delivery.due_at)

        assert len(server.mails) == 2
        assert len({str(taken["Message-ID"]) for taken in server.mails}) == 1

    def test_that_never_answers_leads_to_a_dead_letter(self, owed, now, server):
        server.mood = "delays"
        delivery = owed(context={"link": "needed"})
        for _ in range(ATTEMPTS):
            deliver(delivery, delivery.due_at)

        assert (delivery.state, delivery.attempts) == ("failed", ATTEMPTS)
        assert Message.objects.get().context == {"link": "needed"}
        assert not Suppression.objects.exists()


class TestDeliverDue:
    def test_finds_what_was_left_lying(self, owed, now):
        owed()
        owed(key="2", at=now + MINUTE)
        owed(key="3", at=now + 5 * MINUTE)

        assert actions.deliver_due(now=now + MINUTE) == 2
        assert len(mail.outbox) == 2

    def test_stops_where_the_server_is_away(self, owed, now, server, settings):
        settings.EMAIL_PORT = 9
        owed()
        owed(key="2")

        assert actions.deliver_due(now=now) == 0
        assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 1]

    def test_costs_one_query_when_nothing_is_due(self, db, now, django_assert_num_queries):
        with django_assert_num_queries(1):
            actions.deliver_due(now=now)

    def test_is_a_job(self, owed, now):
        owed(now=now)

        assert jobs.deliver_due.func() == 1
        assert len(mail.outbox) == 1


class TestDeadLetters:
    def test_can_be_sent_again(self, owed, now):
        delivery = owed()
        Delivery.objects.update(state="failed", attempts=ATTEMPTS, finished_at=now)

        assert actions.resend(delivery=delivery, now=now) is True
        assert deliver(delivery, now).state == "sent"

    def test_can_be_dropped_and_forget_their_secrets(self, owed, now):
        delivery = owed(context={"link": "secret"})
        Delivery.objects.update(state="failed", finished_at=now)

        assert actions.drop(delivery=delivery, now=now) is True
        assert Message.objects.get().context == {}

    def test_are_only_those(self, owed, now):
        delivery = deliver(owed(), now)

        assert actions.resend(delivery=delivery, now=now) is False
        assert actions.drop(delivery=delivery, now=now) is False
        assert deliver(delivery, now).state == "sent"


class TestForgetOld:
    def test_deletes_after_a_year(self, owed, now):
        deliver(owed(), now)

        actions.forget_old(now=now + dt.timedelta(days=365))
        assert Message.objects.count() == 1
        actions.forget_old(now=now + dt.timedelta(days=366))
        assert (Message.objects.count(), Delivery.objects.count()) == (0, 0)

    def test_keeps_what_is_still_to_come(self, owed, now):
        owed(at=now + dt.timedelta(days=400))

        actions.forget_old(now=now + dt.timedelta(days=399))
        assert Message.objects.count() == 1

    def test_gives_dead_letters_up_after_a_month(self, owed, now):
        delivery = owed()
        Delivery.objects.update(state="failed", finished_at=now)

        jobs.actions.forget_old(now=now + dt.timedelta(days=31))

        delivery.refresh_from_db()
        assert delivery.state == "dropped"

    def test_is_a_job(self, db):
        assert jobs.forget_old.func() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(owed, now):
    delivery = owed()
    barrier = threading.Barrier(4)

    def run():
        barrier.wait()
        actions.deliver(delivery_id=delivery.pk, now=now)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mail.outbox) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("sent", 1)
