"""What becomes of a delivery by SMS when Twilio behaves in some way."""

import datetime as dt
import threading

import pytest
from django.core import mail
from django.db import connection

from daybook.apps.notifications import actions
from daybook.apps.notifications.clients.words import sms_of
from daybook.apps.notifications.domain import ATTEMPTS, DAILY_SEGMENTS, STALE_AFTER, address_mark
from daybook.apps.notifications.models import Delivery, Message, Phone, Sms, SmsDay, Suppression
from daybook.lib.gsm import size_of

NUMBER = "+447700900123"
SAYS = "A test message. This is how Daybook tells you things."
MINUTE = dt.timedelta(minutes=1)


def deliver(delivery, now):
    actions.deliver(delivery_id=delivery.pk, now=now)
    return Delivery.objects.get(pk=delivery.pk)


class TestTelling:
    def test_queues_an_sms_beside_the_mail(self, tell, twilio, phone):
        tell()

        assert set(Delivery.objects.values_list("channel", flat=True)) == {"email", "sms"}

    def test_queues_none_unless_it_is_switched_on(self, tell, twilio, phone, kinds):
        kinds("tests.other")

        tell(kind="tests.other")

        assert Delivery.objects.get().channel == "email"

    @pytest.mark.parametrize("change", [{"confirmed_at": None}, {"number": "+447700900999"}])
    def test_queues_none_to_a_number_that_is_not_confirmed(self, tell, twilio, phone, change):
        Phone.objects.update(**change)

        tell()

        assert not Delivery.objects.filter(channel="sms").exists()

    def test_queues_none_where_there_is_no_sms(self, tell, phone):
        tell()

        assert not Delivery.objects.filter(channel="sms").exists()


class TestSend:
    def test_hands_it_over_once(self, owed_sms, now, twilio):
        delivery = deliver(owed_sms(), now)
        deliver(delivery, now)

        assert (delivery.state, delivery.attempts) == ("sent", 1)
        (taken,) = twilio.messages
        assert (taken["to"], taken["from"]) == (NUMBER, "+447700900000")
        assert taken["body"].startswith(SAYS)
        assert delivery.provider_id == delivery.sms.sid == taken["sid"]
        assert twilio.looks == 0

    def test_names_the_address_for_reports(self, owed_sms, now, twilio):
        delivery = deliver(owed_sms(), now)

        (asked,) = twilio.asked
        place = f"/webhooks/twilio/reports/{delivery.pk}/"
        assert asked["StatusCallback"] == f"http://127.0.0.1:8000{place}"

    def test_may_go_through_a_messaging_service(self, owed_sms, now, twilio, settings):
        settings.TWILIO_FROM = "MG" + "a" * 32

        deliver(owed_sms(), now)

        assert twilio.messages[0]["messaging_service_sid"] == "MG" + "a" * 32
        assert twilio.messages[0]["from"] is None

    def test_counts_the_segments(self, owed_sms, now, anna):
        delivery = deliver(owed_sms(), now)

        assert delivery.sms.segments == 1
        assert set(SmsDay.objects.values_list("person_id", "segments")) == {(anna.pk, 1), (None, 1)}

    def test_waits_for_the_end_of_quiet_hours(self, owed_sms, now, anna, twilio):
        delivery = owed_sms()
        actions.change_rest(
            person=anna, quiet_from=dt.time(0), quiet_until=dt.time(23), paused_until=None, now=now
        )

        assert deliver(delivery, now).state == "queued"
        assert twilio.asked == []

    def test_leaves_the_mail_alone(self, owed_sms, now, twilio):
        twilio.mood = "broken"
        owed_sms()

        assert actions.deliver_due(now=now) == 1
        assert len(mail.outbox) == 1


class TestWords:
    def test_are_subject_and_text_of_a_kind_without_its_own(self, db):
        assert sms_of("notifications/kinds/trial.html", {}).startswith(SAYS)

    def test_are_those_of_the_partial(self, db):
        text = sms_of("notifications/kinds/phone_code.html", {"code": "012345"})

        assert text.startswith("012345 is your Daybook code.")
        assert size_of(text).segments == 1

    def test_that_are_too_many_end_with_the_link(self, owed_sms, now, monkeypatch, twilio):
        monkeypatch.setattr(
            "daybook.apps.notifications.actions.sms.sms_of", lambda *_: "many words " * 90
        )
        delivery = deliver(owed_sms(), now)

        (text,) = twilio.texts
        assert text.endswith(f"... http://127.0.0.1:8000/inbox/{delivery.message_id}/")
        assert size_of(text).segments == delivery.sms.segments == 3


