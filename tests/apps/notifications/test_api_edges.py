"""The API at its edges: wrong methods, wrong shapes, the ends of lists, and strangers."""

import pytest
from django.test import Client

from daybook.apps.notifications.models import Message, Preference, Rest

BASE = "/api/v1/notifications"
MESSAGE_FIELDS = {"id", "kind", "subject", "text", "shown_at", "read_at", "actions"}


@pytest.fixture
def own(client, anna):
    client.force_login(anna)
    return client


@pytest.fixture
def eves(eve):
    browser = Client()
    browser.force_login(eve)
    return browser


def patch(browser, body):
    return browser.patch(f"{BASE}/settings", data=body, content_type="application/json")


def switch(**changes):
    wish = {"kind": "notifications.trial", "channel": "email", "is_on": False}
    return {"kinds": [wish | changes]}


class TestShapes:
    def test_of_the_inbox_are_what_is_promised(self, own, tell):
        tell()

        answer = own.get(f"{BASE}/messages").json()

        assert set(answer) == {"count", "unread", "page", "pages", "messages"}
        assert set(answer["messages"][0]) == MESSAGE_FIELDS

    def test_of_an_empty_inbox_are_the_same(self, own):
        answer = own.get(f"{BASE}/messages").json()

        assert answer == {"count": 0, "unread": 0, "page": 1, "pages": 1, "messages": []}

    def test_of_instants_are_in_utc(self, own, tell):
        tell()

        told = own.get(f"{BASE}/messages").json()["messages"][0]

        assert told["shown_at"] == "2026-03-03T09:10:00Z"

    def test_of_a_message_read_hold_no_context(self, own, tell):
        told = tell(context={"secret": "opensesame"})

        answer = own.post(f"{BASE}/messages/{told.pk}/read")

        assert set(answer.json()) == MESSAGE_FIELDS
        assert "opensesame" not in answer.content.decode()

    def test_of_settings_name_every_channel_of_a_kind_once(self, own):
        kinds = own.get(f"{BASE}/settings").json()["kinds"]

        pairs = [(wish["kind"], wish["channel"]) for wish in kinds]
        assert len(pairs) == len(set(pairs))
        assert ("notifications.trial", "inbox") in pairs

    def test_of_settings_leave_marketing_out(self, own, kinds):
        kinds("tests.advert", is_marketing=True)

        assert "tests.advert" not in own.get(f"{BASE}/settings").content.decode()

    def test_of_deleting_have_no_body(self, own, tell):
        assert own.delete(f"{BASE}/messages/{tell().pk}").content == b""


class TestPages:
    @pytest.mark.parametrize(("count", "pages", "last"), [(19, 1, 19), (20, 1, 20), (21, 2, 1)])
    def test_break_after_twenty(self, own, tell, count, pages, last):
        for number in range(count):
            tell(key=str(number))

        answer = own.get(f"{BASE}/messages?page=999").json()

        assert (answer["count"], answer["pages"], answer["page"]) == (count, pages, pages)
        assert len(answer["messages"]) == last

    def test_hold_no_message_twice(self, own, tell):
        told = {tell(key=str(number)).pk for number in range(21)}

        pages = [own.get(f"{BASE}/messages?page={page}").json() for page in (1, 2)]

        seen = [message["id"] for page in pages for message in page["messages"]]
        assert len(seen) == 21
        assert set(seen) == told

    @pytest.mark.parametrize("page", ["0", "-1", "1000001", "one", "1.5", "%00", "9" * 30])
    def test_refuse_what_is_no_number_of_a_page(self, own, page):
        assert own.get(f"{BASE}/messages?page={page}").status_code == 422

    def test_take_the_largest_number_allowed(self, own):
        assert own.get(f"{BASE}/messages?page=1000000").json()["page"] == 1

    def test_shrink_when_the_last_message_of_one_is_deleted(self, own, tell):
        told = [tell(key=str(number)) for number in range(21)]

        own.delete(f"{BASE}/messages/{told[0].pk}")

        answer = own.get(f"{BASE}/messages?page=2").json()
        assert (answer["page"], answer["pages"], answer["count"]) == (1, 1, 20)


