"""The page of the number, the boxes of SMS among the settings, and what they say."""

import re

import pytest

from daybook.apps.notifications import actions
from daybook.apps.notifications.models import Delivery, Message, Phone, Preference

NUMBER = "+447700900123"
PAGE = "/inbox/phone/"
SETTINGS = "/inbox/settings/"
BOX = "notifications.trial.sms"


@pytest.fixture
def as_anna(client, anna):
    anna.phone = NUMBER
    anna.save()
    client.force_login(anna)
    return client


@pytest.fixture
def code(as_anna, anna, twilio, now):
    """A code that was sent to Anna."""
    as_anna.post(PAGE + "code/")
    delivery = Delivery.objects.get()
    actions.deliver(delivery_id=delivery.pk, now=delivery.queued_at)
    return re.match(r"\d{6}", twilio.texts[-1])[0]


def text(response):
    return response.content.decode()


class TestPage:
    def test_says_that_there_is_no_sms(self, as_anna):
        page = text(as_anna.get(PAGE))

        assert "There is no SMS here" in page
        assert "Send a code" not in page

    def test_leads_to_the_profile_for_a_number(self, as_anna, anna, twilio):
        anna.phone = ""
        anna.save()

        assert 'href="/accounts/profile/"' in text(as_anna.get(PAGE))

    def test_offers_a_code(self, as_anna, twilio):
        page = text(as_anna.get(PAGE))

        assert f"The code goes to {NUMBER}" in page
        assert 'name="code"' not in page

    def test_sends_one_and_takes_it(self, as_anna, code):
        page = text(as_anna.get(PAGE))
        assert "A code is on its way" in page
        assert 'autocomplete="one-time-code"' in page

        answer = as_anna.post(PAGE, {"code": code}, follow=True)

        assert answer.redirect_chain == [(SETTINGS, 302)]
        assert "Your number is confirmed" in text(answer)
        assert Phone.objects.get().confirmed_at is not None

    def test_says_beside_the_field_that_a_code_is_wrong(self, as_anna, code):
        answer = as_anna.post(PAGE, {"code": "00 00"})

        assert answer.status_code == 422
        assert "This is not the code we sent" in text(answer)
        assert 'value="00 00"' in text(answer)
        assert Phone.objects.get().confirmed_at is None

    def test_says_that_the_code_is_missing(self, as_anna, code):
        answer = as_anna.post(PAGE, {"code": " "})

        assert answer.status_code == 422
        assert "Type the six digits" in text(answer)

    def test_says_why_no_code_is_sent(self, as_anna, twilio, now):
        actions.take_reply(number=NUMBER, text="STOP", now=now)

        answer = as_anna.post(PAGE + "code/", follow=True)

        assert "has answered STOP" in text(answer)
        assert not Message.objects.exists()

    def test_says_that_the_code_could_not_be_sent(self, as_anna, twilio):
        twilio.mood = 21211
        as_anna.post(PAGE + "code/")
        delivery = Delivery.objects.get()
        actions.deliver(delivery_id=delivery.pk, now=delivery.queued_at)

        assert "could not be sent" in text(as_anna.get(PAGE))

    def test_refuses_a_fourth_code_with_the_time_to_wait(self, as_anna, twilio):
        answers = [as_anna.post(PAGE + "code/").status_code for _ in range(4)]

        assert answers == [302, 302, 302, 429]
        assert Message.objects.count() == 3

    def test_ends_sms(self, client, anna, phone, twilio):
        client.force_login(anna)
        assert "is confirmed" in text(client.get(PAGE))

        answer = client.post(PAGE + "forget/", follow=True)

        assert "You get no more SMS" in text(answer)
        assert not Phone.objects.exists()

    def test_asks_few_questions(self, client, anna, phone, twilio, django_assert_max_num_queries):
        client.force_login(anna)
        with django_assert_max_num_queries(8):
            client.get(PAGE)


class TestSettings:
    def test_have_no_column_where_there_is_no_sms(self, as_anna):
        page = text(as_anna.get(SETTINGS))

        assert BOX not in page
        assert "SMS" not in page

    @pytest.mark.parametrize(
        ("number", "why"),
        [("", "has no phone number yet"), (NUMBER, "is not confirmed yet")],
    )
    def test_say_why_sms_is_off(self, as_anna, anna, twilio, number, why):
        anna.phone = number
        anna.save()

        page = text(as_anna.get(SETTINGS))

        assert why in page
        assert re.search(rf'<input[^>]*name="{BOX}"[^>]*disabled', page)
        assert f'href="{PAGE}"' in page

    def test_keep_a_box_that_may_not_be_ticked_as_it_is(self, as_anna, twilio):
        as_anna.post(SETTINGS, {BOX: "on", "notifications.trial.email": "on"})

        assert not Preference.objects.filter(channel="sms").exists()

    def test_switch_sms_on_and_off(self, client, anna, phone, twilio):
        client.force_login(anna)
        keep = {"notifications.trial.inbox": "on", "notifications.trial.email": "on"}

        client.post(SETTINGS, keep)
        assert not Preference.objects.get(channel="sms").is_on
        client.post(SETTINGS, keep | {BOX: "on"})
        assert Preference.objects.get(channel="sms").is_on

    def test_show_the_test_message_as_an_sms(self, client, anna, phone, twilio):
        client.force_login(anna)

        page = text(client.get(SETTINGS))

        assert "As an SMS it says: “A test message. This is how" in page
        assert re.search(r"\(1 SMS, 1\d\d characters\)", page)
        assert f"SMS go to {NUMBER}" in page

    def test_say_that_the_number_has_answered_stop(self, client, anna, phone, twilio, now):
        client.force_login(anna)
        actions.take_reply(number=NUMBER, text="STOP", now=now)

        assert "your number has answered STOP" in text(client.get(SETTINGS))

    def test_leave_codes_out_where_there_is_no_sms(self, as_anna):
        assert "Codes for your phone" not in text(as_anna.get(SETTINGS))

    def test_show_a_kind_that_is_on_nowhere_yet(self, as_anna, kinds):
        kinds("tests.quiet", channels=())

        assert "tests.quiet" in text(as_anna.get(SETTINGS))

    def test_show_codes_as_always_sent(self, client, anna, phone, twilio):
        client.force_login(anna)

        assert "Codes for your phone" in text(client.get(SETTINGS))


def test_another_number_needs_another_confirmation(
    anna, phone, twilio, django_capture_on_commit_callbacks
):
    from daybook.apps.accounts.events import PhoneChanged
    from daybook.core.events import publish

    with django_capture_on_commit_callbacks(execute=True):
        publish(PhoneChanged(person_id=anna.pk, phone=NUMBER))
    assert Phone.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        publish(PhoneChanged(person_id=anna.pk, phone=""))
    assert not Phone.objects.exists()