class TestRefusals:
    def test_for_good_are_dead_letters(self, owed_sms, now, twilio):
        twilio.mood = 21602

        delivery = deliver(owed_sms(), now)

        assert (delivery.state, delivery.attempts) == ("failed", 1)
        assert delivery.error == "Twilio refused it: HTTP 400, error 21602."
        assert not SmsDay.objects.filter(segments__gt=0).exists()

    @pytest.mark.parametrize("code", [21211, 21214, 21217, 21408, 21612, 21614])
    def test_of_a_number_need_a_new_confirmation(self, owed_sms, now, twilio, code):
        twilio.mood = code

        delivery = deliver(owed_sms(), now)

        assert delivery.state == "failed"
        assert NUMBER not in delivery.error
        assert Phone.objects.get().confirmed_at is None

    def test_after_stop_suppress_the_number(self, owed_sms, now, twilio):
        twilio.mood = 21610

        assert deliver(owed_sms(), now).state == "failed"
        assert Suppression.objects.get().mark == address_mark(NUMBER)
        twilio.mood = "takes"
        assert not Delivery.objects.filter(message=owed_sms_of(owed_sms), channel="sms").exists()

    @pytest.mark.parametrize("code", [20429, 21611, 63038])
    def test_for_haste_are_tried_again(self, owed_sms, now, twilio, code):
        twilio.mood = code

        assert deliver(owed_sms(), now).state == "queued"
        assert Phone.objects.get().confirmed_at == now

    def test_of_our_login_are_tried_again(self, owed_sms, now, settings, twilio):
        settings.TWILIO_TOKEN = "wrong"

        delivery = deliver(owed_sms(), now)

        assert delivery.state == "queued"
        assert "HTTP 401" in delivery.error
        assert "wrong" not in delivery.error

    def test_never_follow_a_redirect(self, owed_sms, now, twilio):
        twilio.mood = "moves"

        assert deliver(owed_sms(), now).state == "queued"


def owed_sms_of(owed_sms):
    """A second message, told without looking for its delivery."""
    with pytest.raises(Delivery.DoesNotExist):
        owed_sms(key="2")
    return Message.objects.get(key="2")


class TestWaiting:
    def test_is_as_long_as_asked(self, owed_sms, now, twilio):
        twilio.mood = "busy"

        delivery = deliver(owed_sms(), now)

        assert (delivery.state, delivery.due_at) == ("queued", now + dt.timedelta(hours=2))
        assert delivery.sms.asked_at is None
        twilio.mood = "takes"
        assert deliver(delivery, delivery.due_at).state == "sent"
        assert twilio.looks == 0

    def test_follows_when_nobody_is_there(self, owed_sms, now, settings):
        settings.TWILIO_URL = "http://127.0.0.1:9/"

        delivery = deliver(owed_sms(), now)

        assert (delivery.state, delivery.sms.asked_at) == ("queued", None)
        assert "cannot be reached" in delivery.error


class TestNotKnowing:
    """The answer was not heard: the message may have been sent, and is looked for."""

    @pytest.mark.parametrize("mood", ["dawdles", "hangs up", "stumbles", "babbles"])
    def test_finds_what_was_taken_and_sends_it_once(self, owed_sms, now, twilio, mood):
        twilio.mood = mood
        delivery = deliver(owed_sms(), now)
        assert (delivery.state, delivery.sms.asked_at) == ("queued", now)  # never called sent

        twilio.mood = "takes"
        delivery = deliver(delivery, delivery.due_at)

        assert (delivery.state, len(twilio.messages), twilio.looks) == ("sent", 1, 1)
        assert delivery.provider_id == twilio.messages[0]["sid"]

    @pytest.mark.parametrize("mood", ["stalls", "broken"])
    def test_sends_what_was_not_taken(self, owed_sms, now, twilio, mood):
        twilio.mood = mood
        delivery = deliver(owed_sms(), now)

        twilio.mood = "takes"
        delivery = deliver(delivery, delivery.due_at)

        assert (delivery.state, len(twilio.messages), twilio.looks) == ("sent", 1, 1)

    def test_asks_for_nothing_while_it_cannot_look(self, owed_sms, now, twilio):
        twilio.mood = "stalls"
        delivery = deliver(owed_sms(), now)

        twilio.mood = "broken"
        delivery = deliver(delivery, delivery.due_at)

        assert (delivery.state, len(twilio.asked)) == ("queued", 1)

    def test_does_not_take_the_message_of_another_delivery_for_its_own(self, owed_sms, now, twilio):
        first = deliver(owed_sms(), now)
        twilio.mood = "stalls"
        second = deliver(owed_sms(key="2"), now)

        twilio.mood = "takes"
        second = deliver(second, second.due_at)

        assert len(twilio.messages) == 2
        assert first.provider_id != second.provider_id

    def test_does_not_take_an_old_message_for_its_own(self, owed_sms, now, twilio):
        twilio.now = now - dt.timedelta(hours=1)
        twilio.take({"To": NUMBER, "Body": sms_of("notifications/kinds/trial.html", {})})
        twilio.mood, twilio.now = "stalls", now
        delivery = deliver(owed_sms(), now)

        twilio.mood = "takes"
        deliver(delivery, delivery.due_at)

        assert len(twilio.messages) == 2

    def test_believes_a_report_that_was_quicker(self, owed_sms, now, twilio):
        twilio.mood = "dawdles"
        delivery = deliver(owed_sms(), now)
        Sms.objects.update(sid=twilio.messages[0]["sid"], fate="delivered")

        assert deliver(delivery, delivery.due_at).state == "sent"
        assert (len(twilio.messages), twilio.looks) == (1, 0)

    def test_still_looks_when_the_operator_sends_it_again(self, owed_sms, now, twilio):
        twilio.mood = "dawdles"
        delivery = deliver(owed_sms(), now)
        Delivery.objects.update(state="failed", attempts=ATTEMPTS, finished_at=now)

        actions.resend(delivery=delivery, now=now)
        twilio.mood = "takes"

        assert deliver(delivery, now).state == "sent"
        assert len(twilio.messages) == 1


