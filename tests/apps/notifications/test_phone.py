"""Confirming a number: a code goes there, and nobody can make us text strangers with it."""

import datetime as dt
import re
import threading

import pytest
from django.core import mail
from django.db import connection

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.actions import phones
from daybook.apps.notifications.errors import NoPhone, WrongCode
from daybook.apps.notifications.models import Delivery, Message, Phone
from daybook.lib.errors import TooMany

NUMBER = "+447700900123"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def numbered(anna):
    """Anna with a number nobody has confirmed."""
    anna.phone = NUMBER
    anna.save()
    return anna


@pytest.fixture
def send(numbered, twilio, now):
    """Sends Anna a code and says which; everything can be said otherwise."""

    def send(**said):
        given = {"person": numbered, "address": "192.0.2.1", "now": now} | said
        actions.send_code(**given)
        delivery = Delivery.objects.order_by("-queued_at", "-pk").first()
        actions.deliver(delivery_id=delivery.pk, now=given["now"])
        return re.match(r"\d{6}", twilio.texts[-1])[0]

    return send


def state(person, now):
    return queries.phone_state(person, now=now)


class TestCode:
    def test_goes_to_the_number_of_the_profile_only(self, send, twilio):
        code = send()

        (taken,) = twilio.messages
        assert taken["to"] == NUMBER
        assert f"{code} is your Daybook code." in taken["body"]
        assert mail.outbox == []

    def test_is_kept_nowhere_when_it_is_sent(self, send):
        code = send()

        message, phone = Message.objects.get(), Phone.objects.get()
        assert (message.context, message.address, message.text) == ({}, "", "")
        assert code not in message.subject + phone.digest
        assert len(phone.digest) == 64

    def test_comes_in_quiet_hours_too(self, send, numbered, now, twilio):
        actions.change_rest(
            person=numbered, quiet_from=dt.time(0), quiet_until=dt.time(23), paused_until=None,
            now=now,
        )  # fmt: skip

        assert send()

    def test_that_would_come_too_late_is_not_sent(self, numbered, twilio, now):
        actions.send_code(person=numbered, address="192.0.2.1", now=now)

        actions.deliver(delivery_id=Delivery.objects.get().pk, now=now + 11 * MINUTE)

        assert Delivery.objects.get().state == "dropped"
        assert twilio.asked == []

    def test_that_cannot_be_sent_is_told(self, numbered, twilio, now):
        twilio.mood = 21614
        actions.send_code(person=numbered, address="192.0.2.1", now=now)

        actions.deliver(delivery_id=Delivery.objects.get().pk, now=now)

        assert state(numbered, now).is_in_trouble
        assert not state(numbered, now).has_code


class TestSendCode:
    def test_needs_a_number(self, anna, twilio, now):
        with pytest.raises(NoPhone, match="no phone number"):
            actions.send_code(person=anna, address="192.0.2.1", now=now)
        assert not Message.objects.exists()

    def test_needs_sms(self, numbered, now):
        with pytest.raises(NoPhone, match="no SMS here"):
            actions.send_code(person=numbered, address="192.0.2.1", now=now)
        assert not Phone.objects.exists()

    def test_is_refused_after_stop(self, numbered, twilio, now):
        actions.take_reply(number=NUMBER, text="STOP", now=now)

        with pytest.raises(NoPhone, match="STOP"):
            actions.send_code(person=numbered, address="192.0.2.1", now=now)
        assert not Message.objects.exists()

    def test_is_refused_where_it_is_not_needed(self, send, numbered, now):
        actions.confirm_phone(person=numbered, code=send(), now=now)

        with pytest.raises(NoPhone, match="confirmed already"):
            send()
        assert Phone.objects.get().confirmed_at == now

    def test_is_limited_for_a_person(self, send, twilio):
        for n in range(3):
            send(address=f"192.0.2.{n}")

        with pytest.raises(TooMany):
            send(address="192.0.2.9")
        assert len(twilio.messages) == 3

    def test_is_limited_for_a_number_whoever_asks(self, send, person, twilio):
        for n in range(3):
            send(person=person(f"Mallory{n}", phone=NUMBER), address=f"192.0.2.{n}")

        with pytest.raises(TooMany):
            send(address="192.0.2.9")
        assert len(twilio.messages) == 3

    def test_is_limited_for_an_address_whatever_the_number(self, send, person, twilio):
        for n in range(10):
            send(person=person(f"Mallory{n}", phone=f"+4477009001{n:02}"))

        with pytest.raises(TooMany):
            send()
        assert len(twilio.messages) == 10

    def test_is_limited_for_a_day_too(self, send, now, twilio):
        for n in range(5):
            send(now=now + n * 61 * MINUTE)

        with pytest.raises(TooMany):
            send(now=now + 6 * 61 * MINUTE)
        assert len(twilio.messages) == 5


