"""What is pressed in a notification or in the inbox is done once, also without a sign-in."""

import datetime as dt

import pytest

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.errors import NoSuchAction, NotYours
from daybook.apps.notifications.models import ActionTaken, Message
from daybook.core.contributions import MessageAction, message_actions
from daybook.lib.errors import Conflict, TooMany

pytestmark = pytest.mark.django_db
DONE, SNOOZE = "notifications.done", "notifications.snooze"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def press(now):
    def press(message, action=DONE, **said):
        token = actions.action_token(message, action, now=now)
        given = {"token": token, "address": "203.0.113.1", "now": now}
        return actions.take_by_token(**(given | said))

    return press


@pytest.fixture
def counted(monkeypatch, kinds):
    """An action that counts how often it runs, of a kind of its own."""
    runs = []

    def act(person, context, now):
        runs.append((person, dict(context), now))
        return f"Run {len(runs)}."

    entry = (100, MessageAction(label="Count", act=act))
    monkeypatch.setitem(message_actions._entries, "tests.count", entry)
    kinds(
        "tests.counted",
        channels=("inbox",),
        actions=("tests.count",),
        kept_for_actions=("habit_id",),
    )
    return runs


class TestDone:
    def test_marks_the_message_as_read(self, tell, press, now):
        told = tell()
        assert press(told).result == "Done. The message is marked as read."
        assert Message.objects.get().read_at == now

    def test_leaves_the_time_at_which_it_was_read(self, anna, tell, press, now):
        told = tell()
        actions.read(person=anna, message_id=told.pk, now=now)
        press(told, now=now + HOUR)
        assert Message.objects.get().read_at == now


class TestSnooze:
    def test_tells_it_again_in_an_hour(self, anna, tell, press, now):
        told = tell()
        press(told, SNOOZE)
        assert queries.unread_count(anna.pk, now=now) == 0
        assert queries.unread_count(anna.pk, now=now + HOUR) == 1
        again = queries.inbox_of(anna.pk, page=1, now=now + HOUR).object_list[0]
        assert (again.subject, again.shown_at) == (told.subject, now + HOUR)

    def test_may_be_pressed_again_the_next_time(self, tell, press, now):
        press(tell(), SNOOZE)
        again = Message.objects.get(shown_at=now + HOUR)
        press(again, SNOOZE, now=now + HOUR)
        assert Message.objects.filter(shown_at=now + 2 * HOUR).count() == 1

    def test_goes_out_by_every_way_again(self, switch_on, service, pushed, press, now):
        switch_on()
        delivery = pushed()
        press(delivery.message, SNOOZE)
        assert actions.deliver_due(now=now + HOUR - dt.timedelta(seconds=1)) == 1
        assert actions.deliver_due(now=now + HOUR) == 1
        assert service.paths() == ["phone", "phone"]


class TestOnce:
    def test_a_second_press_tells_the_same_and_does_nothing(self, counted, tell, press):
        told = tell(kind="tests.counted", context={"habit_id": 7})
        results = {press(told, "tests.count").result for _ in range(3)}
        assert (results, len(counted)) == ({"Run 1."}, 1)

    def test_from_the_inbox_after_the_notification_too(self, counted, anna, tell, press, now):
        told = tell(kind="tests.counted", context={"habit_id": 7})
        press(told, "tests.count")
        taken = actions.take_action(person=anna, message_id=told.pk, action="tests.count", now=now)
        assert (taken.result, len(counted)) == ("Run 1.", 1)

    def test_each_message_is_its_own(self, counted, tell, press):
        for key in ("1", "2"):
            press(tell(kind="tests.counted", context={"habit_id": 7}, key=key), "tests.count")
        assert len(counted) == 2

    def test_what_was_refused_may_be_tried_again(self, counted, tell, press, monkeypatch):
        def refuse(person, context, now):
            raise Conflict("Not now.")

        told = tell(kind="tests.counted", context={"habit_id": 7})
        entry = message_actions._entries["tests.count"]
        refusing = (100, MessageAction(label="Count", act=refuse))
        monkeypatch.setitem(message_actions._entries, "tests.count", refusing)
        with pytest.raises(Conflict):
            press(told, "tests.count")
        assert not ActionTaken.objects.exists()

        monkeypatch.setitem(message_actions._entries, "tests.count", entry)
        assert press(told, "tests.count").result == "Run 1."