class TestCaps:
    def test_hold_for_a_person(self, owed_sms, now, anna, twilio):
        SmsDay.objects.create(day=now.date(), person=anna, segments=DAILY_SEGMENTS)

        delivery = deliver(owed_sms(), now)

        midnight = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
        assert delivery.state == "queued"
        assert midnight < delivery.due_at < midnight + 2 * MINUTE
        assert twilio.asked == []
        assert deliver(delivery, delivery.due_at).state == "sent"

    def test_hold_for_all(self, owed_sms, now, settings, twilio):
        settings.SMS_DAILY_LIMIT = 1

        assert deliver(owed_sms(), now).state == "sent"
        assert deliver(owed_sms(key="2"), now).state == "queued"
        assert len(twilio.messages) == 1
        assert set(SmsDay.objects.values_list("segments", flat=True)) == {1}

    def test_of_one_person_hold_nobody_else_up(self, owed_sms, now, anna):
        SmsDay.objects.create(day=now.date(), person=anna, segments=DAILY_SEGMENTS)
        Delivery.objects.filter(pk__in=[owed_sms().pk, owed_sms(key="2").pk]).update(due_at=now)
        Delivery.objects.filter(channel="email").delete()

        assert actions.deliver_due(now=now) == 2  # both were looked at, neither was sent


class TestSecondThoughts:
    def test_drop_what_goes_to_a_number_that_said_stop(self, owed_sms, now, twilio):
        delivery = owed_sms()
        actions.take_reply(number=NUMBER, text="Stop", now=now)

        assert deliver(delivery, now).state == "dropped"
        assert twilio.asked == []

    def test_drop_what_goes_to_a_number_given_up(self, owed_sms, anna, now, twilio):
        delivery = owed_sms()
        actions.forget_phone(person_id=anna.pk)

        assert deliver(delivery, now).state == "dropped"
        assert twilio.asked == []

    def test_drop_everything_when_there_is_no_sms_any_more(self, owed_sms, now, settings, twilio):
        delivery = owed_sms()
        settings.TWILIO_ACCOUNT = ""

        assert deliver(delivery, now).state == "dropped"


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def run(self, *calls):
        barrier = threading.Barrier(len(calls))

        def one(call):
            barrier.wait()
            call()
            connection.close()

        threads = [threading.Thread(target=one, args=[call]) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def test_the_same_key_from_eight_threads_is_one_sms(self, twilio, phone, tell, now):
        self.run(*[tell] * 8)

        delivery = Delivery.objects.get(channel="sms")
        self.run(*[lambda: actions.deliver(delivery_id=delivery.pk, now=now)] * 8)

        assert len(twilio.asked) == len(twilio.messages) == 1
        assert Delivery.objects.get(pk=delivery.pk).state == "sent"

    def test_the_cap_holds_when_eight_send_at_once(self, owed_sms, now, settings, twilio):
        settings.SMS_DAILY_LIMIT = 3
        waiting = [owed_sms(key=str(n)) for n in range(8)]

        self.run(*[lambda one=one: deliver(one, now) for one in waiting])

        assert len(twilio.messages) == 3
        assert Delivery.objects.filter(channel="sms", state="queued").count() == 5

    def test_a_worker_that_died_after_asking_is_followed_by_one_that_looks(
        self, owed_sms, now, twilio
    ):
        delivery = owed_sms()
        twilio.take({"To": NUMBER, "Body": sms_of("notifications/kinds/trial.html", {})})
        Delivery.objects.update(state="sending", claimed_at=now, attempts=1)
        Sms.objects.create(delivery=delivery, asked_at=now, segments=1)

        delivery = deliver(delivery, now + STALE_AFTER + MINUTE)

        assert (delivery.state, len(twilio.messages)) == ("sent", 1)
