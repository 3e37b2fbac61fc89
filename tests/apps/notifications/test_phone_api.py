"""The number and its confirmation over the API."""

import re

import pytest

from daybook.apps.notifications import actions
from daybook.apps.notifications.models import Delivery, Message, Phone, Preference

NUMBER = "+447700900123"
PHONE = "/api/v1/notifications/phone"
SETTINGS = "/api/v1/notifications/settings"
JSON = "application/json"


@pytest.fixture
def api(client, anna, twilio):
    anna.phone = NUMBER
    anna.save()
    client.force_login(anna)
    return client


def wish(is_on):
    return {"kinds": [{"kind": "notifications.trial", "channel": "sms", "is_on": is_on}]}


class TestPhone:
    def test_is_confirmed_in_two_steps(self, api, twilio):
        sent = api.post(f"{PHONE}/code")
        assert (sent.status_code, sent.json()["has_code"]) == (202, True)
        delivery = Delivery.objects.get()
        actions.deliver(delivery_id=delivery.pk, now=delivery.queued_at)
        code = re.match(r"\d{6}", twilio.texts[-1])[0]

        answer = api.post(f"{PHONE}/confirm", {"code": code}, content_type=JSON)

        assert answer.json() == {
            "is_on": True, "number": NUMBER, "is_confirmed": True, "is_stopped": False,
            "has_code": False, "is_in_trouble": False,
        }  # fmt: skip

    def test_refuses_a_wrong_code_with_the_field(self, api):
        api.post(f"{PHONE}/code")

        answer = api.post(f"{PHONE}/confirm", {"code": "x"}, content_type=JSON)

        assert answer.status_code == 422
        assert answer.json()["type"].endswith("notifications.wrong-code")
        assert answer.json()["errors"][0]["loc"] == ["body", "code"]
        assert Phone.objects.get().confirmed_at is None

    def test_has_no_code_for_no_number(self, api, anna):
        anna.phone = ""
        anna.save()

        answer = api.post(f"{PHONE}/code")

        assert answer.status_code == 409
        assert answer.json()["type"].endswith("notifications.no-phone")
        assert not Message.objects.exists()

    def test_says_how_long_to_wait(self, api):
        answers = [api.post(f"{PHONE}/code") for _ in range(4)]

        assert answers[-1].status_code == 429
        assert int(answers[-1]["Retry-After"]) > 0

    def test_is_given_up(self, api, phone):
        assert api.delete(PHONE).status_code == 204
        assert api.delete(PHONE).status_code == 204
        assert api.get(PHONE).json()["is_confirmed"] is False


class TestSettings:
    def test_switch_sms_on_for_a_confirmed_number(self, api, phone):
        Preference.objects.all().delete()

        answer = api.patch(SETTINGS, wish(True), content_type=JSON)

        assert answer.status_code == 200
        assert Preference.objects.get().is_on

    def test_refuse_that_for_another(self, api):
        answer = api.patch(SETTINGS, wish(True), content_type=JSON)

        assert answer.status_code == 409
        assert answer.json()["type"].endswith("notifications.phone-not-confirmed")
        assert not Preference.objects.exists()

    def test_know_no_sms_where_there_is_none(self, api, settings):
        settings.TWILIO_ACCOUNT = ""

        answer = api.patch(SETTINGS, wish(False), content_type=JSON)

        assert answer.status_code == 422
        assert not Preference.objects.exists()
        assert {kind["channel"] for kind in api.get(SETTINGS).json()["kinds"]} == {
            "inbox",
            "email",
            "push",
        }
