import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.domain import Channel
from daybook.apps.notifications.models import ActionTaken, Device, Message

TRIAL = "notifications.trial"
GONE = "None of your devices gets messages at present"


@pytest.fixture
def own(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


@pytest.fixture
def on(switch_on, own):
    """A device of Anna's that is on."""
    return switch_on(session_key=own.session.session_key, now=timezone.now())[0]


def shown(browser):
    return browser.get("/inbox/devices/").content.decode()


class TestDevices:
    def test_are_none_at_first(self, own):
        page = shown(own)
        assert "None yet." in page
        assert GONE not in page

    def test_give_the_script_what_it_needs(self, own):
        page = shown(own)
        assert f'data-push="{queries.push_key()}"' in page
        assert "notifications/devices.js" in page

    def test_explain_every_state_before_the_browser_asks(self, own):
        page = shown(own)
        for state in (
            "off",
            "asking",
            "on",
            "paused",
            "denied",
            "apple",
            "insecure",
            "unsupported",
        ):
            assert f'data-state="{state}" hidden' in page

    def test_are_listed_with_their_name(self, own, on):
        page = shown(own)
        assert "Firefox on Linux" in page
        assert f'data-mark="{on.mark}" data-device-on' in page
        assert "No message yet." in page

    def test_say_when_they_last_got_a_message(self, own, on):
        Device.objects.update(used_at=timezone.now())
        assert "Last message" in shown(own)

    def test_say_that_a_message_was_refused(self, own, on):
        Device.objects.update(failed_at=timezone.now())
        assert "The last message was refused" in shown(own)

    def test_tell_nobody_their_address(self, own, on):
        assert on.endpoint not in shown(own)

    def test_are_nobody_elses(self, on, eve):
        browser = Client()
        browser.force_login(eve)
        assert "Firefox on Linux" not in shown(browser)

    def test_that_are_signed_out_say_so(self, own, switch_on, signed_in):
        device, _browser = switch_on(session_key=signed_in(days=1), now=timezone.now())
        page = shown(own)
        assert "signed out" in page
        assert f'data-mark="{device.mark}"' in page
        assert "data-device-on" not in page
        assert GONE in page

    def test_that_were_asked_for_and_are_not_there_say_so(self, own, anna):
        actions.change_wish(person=anna, kind=TRIAL, channel=Channel.PUSH, is_on=True)
        assert GONE in shown(own)

    def test_cost_no_more_questions_when_there_are_many(
        self, own, on, switch_on, django_assert_num_queries
    ):
        shown(own)
        with django_assert_num_queries(5) as few:
            shown(own)
        for number in range(4):
            switch_on(f"more{number}", now=timezone.now())
        with django_assert_num_queries(len(few)):
            shown(own)

    def test_are_removed(self, own, on):
        answer = own.post(f"/inbox/devices/{on.pk}/remove/", follow=True)
        assert "The device is removed." in answer.content.decode()
        assert not Device.objects.exists()

    def test_are_removed_by_their_person_only(self, on, eve):
        browser = Client()
        browser.force_login(eve)
        assert browser.post(f"/inbox/devices/{on.pk}/remove/").status_code == 404
        assert browser.post(f"/inbox/devices/{2**70}/remove/").status_code == 404
        assert Device.objects.get() == on

    def test_lead_back_after_a_test_message(self, own, on):
        answer = own.post("/inbox/trial/", {"from": "devices"})
        assert answer.url == "/inbox/devices/"
        assert queries.unread_count(on.person_id, now=timezone.now()) == 1


class TestSettings:
    def test_have_a_column_for_devices(self, own):
        page = own.get("/inbox/settings/").content.decode()
        assert ">Devices</th>" in page
        assert "Test messages: Devices" in page
        assert 'href="/inbox/devices/"' in page

    def test_keep_what_is_ticked_there(self, own, anna):
        form = {f"{TRIAL}.inbox": "on", f"{TRIAL}.email": "on", f"{TRIAL}.push": "on"}
        own.post("/inbox/settings/", form)
        assert queries.wants_push(anna.pk, TRIAL)


class TestWorker:
    def test_is_a_script_at_the_root_that_is_never_stale(self, client, db):
        answer = client.get("/sw.js")
        assert answer["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer["Cache-Control"] == "no-cache"
        assert b"notificationclick" in answer.content

    def test_may_speak_to_daybook_only(self, client, db):
        policy = client.get("/sw.js")["Content-Security-Policy"]
        assert policy == "default-src 'none'; connect-src 'self'"

    def test_keeps_no_pages(self, client, db):
        assert b'"fetch"' not in client.get("/sw.js").content


class TestAct:
    @pytest.fixture
    def told(self, tell):
        return tell(now=timezone.now() - dt.timedelta(minutes=1))

    def test_is_offered_with_the_message(self, own, told):
        page = own.get(f"/inbox/{told.pk}/").content.decode()
        assert 'value="notifications.done"' in page
        assert 'value="notifications.snooze"' in page

    def test_does_it_and_says_so(self, own, told):
        address = f"/inbox/{told.pk}/act/"
        answer = own.post(address, {"action": "notifications.snooze"}, follow=True)
        page = answer.content.decode()
        assert "You will be told again in an hour." in page
        assert 'value="notifications.snooze"' not in page
        assert Message.objects.count() == 2

    def test_is_404_for_others_and_for_what_is_not_offered(self, own, eve, told):
        browser = Client()
        browser.force_login(eve)
        address = f"/inbox/{told.pk}/act/"
        assert browser.post(address, {"action": "notifications.done"}).status_code == 404
        assert own.post(address, {"action": "tests.nothing"}).status_code == 404
        assert own.post(address).status_code == 404
        assert not ActionTaken.objects.exists()
