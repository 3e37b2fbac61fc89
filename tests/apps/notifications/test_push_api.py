import pytest
from django.test import Client
from django.utils import timezone

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.models import ActionTaken, Device, Message
from tests.push_service import Browser

BASE = "/api/v1/notifications"
JSON = {"content_type": "application/json"}


@pytest.fixture
def own(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


@pytest.fixture
def eves(eve):
    browser = Client()
    browser.force_login(eve)
    return browser


@pytest.fixture
def register(service, own):
    """Switches a browser on as its page does."""

    def register(name="phone", browser=own, **more):
        body = {"endpoint": service.endpoint(name), "keys": Browser().keys()} | more
        return browser.post(f"{BASE}/devices", body, **JSON)

    return register


class TestPushKey:
    def test_is_public(self, client, db):
        key = client.get(f"{BASE}/push-key").json()["public_key"]
        assert key == queries.push_key()
        assert len(key) == 87


class TestRegister:
    def test_answers_with_the_device_and_its_token(self, register, anna):
        answer = register()
        assert answer.status_code == 201
        assert answer.json()["is_live"] is True
        device = Device.objects.get(person=anna)
        assert answer.json()["token"] == actions.renewal_token(device)

    def test_takes_what_browsers_send_beside(self, register):
        assert register(expirationTime=None).status_code == 201

    def test_binds_it_to_the_session(self, register, own):
        register()
        assert Device.objects.get().session_key == own.session.session_key

    @pytest.mark.parametrize(
        "wrong",
        [
            {"endpoint": "https://evil.example/x"},
            {"endpoint": ""},
            {"keys": {"p256dh": "x", "auth": "y"}},
            {"keys": {}},
            {"keys": None},
            {"endpoint": "https://fcm.googleapis.com/" + "x" * 2000},
        ],
    )
    def test_refuses_what_is_no_subscription(self, register, wrong):
        assert register(**wrong).status_code == 422
        assert not Device.objects.exists()

    def test_names_the_reason(self, register):
        answer = register(endpoint="https://evil.example/x").json()
        assert answer["type"].endswith("notifications.wrong-subscription")

    def test_refuses_a_browser_that_forgets_its_person(self, register, own):
        session = own.session
        session.set_expiry(0)
        session.save()
        answer = register()
        assert answer.status_code == 409
        assert answer.json()["type"].endswith("notifications.not-remembered")
        assert not Device.objects.exists()

    def test_is_for_browsers_not_for_tokens(self, register, anna):
        answer = register(browser=Client(headers={"Authorization": "Bearer day_x"}))
        assert answer.status_code == 401
        assert not Device.objects.exists()

    def test_needs_the_token_of_the_page(self, anna, register):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(anna)
        assert register(browser=strict).status_code == 403
        assert not Device.objects.exists()


class TestDevices:
    def test_are_those_of_the_person(self, register, own, eves):
        register()
        (device,) = own.get(f"{BASE}/devices").json()
        assert set(device) == {"id", "name", "added_at", "used_at", "is_live"}
        assert eves.get(f"{BASE}/devices").json() == []

    def test_give_no_address_and_no_key_away(self, register, own):
        register()
        text = own.get(f"{BASE}/devices").content.decode()
        device = Device.objects.get()
        assert not any(secret in text for secret in (device.endpoint, device.p256dh, device.auth))

    def test_are_removed_by_their_person_only(self, register, own, eves):
        register()
        address = f"{BASE}/devices/{Device.objects.get().pk}"
        assert eves.delete(address).status_code == 404
        assert Device.objects.count() == 1
        assert own.delete(address).status_code == 204
        assert own.delete(address).status_code == 404


class TestRenew:
    def test_needs_nobody_signed_in(self, register, service):
        token = register().json()["token"]
        body = {"token": token, "endpoint": service.endpoint("b"), "keys": Browser().keys()}
        answer = Client(enforce_csrf_checks=True).post(f"{BASE}/devices/renew", body, **JSON)
        assert answer.status_code == 200
        assert Device.objects.get().endpoint == service.endpoint("b")
        assert answer.json()["token"] != token

    def test_knows_no_other_token(self, register, service):
        register()
        body = {"token": "x", "endpoint": service.endpoint("b"), "keys": Browser().keys()}
        answer = Client().post(f"{BASE}/devices/renew", body, **JSON)
        assert answer.status_code == 404
        assert Device.objects.get().endpoint == service.endpoint("phone")


class TestAct:
    def press(self, token):
        return Client(enforce_csrf_checks=True).post(f"{BASE}/act", {"token": token}, **JSON)

    def test_needs_nobody_signed_in(self, tell):
        told = tell()
        token = actions.action_token(told, "notifications.done", now=timezone.now())
        answer = self.press(token)
        assert answer.status_code == 200
        assert answer.json()["result"] == "Done. The message is marked as read."
        assert Message.objects.get().read_at

    def test_answers_the_same_a_second_time(self, tell):
        token = actions.action_token(tell(), "notifications.done", now=timezone.now())
        assert self.press(token).json() == self.press(token).json()
        assert ActionTaken.objects.count() == 1

    @pytest.mark.parametrize("token", ["", "x", "x" * 300])
    def test_knows_no_other_token(self, tell, token):
        tell()
        assert self.press(token).status_code == 404
        assert Message.objects.get().read_at is None

    def test_refuses_what_is_too_long_to_be_one(self, db):
        assert self.press("x" * 301).status_code == 422


class TestActOnMessage:
    def act(self, browser, message, action="notifications.snooze"):
        address = f"{BASE}/messages/{message.pk}/act"
        return browser.post(address, {"action": action}, **JSON)

    def test_does_it(self, own, tell):
        told = tell()
        assert self.act(own, told).json()["result"] == "You will be told again in an hour."
        assert Message.objects.count() == 2

    def test_is_for_its_person_only(self, eves, tell):
        assert self.act(eves, tell()).status_code == 404
        assert not ActionTaken.objects.exists()

    def test_refuses_what_is_not_offered(self, own, tell):
        answer = self.act(own, tell(), "tests.nothing")
        assert answer.status_code == 404
        assert answer.json()["type"].endswith("notifications.no-such-action")


class TestMessages:
    def test_say_what_can_be_done(self, own, tell, now):
        told = tell()
        actions.take_action(
            person=told.person, message_id=told.pk, action="notifications.done", now=now
        )
        (message,) = own.get(f"{BASE}/messages").json()["messages"]
        assert [(one["name"], one["is_taken"]) for one in message["actions"]] == [
            ("notifications.done", True),
            ("notifications.snooze", False),
        ]

    def test_cost_no_more_questions_when_there_are_many(
        self, own, tell, django_assert_max_num_queries
    ):
        for number in range(15):
            tell(key=str(number))
        with django_assert_max_num_queries(8):
            own.get(f"{BASE}/messages")


class TestWishes:
    def test_take_the_channel(self, own):
        wish = {"kind": "notifications.trial", "channel": "push", "is_on": True}
        answer = own.patch(f"{BASE}/settings", {"kinds": [wish]}, **JSON).json()
        (found,) = [
            one
            for one in answer["kinds"]
            if (one["kind"], one["channel"]) == ("notifications.trial", "push")
        ]
        assert found["is_on"] is True
