import datetime as dt

import pytest
from django.test import Client

from daybook.apps.notifications.models import Message, Preference, Rest

BASE = "/api/v1/notifications"


@pytest.fixture
def call(client, anna):
    """Calls the API as Anna: ``call("get", "messages")``."""
    client.force_login(anna)
    return lambda method, path, body=None, browser=client: getattr(browser, method)(
        f"{BASE}/{path}", data=body, content_type="application/json"
    )


@pytest.fixture
def eves(eve):
    browser = Client()
    browser.force_login(eve)
    return browser


class TestMessages:
    def test_lists_the_inbox(self, call, tell):
        told = tell()

        answer = call("get", "messages").json()

        assert (answer["count"], answer["unread"], answer["pages"]) == (1, 1, 1)
        assert answer["messages"][0]["id"] == told.pk
        assert answer["messages"][0]["read_at"] is None

    def test_gives_twenty_a_page(self, call, tell):
        for number in range(21):
            tell(key=str(number))

        assert len(call("get", "messages").json()["messages"]) == 20
        assert len(call("get", "messages?page=2").json()["messages"]) == 1

    def test_marks_one_as_read(self, call, tell):
        told = tell()

        answer = call("post", f"messages/{told.pk}/read")

        assert answer.status_code == 200
        assert answer.json()["read_at"]

    def test_marks_all_as_read(self, call, tell):
        tell()
        tell(key="2")

        assert call("post", "messages/read").json() == {"marked": 2}
        assert call("get", "messages").json()["unread"] == 0

    def test_deletes_one(self, call, tell):
        told = tell()

        assert call("delete", f"messages/{told.pk}").status_code == 204
        assert call("get", "messages").json()["count"] == 0

    @pytest.mark.parametrize(("method", "path"), [("post", "/read"), ("delete", "")])
    def test_does_not_know_those_of_others(self, call, tell, eves, method, path):
        told = tell()

        answer = call(method, f"messages/{told.pk}{path}", browser=eves)

        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:daybook:notifications.no-such-message"
        told.refresh_from_db()
        assert (told.read_at, told.is_in_inbox) == (None, True)

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("get", "messages"),
            ("post", "messages/read"),
            ("post", "messages/1/read"),
            ("delete", "messages/1"),
            ("get", "settings"),
            ("patch", "settings"),
        ],
    )
    def test_is_closed_to_strangers(self, call, tell, method, path):
        tell()

        assert call(method, path, {}, browser=Client()).status_code == 401
        assert Message.objects.filter(read_at=None, is_in_inbox=True).count() == 1


class TestSettings:
    def change(self, call, **body):
        return call("patch", "settings", body)

    def test_tells_the_defaults(self, call):
        answer = call("get", "settings").json()

        assert (answer["quiet_from"], answer["paused_until"]) == (None, None)
        assert {
            "kind": "notifications.trial",
            "channel": "email",
            "is_on": True,
            "may_be_off": True,
        } in answer["kinds"]

    def test_changes_what_is_given(self, call, anna):
        self.change(call, quiet_from="22:00", quiet_until="07:00")
        off = {"kind": "notifications.trial", "channel": "email", "is_on": False}
        answer = self.change(call, kinds=[off]).json()

        assert (answer["quiet_from"], answer["quiet_until"]) == ("22:00", "07:00")
        assert Preference.objects.get().is_on is False

    def test_forgets_what_is_null(self, call, anna):
        Rest.objects.create(person=anna, quiet_from=dt.time(22), quiet_until=dt.time(7))

        answer = self.change(call, quiet_from=None, quiet_until=None)

        assert answer.json()["quiet_from"] is None

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"quiet_from": "22:00"}, 422, "notifications.wrong-wish"),
            ({"paused_until": "2020-01-01"}, 422, "notifications.wrong-wish"),
            (
                {"kinds": [{"kind": "no.such", "channel": "email", "is_on": True}]},
                422,
                "notifications.unknown-kind",
            ),
            (
                {"kinds": [{"kind": "tests.alarm", "channel": "email", "is_on": False}]},
                409,
                "notifications.always-on",
            ),
        ],
    )
    def test_refuses_and_changes_nothing(self, call, alarm, body, status, code):
        off = {"kind": "notifications.trial", "channel": "inbox", "is_on": False}
        answer = self.change(call, **(body | {"kinds": [off, *body.get("kinds", [])]}))

        assert (answer.status_code, answer.json()["type"]) == (status, f"urn:daybook:{code}")
        assert not Preference.objects.exists()
