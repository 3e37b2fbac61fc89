import json

from daybook.apps.notifications import actions, plugs
from daybook.apps.notifications.domain import Channel, address_mark
from daybook.apps.notifications.models import (
    Delivery,
    Message,
    Phone,
    Preference,
    Rest,
    Sms,
    SmsDay,
    Suppression,
)
from daybook.core.contributions import nav, notification_kinds, personal_data
from daybook.core.jobs.schedule import recurring


class TestPersonalData:
    def test_gives_out_messages_and_wishes_but_no_secret(self, anna, tell):
        tell(context={"link": "secret"})
        actions.change_wish(
            person=anna, kind="notifications.trial", channel=Channel.EMAIL, is_on=False
        )
        Rest.objects.create(person=anna)

        given = list(plugs.export(anna))

        assert [kind for kind, _ in given] == ["messages", "preferences", "rest"]
        assert given[0][1]["subject"] == "A test message"
        assert "secret" not in json.dumps(given)

    def test_gives_out_nothing_of_others(self, otto, tell):
        tell()

        assert list(plugs.export(otto)) == []

    def test_is_erased_for_good_and_only_that_of_the_person(self, anna, otto, tell, now):
        tell()
        other = tell(person=otto)
        actions.suppress(address=anna.email, reason="complaint", now=now)
        Rest.objects.create(person=anna)

        plugs.erase(anna, now)
        plugs.erase(anna, now)

        assert list(Message.objects.all()) == [other]
        assert Delivery.objects.count() == 1
        for model in (Preference, Rest, Suppression):
            assert not model.objects.exists()

    def test_gives_out_the_number_and_what_became_of_each_sms(self, anna, phone, owed_sms, now):
        actions.deliver(delivery_id=owed_sms().pk, now=now)
        Sms.objects.update(fate="delivered")

        given = list(plugs.export(anna))

        assert ("phones", {"number": phone.number, "confirmed_at": now.isoformat()}) in given
        assert ("sms_days", {"day": "2026-03-03", "segments": 1}) in given
        deliveries = given[0][1]["deliveries"]
        assert {d["channel"]: d.get("fate") for d in deliveries} == {
            "email": None,
            "sms": "delivered",
        }

    def test_forgets_the_number_but_not_that_it_said_stop(self, anna, phone, owed_sms, now):
        actions.deliver(delivery_id=owed_sms().pk, now=now)
        actions.take_reply(number=phone.number, text="STOP", now=now)

        plugs.erase(anna, now)

        assert not Phone.objects.exists()
        assert not Sms.objects.exists()
        assert not SmsDay.objects.filter(person=anna).exists()
        assert Suppression.objects.get().mark == address_mark(phone.number)

    def test_is_registered(self):
        assert "notifications.messages" in dict(personal_data)


def test_the_inbox_stands_in_the_navigation():
    assert "notifications.inbox" in dict(nav)


def test_what_is_due_is_looked_for_every_minute():
    assert dict(recurring)["notifications.deliver-due"].cron == "* * * * *"


def test_digests_that_are_due_are_made_every_minute():
    assert dict(recurring)["notifications.gather-digests"].cron == "* * * * *"


def test_people_can_switch_test_messages():
    assert dict(notification_kinds)["notifications.trial"].may_be_off