class TestConfirm:
    def test_opens_the_way(self, send, numbered, now):
        actions.confirm_phone(person=numbered, code=send(), now=now)

        assert state(numbered, now).gets_sms
        assert queries.confirmed_number(numbered) == NUMBER
        assert Phone.objects.get().digest == ""

    def test_takes_a_code_typed_with_spaces(self, send, numbered, now):
        code = send()

        actions.confirm_phone(person=numbered, code=f" {code[:3]} {code[3:]} ", now=now)

        assert state(numbered, now).is_confirmed

    @pytest.mark.parametrize("typed", ["", "abc", "12345", "²²²²²²", "1234567"])
    def test_refuses_another_code(self, send, numbered, now, typed):
        send()

        with pytest.raises(WrongCode):
            actions.confirm_phone(person=numbered, code=typed, now=now)
        assert not state(numbered, now).is_confirmed

    def test_works_once(self, send, numbered, now):
        code = send()
        actions.confirm_phone(person=numbered, code=code, now=now)
        Phone.objects.update(confirmed_at=None)

        with pytest.raises(WrongCode):
            actions.confirm_phone(person=numbered, code=code, now=now)
        assert not state(numbered, now).is_confirmed

    def test_ends_after_five_tries_even_with_the_right_code(self, send, numbered, now):
        code = send()
        wrong = f"{(int(code) + 1) % 10**6:06}"
        for _ in range(5):
            with pytest.raises(WrongCode, match="not the code"):
                actions.confirm_phone(person=numbered, code=wrong, now=now)

        with pytest.raises(WrongCode, match="tried too often"):
            actions.confirm_phone(person=numbered, code=code, now=now)
        assert not state(numbered, now).is_confirmed

    @pytest.mark.parametrize(("seconds", "is_confirmed"), [(599, True), (600, False)])
    def test_ends_after_ten_minutes(self, send, numbered, now, seconds, is_confirmed):
        code = send()
        later = now + dt.timedelta(seconds=seconds)

        try:
            actions.confirm_phone(person=numbered, code=code, now=later)
        except WrongCode:
            assert not is_confirmed
        assert state(numbered, now).is_confirmed is is_confirmed

    def test_takes_the_latest_code_only(self, send, numbered, now):
        first, second = send(), send()

        if first != second:
            with pytest.raises(WrongCode):
                actions.confirm_phone(person=numbered, code=first, now=now)
        actions.confirm_phone(person=numbered, code=second, now=now)
        assert state(numbered, now).is_confirmed

    def test_is_for_the_number_it_was_sent_to(self, send, numbered, now):
        code = send()
        numbered.phone = "+447700900999"
        numbered.save()

        with pytest.raises(WrongCode):
            actions.confirm_phone(person=numbered, code=code, now=now)
        assert not state(numbered, now).is_confirmed

    def test_is_for_the_person_it_was_sent_to(self, send, person, now):
        code = send()
        other = person("Mallory", phone=NUMBER)

        with pytest.raises(WrongCode):
            actions.confirm_phone(person=other, code=code, now=now)
        assert not state(other, now).is_confirmed

    def test_counts_what_is_typed(self, send, numbered, now, monkeypatch):
        monkeypatch.setattr(phones, "TYPED", phones.Limit("typed-in-tests", 1, 3600))
        code = send()
        with pytest.raises(WrongCode):
            actions.confirm_phone(person=numbered, code="x", now=now)

        with pytest.raises(TooMany):
            actions.confirm_phone(person=numbered, code=code, now=now)
        assert not state(numbered, now).is_confirmed


class TestForget:
    def test_needs_a_new_code(self, phone, anna, now, twilio):
        actions.forget_phone(person_id=anna.pk)
        actions.forget_phone(person_id=anna.pk)

        assert not state(anna, now).is_confirmed

    def test_a_number_that_was_changed_is_not_good_any_more(self, phone, anna, now, twilio):
        anna.phone = "+447700900999"
        anna.save()

        assert queries.confirmed_number(anna) == ""
        assert not state(anna, now).gets_sms


@pytest.mark.django_db(transaction=True)
def test_eight_guesses_at_once_are_five_at_most(send, numbered, now):
    send()
    refused = []
    barrier = threading.Barrier(8)

    def guess():
        barrier.wait()
        try:
            actions.confirm_phone(person=numbered, code="wrong", now=now)
        except WrongCode as error:
            refused.append(error.message)
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum("not the code" in message for message in refused) == 5
    assert Phone.objects.get().tries == 5
