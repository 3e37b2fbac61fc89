"""How digests end, and what is thought of again before they are sent."""

import datetime as dt

from django.core import mail

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain import Pace
from daybook.apps.notifications.models import Delivery, Message, Preference
from daybook.core.contributions import notification_kinds

MORNING = dt.datetime(2026, 3, 4, 7, tzinfo=dt.UTC)
TEN = dt.datetime(2026, 3, 3, 10, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def gather(now):
    """Make what is due, and send it."""
    count = actions.gather_digests(now=now)
    actions.deliver_due(now=now)
    return count


def states():
    found = Delivery.objects.exclude(message__kind=actions.DIGEST)
    return [one.state for one in found.order_by("pk")]


def the_digest():
    return Delivery.objects.get(message__kind=actions.DIGEST)


def owed_with(rest, owed):
    rest()
    return owed()


class TestEnding:
    """The server's mood decides how the digest ends, and with it what it carries."""

    def test_forgets_what_may_be_secret_once_it_is_sent(self, rest, tell):
        rest()
        tell(context={"link": "secret"})
        actions.gather_digests(now=MORNING)
        assert Message.objects.get(kind="notifications.trial").context == {"link": "secret"}

        actions.deliver_due(now=MORNING)

        assert Message.objects.get(kind="notifications.trial").context == {}

    def test_waits_with_a_server_that_is_away(self, rest, tell, server):
        rest()
        tell()
        server.mood = "delays"
        gather(MORNING)
        assert (states(), the_digest().state) == (["held"], "queued")

        server.mood = "takes"
        actions.deliver_due(now=MORNING + 5 * MINUTE)

        assert (states(), len(server.mails)) == (["sent"], 1)

    def test_comes_again_under_the_same_name_when_a_server_never_said_so(self, rest, tell, server):
        rest()
        tell()
        server.mood = "dawdles"
        gather(MORNING)

        server.mood = "takes"
        actions.deliver_due(now=MORNING + 5 * MINUTE)

        assert len({str(taken["Message-ID"]) for taken in server.mails}) == 1
        assert (states(), len(server.mails)) == (["sent"], 2)

    def test_is_a_dead_letter_that_can_be_sent_again(self, rest, tell, server):
        rest()
        tell()
        server.mood = "refuses"
        gather(MORNING)
        assert (states(), the_digest().state) == (["held"], "failed")

        server.mood = "takes"
        actions.suppression.Suppression.objects.all().delete()
        actions.resend(delivery=the_digest(), now=MORNING)
        actions.deliver_due(now=MORNING)

        assert (states(), len(server.mails)) == (["sent"], 1)

    def test_is_that_of_a_dead_letter_that_is_dropped(self, rest, tell, server):
        rest()
        tell(context={"link": "secret"})
        server.mood = "refuses"
        gather(MORNING)

        assert actions.drop(delivery=the_digest(), now=MORNING) is True

        assert states() == ["dropped"]
        assert Message.objects.get(kind="notifications.trial").context == {}

    def test_is_a_month_for_dead_letters(self, rest, tell, server):
        rest()
        tell()
        server.mood = "refuses"
        gather(MORNING)

        actions.forget_old(now=MORNING + 31 * DAY)

        assert states() == ["dropped"]

    def test_can_be_made_by_the_operator_for_what_is_held(self, rest, owed, now):
        delivery = owed_with(rest, owed)

        assert actions.drop(delivery=delivery, now=now) is True
        assert gather(MORNING) == 0
        assert states() == ["dropped"]

    def test_cannot_be_made_for_what_is_on_its_way(self, rest, owed):
        delivery = owed_with(rest, owed)
        actions.gather_digests(now=MORNING)

        assert actions.drop(delivery=delivery, now=MORNING) is False
        assert states() == ["held"]

    def test_leaves_nothing_held_for_a_year(self, rest, owed, now):
        owed_with(rest, owed)

        actions.forget_old(now=now + 400 * DAY)

        assert states() == ["held"]


class TestSecondThoughts:
    def test_leave_out_what_was_switched_off_meanwhile(self, rest, tell, anna, later):
        rest()
        tell()
        tell(kind=later)
        Preference.objects.create(person=anna, kind=later, channel="email", is_on=False)

        gather(MORNING)

        assert states() == ["sent", "dropped"]
        assert mail.outbox[0].subject == "A test message"

    def test_send_no_digest_of_nothing(self, rest, tell, anna):
        rest()
        tell()
        Preference.objects.create(
            person=anna, kind="notifications.trial", channel="email", is_on=False
        )

        gather(MORNING)

        assert mail.outbox == []
        assert (states(), the_digest().state) == (["dropped"], "dropped")

    def test_are_had_again_before_each_try(self, rest, tell, anna, server):
        rest()
        tell()
        server.mood = "delays"
        gather(MORNING)
        Preference.objects.create(
            person=anna, kind="notifications.trial", channel="email", is_on=False
        )
        server.mood = "takes"

        actions.deliver_due(now=MORNING + 5 * MINUTE)

        assert (server.mails, states()) == ([], ["dropped"])

    def test_send_nothing_optional_to_a_suppressed_address(self, rest, tell, kinds, now):
        kinds("tests.receipt", may_be_off=False)
        rest()
        tell()
        tell(kind="tests.receipt")
        actions.suppress(address="anna@example.com", reason="complaint", now=now)

        gather(MORNING)

        assert states() == ["dropped", "sent"]
        assert len(mail.outbox) == 1

    def test_send_nothing_to_a_closed_account(self, rest, tell, anna):
        rest()
        tell()
        anna.is_active = False
        anna.save()

        gather(MORNING)

        assert (mail.outbox, states()) == ([], ["dropped"])

    def test_set_aside_a_kind_that_is_gone(self, rest, tell, later, monkeypatch):
        rest()
        tell()
        tell(kind=later)
        monkeypatch.delitem(notification_kinds._entries, later)

        gather(MORNING)

        assert states() == ["sent", "failed"]


class TestSayingSomethingElse:
    def change(self, anna, now, pace, **said):
        given = {"morning_at": dt.time(7), "notes_openings": True}
        actions.change_pace(person=anna, pace=pace, now=now, **(given | said))

    def test_lets_go_what_need_not_wait_any_more(self, rest, owed, anna, now):
        delivery = owed_with(rest, owed)

        self.change(anna, now, Pace.NOW)
        actions.deliver_due(now=now)

        delivery.refresh_from_db()
        assert (delivery.state, delivery.digest) == ("sent", None)
        assert mail.outbox[0].subject == "A test message"

    def test_keeps_what_may_wait(self, rest, owed, anna, now, later):
        rest()
        delivery = owed(kind=later)

        self.change(anna, now, Pace.NOW, morning_at=dt.time(8))

        delivery.refresh_from_db()
        assert (delivery.state, delivery.due_at) == ("held", MORNING.replace(hour=8))

    def test_brings_forward_what_is_held(self, rest, owed, anna, now):
        delivery = owed_with(rest, owed)

        self.change(anna, now, Pace.HOURLY)

        delivery.refresh_from_db()
        assert (delivery.state, delivery.due_at) == ("held", TEN)

    def test_about_quiet_hours_moves_what_is_held(self, rest, owed, anna, now):
        delivery = owed_with(rest, owed)

        actions.change_rest(
            person=anna,
            quiet_from=dt.time(22),
            quiet_until=dt.time(9),
            paused_until=None,
            now=now,
        )

        delivery.refresh_from_db()
        assert delivery.due_at == MORNING.replace(hour=9)

    def test_leaves_alone_what_is_in_a_digest_already(self, rest, owed, anna):
        delivery = owed_with(rest, owed)
        actions.gather_digests(now=MORNING)

        self.change(anna, MORNING, Pace.NOW)

        delivery.refresh_from_db()
        assert (delivery.state, delivery.digest_id) == ("held", the_digest().message_id)

    def test_leaves_alone_what_others_are_owed(self, rest, owed, anna, otto, now):
        rest(person=otto)
        delivery = owed(person=otto)

        self.change(anna, now, Pace.NOW)

        delivery.refresh_from_db()
        assert delivery.state == "held"

    def test_stumbles_over_no_kind_that_is_gone(self, rest, owed, anna, now):
        delivery = owed_with(rest, owed)
        Message.objects.update(kind="tests.gone")

        self.change(anna, now, Pace.NOW)

        delivery.refresh_from_db()
        assert delivery.state == "held"