class TestTwice:
    def test_reading_keeps_the_first_time(self, own, tell):
        path = f"{BASE}/messages/{tell().pk}/read"

        first = own.post(path).json()["read_at"]

        assert own.post(path).json()["read_at"] == first

    def test_deleting_finds_nothing_the_second_time(self, own, tell):
        path = f"{BASE}/messages/{tell().pk}"

        assert [own.delete(path).status_code for _ in range(2)] == [204, 404]

    def test_reading_what_is_deleted_is_refused(self, own, tell):
        told = tell()
        own.delete(f"{BASE}/messages/{told.pk}")

        assert own.post(f"{BASE}/messages/{told.pk}/read").status_code == 404

    def test_marking_everything_marks_nothing_the_second_time(self, own, tell):
        tell()

        marked = [own.post(f"{BASE}/messages/read").json()["marked"] for _ in range(2)]

        assert marked == [1, 0]

    def test_switching_keeps_one_row(self, own):
        assert [patch(own, switch()).status_code for _ in range(2)] == [200, 200]
        assert Preference.objects.count() == 1

    def test_in_one_request_the_last_word_counts(self, own):
        wishes = switch()["kinds"] + switch(is_on=True)["kinds"]

        assert patch(own, {"kinds": wishes}).status_code == 200
        assert Preference.objects.get().is_on


class TestWrongMethods:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("post", "messages"),
            ("delete", "messages"),
            ("put", "settings"),
            ("post", "settings"),
            ("delete", "settings"),
            ("get", "messages/1/read"),
            ("delete", "messages/1/read"),
            ("get", "messages/1"),
            ("patch", "messages/1"),
        ],
    )
    def test_are_refused(self, own, method, path):
        answer = getattr(own, method)(f"{BASE}/{path}", content_type="application/json")

        assert answer.status_code == 405
        assert not Preference.objects.exists()


class TestWrongBodies:
    @pytest.mark.parametrize(
        "body",
        [
            switch(channel="pigeon"),
            switch(channel=None),
            switch(is_on="perhaps"),
            switch(is_on=None),
            switch(kind=7),
            switch(kind="k" * 101),
            switch(kind="notifications.trial\x00"),
            switch(kind="ñötïfïcåtïøns"),
            switch(person=1),
            {"kinds": [{"kind": "notifications.trial"}]},
            {"kinds": None},
            {"kinds": switch()["kinds"] * 501},
            {"quiet_from": "25:00", "quiet_until": "07:00"},
            {"quiet_from": "22:00:30", "quiet_until": "07:00"},
            {"quiet_from": "22:00Z", "quiet_until": "07:00"},
            {"quiet_until": "07:00"},
            {"paused_until": "2026-02-30"},
            {"paused_until": "0001-01-01"},
            {"paused_until": "9999-12-31"},
            {"paused_until": []},
            {"surprise": True},
            [],
        ],
    )
    def test_are_refused_and_nothing_is_written(self, own, body):
        assert patch(own, body).status_code == 422
        assert not Preference.objects.exists()
        assert not Rest.objects.exists()

    def test_with_one_wrong_wish_keep_none_of_the_others(self, own):
        wishes = switch()["kinds"] + switch(kind="tests.unknown")["kinds"]

        answer = patch(own, {"quiet_from": "22:00", "quiet_until": "07:00", "kinds": wishes})

        assert answer.status_code == 422
        assert not Preference.objects.exists()
        assert not Rest.objects.exists()

    @pytest.mark.parametrize("number", ["0", "-1", str(2**63), "one", "1.5"])
    def test_numbers_that_no_message_has_are_refused(self, own, tell, number):
        tell()

        assert own.delete(f"{BASE}/messages/{number}").status_code in (404, 422)
        assert Message.objects.filter(is_in_inbox=True).count() == 1


class TestStrangers:
    def test_see_an_inbox_of_their_own(self, eves, tell):
        tell()

        assert eves.get(f"{BASE}/messages").json()["count"] == 0

    def test_mark_nothing_of_others(self, eves, tell):
        told = tell()

        assert eves.post(f"{BASE}/messages/read").json() == {"marked": 0}
        assert Message.objects.get(pk=told.pk).read_at is None

    def test_see_nothing_of_the_settings_of_others(self, own, eves):
        before = eves.get(f"{BASE}/settings").json()
        patch(own, switch() | {"quiet_from": "22:00", "quiet_until": "07:00"})

        assert eves.get(f"{BASE}/settings").json() == before

    def test_change_only_their_own_settings(self, own, eves, eve):
        patch(eves, switch())

        assert Preference.objects.get().person_id == eve.pk
        kinds = own.get(f"{BASE}/settings").json()["kinds"]
        theirs = [wish for wish in kinds if wish["kind"] == "notifications.trial"]
        assert [wish["channel"] for wish in theirs if wish["is_on"]] == ["inbox", "email"]

    def test_cannot_tell_what_exists_from_what_does_not(self, eves, tell):
        told = tell()

        real, made_up = (
            eves.post(f"{BASE}/messages/{number}/read").json()
            for number in (told.pk, told.pk + 1000)
        )

        assert real["type"] == made_up["type"]
        assert real["type"].endswith("notifications.no-such-message")
        assert real["detail"] == made_up["detail"]

    def test_who_are_signed_out_change_no_settings(self, client, anna):
        assert patch(client, switch()).status_code == 401
        assert not Preference.objects.filter(person=anna).exists()