class TestContext:
    def test_is_what_the_kind_keeps_and_nothing_more(self, counted, anna, tell, press, now):
        told = tell(kind="tests.counted", context={"habit_id": 7, "secret": "s"})
        press(told, "tests.count")
        assert counted == [(anna, {"habit_id": 7, "message_id": told.pk}, now)]
        assert Message.objects.get().kept_context == {"habit_id": 7}


class TestToken:
    def test_is_for_one_action(self, tell, press, now):
        told = tell()
        press(told, DONE)
        assert [taken.action for taken in ActionTaken.objects.all()] == [DONE]

    def test_ends_after_a_week(self, tell, press, now):
        told = tell()
        with pytest.raises(NoSuchAction):
            press(told, now=now + dt.timedelta(days=7))
        assert Message.objects.get().read_at is None
        assert press(told, now=now + dt.timedelta(days=7, seconds=-1))

    @pytest.mark.parametrize("token", ["", "nonsense", "WzEsImEiLDFd:1uX:sig"])
    def test_that_is_not_ours_does_nothing(self, tell, press, token):
        told = tell()
        with pytest.raises(NoSuchAction):
            press(told, token=token)
        assert Message.objects.get().read_at is None

    def test_of_a_device_is_none_for_an_action(self, switch_on, tell, press):
        told = tell()
        device, _ = switch_on()
        with pytest.raises(NoSuchAction):
            press(told, token=actions.renewal_token(device))

    def test_of_unsubscribing_is_none_either(self, anna, tell, press):
        token = actions.unsubscribe_token(person_id=anna.pk, kind="notifications.trial")
        with pytest.raises(NoSuchAction):
            press(tell(), token=token)

    def test_ends_with_the_message(self, tell, press):
        told = tell()
        token = actions.action_token(told, DONE, now=told.created_at)
        Message.objects.all().delete()
        with pytest.raises(NoSuchAction):
            press(told, token=token)

    def test_ends_with_the_account(self, anna, tell, press):
        told = tell()
        anna.is_active = False
        anna.save()
        with pytest.raises(NoSuchAction):
            press(told)
        assert Message.objects.get().read_at is None

    def test_is_limited_by_address(self, tell, press):
        told = tell()
        for _ in range(60):
            press(told)
        with pytest.raises(TooMany):
            press(told)
        assert press(told, address="203.0.113.2")


class TestTakeAction:
    def test_is_for_the_inbox_of_the_person(self, eve, tell, now):
        told = tell()
        with pytest.raises(NotYours):
            actions.take_action(person=eve, message_id=told.pk, action=DONE, now=now)
        assert Message.objects.get().read_at is None

    @pytest.mark.parametrize("name", ["", "tests.unknown", "notifications.done"])
    def test_refuses_what_a_kind_does_not_offer(self, kinds, anna, tell, now, name):
        kinds("tests.plain", channels=("inbox",))
        told = tell(kind="tests.plain")
        with pytest.raises(NoSuchAction):
            actions.take_action(person=anna, message_id=told.pk, action=name, now=now)
        assert not ActionTaken.objects.exists()


class TestOffers:
    def test_are_those_of_the_kind_in_its_order(self, tell):
        assert [offer.label for offer in queries.offers_of(tell())] == ["Done", "Snooze"]

    def test_say_what_came_of_them(self, tell, press):
        told = tell()
        press(told)
        done, snooze = queries.offers_of(Message.objects.get())
        assert (done.is_taken, done.result) == (True, "Done. The message is marked as read.")
        assert (snooze.is_taken, snooze.result) == (False, "")

    def test_are_none_for_a_kind_that_has_gone(self, tell):
        told = tell()
        told.kind = "tests.gone"
        assert queries.offers_of(told) == []
