"""What has happened to a message, as its person sees it on the page and over the API."""

import datetime as dt

import pytest

from daybook.apps.notifications import actions, plugs
from daybook.apps.notifications.domain import ATTEMPTS
from daybook.apps.notifications.models import Delivery, Message, Preference
from daybook.apps.notifications.queries.history import history_of

MINUTE = dt.timedelta(minutes=1)
TEN = dt.datetime(2026, 3, 3, 10, tzinfo=dt.UTC)


@pytest.fixture
def own(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


def by_mail(message):
    """What happened by e-mail: the state, and each step with its moment."""
    message.refresh_from_db()
    (trace,) = [one for one in history_of(message) if one.channel == "email"]
    return trace.state, [(step.what, step.at) for step in trace.steps]


def notes(message):
    return [step.note for trace in history_of(message) for step in trace.steps if step.note]


class TestHistory:
    def test_begins_with_the_inbox(self, tell, anna, now):
        message = tell()
        actions.read(person=anna, message_id=message.pk, now=now + MINUTE)
        message.refresh_from_db()

        inbox = history_of(message)[0]

        assert inbox.channel == "inbox"
        assert [(step.what, step.at) for step in inbox.steps] == [
            ("shown", now),
            ("read", now + MINUTE),
        ]

    def test_leaves_out_an_inbox_it_is_not_in(self, tell, alarm):
        assert [trace.channel for trace in history_of(tell(kind=alarm))] == ["email"]

    def test_of_what_waits_says_for_when(self, tell, now):
        later = now + 60 * MINUTE

        assert by_mail(tell(at=later)) == ("queued", [("queued", now), ("due", later)])

    def test_of_what_was_sent_says_when(self, tell, now):
        message = tell()
        actions.deliver_due(now=now + MINUTE)

        assert by_mail(message) == ("sent", [("queued", now), ("sent", now + MINUTE)])

    def test_of_what_is_on_its_way_says_so(self, tell, now):
        message = tell()
        Delivery.objects.update(state="sending", claimed_at=now)

        assert by_mail(message) == ("sending", [("queued", now), ("sending", now)])

    def test_of_what_is_tried_again_says_when_and_how_often(self, tell, now, server):
        server.mood = "delays"
        message = tell()
        actions.deliver_due(now=now)

        state, steps = by_mail(message)

        assert (state, steps[-1][0], history_of(message)[1].attempts) == ("queued", "due", 1)
        assert steps[-1][1] > now

    def test_of_a_dead_letter_says_what_the_server_said(self, tell, now, server):
        server.mood = "refuses"
        message = tell()
        actions.deliver_due(now=now)

        assert by_mail(message) == ("failed", [("queued", now), ("failed", now)])
        assert notes(message)[0].startswith("55")

    def test_of_what_was_given_up_says_so(self, tell, now):
        message = tell()
        Delivery.objects.update(state="sending", claimed_at=now, attempts=ATTEMPTS)
        actions.deliver_due(now=now + 10 * MINUTE)

        assert notes(message) == ["It was given up."]

    def test_of_what_was_dropped_says_why(self, tell, anna, now):
        message = tell()
        Preference.objects.create(
            person=anna, kind="notifications.trial", channel="email", is_on=False
        )
        actions.deliver_due(now=now)

        assert by_mail(message) == ("dropped", [("queued", now), ("dropped", now)])
        assert notes(message) == ["The person has switched it off."]

    def test_ends_with_what_came_after_sending(self, tell, now):
        message = tell()
        actions.deliver_due(now=now)
        Delivery.objects.update(delivered_at=now + MINUTE, opened_at=now + 2 * MINUTE)

        assert by_mail(message)[1][2:] == [
            ("delivered", now + MINUTE),
            ("opened", now + 2 * MINUTE),
        ]


class TestHistoryOfADigest:
    @pytest.fixture
    def held(self, rest, tell):
        rest(pace="hourly")
        return tell()

    def test_says_what_is_waited_for(self, held, now):
        assert by_mail(held) == ("held", [("held", now), ("due", TEN)])

    def test_says_when_it_was_made_and_sent(self, held, now):
        actions.gather_digests(now=TEN)
        actions.deliver_due(now=TEN + MINUTE)

        assert by_mail(held) == (
            "sent",
            [("held", now), ("gathered", TEN), ("sent", TEN + MINUTE)],
        )
        assert history_of(held)[1].digest_at == TEN

    def test_says_what_became_of_the_mail(self, held, now, server):
        server.mood = "refuses"
        actions.gather_digests(now=TEN)
        actions.deliver_due(now=TEN)

        assert by_mail(held) == ("failed", [("held", now), ("gathered", TEN), ("failed", TEN)])

    def test_says_that_the_mail_was_delivered(self, held):
        actions.gather_digests(now=TEN)
        actions.deliver_due(now=TEN)
        Delivery.objects.filter(message__kind=actions.DIGEST).update(delivered_at=TEN + MINUTE)

        assert by_mail(held)[1][-1] == ("delivered", TEN + MINUTE)

    def test_says_why_it_was_left_out(self, held, tell, kinds, anna):
        kinds("tests.other")
        tell(kind="tests.other")
        actions.gather_digests(now=TEN)
        Preference.objects.create(
            person=anna, kind="notifications.trial", channel="email", is_on=False
        )
        actions.deliver_due(now=TEN)

        assert by_mail(held)[0] == "dropped"
        assert notes(held) == ["The person has switched it off."]

    def test_costs_four_queries(self, held, django_assert_num_queries):
        actions.gather_digests(now=TEN)
        message = Message.objects.get(pk=held.pk)

        with django_assert_num_queries(4):  # deliveries, digest, reports, devices
            history_of(message)


class TestPage:
    def test_says_how_it_reached_the_person(self, own, tell, now):
        message = tell()
        actions.deliver_due(now=now)

        page = own.get(f"/inbox/{message.pk}/").content.decode()

        assert "How it reached you" in page
        for words in ("Put into your inbox", "Read", "Handed over to be sent", "Sent"):
            assert words in page

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"state": "queued", "attempts": 2}, "To be tried again, after 2 tries"),
            ({"state": "failed", "error": "550 no such box"}, "Could not be sent: 550 no such box"),
            ({"state": "dropped", "error": "Too late."}, "Not sent: Too late."),
            ({"state": "sending"}, "On its way"),
            ({"opened_at": dt.datetime(2026, 3, 3, tzinfo=dt.UTC)}, "A link in it was opened"),
            ({"delivered_at": dt.datetime(2026, 3, 3, tzinfo=dt.UTC)}, "Delivered"),
        ],
    )
    def test_has_words_for_whatever_happened(self, own, tell, now, change, words):
        message = tell()
        Delivery.objects.update(**({"finished_at": now, "claimed_at": now} | change))

        assert words in own.get(f"/inbox/{message.pk}/").content.decode()

    def test_says_that_it_came_in_a_digest(self, own, rest, tell):
        rest(pace="hourly")
        message = tell()
        actions.gather_digests(now=TEN)
        actions.deliver_due(now=TEN)

        page = own.get(f"/inbox/{message.pk}/").content.decode()

        for words in ("Held for a digest", "Put into a digest", "Sent in the digest"):
            assert words in page

    def test_says_when_the_digest_is_due(self, own, rest, tell):
        rest()
        message = tell()

        assert "Digest due" in own.get(f"/inbox/{message.pk}/").content.decode()

    def test_reads_what_a_server_said_as_words(self, own, tell, now):
        message = tell()
        Delivery.objects.update(state="failed", finished_at=now, error="<b>no</b>")

        assert "&lt;b&gt;no&lt;/b&gt;" in own.get(f"/inbox/{message.pk}/").content.decode()

    def test_costs_nine_queries(self, own, tell, django_assert_num_queries):
        message = tell()

        # session, person, message, read, history and its reports and devices, answers, unread
        with django_assert_num_queries(9):
            own.get(f"/inbox/{message.pk}/")


class TestApi:
    def history(self, browser, message):
        return browser.get(f"/api/v1/notifications/messages/{message.pk}/history")

    def test_gives_each_way_with_its_steps(self, own, tell, now):
        message = tell()
        actions.deliver_due(now=now)

        answer = self.history(own, message).json()

        assert (answer["id"], answer["read_at"]) == (message.pk, None)
        assert [trace["channel"] for trace in answer["history"]] == ["inbox", "email"]
        assert answer["history"][1]["steps"] == [
            {"what": "queued", "at": "2026-03-03T09:10:00Z", "note": ""},
            {"what": "sent", "at": "2026-03-03T09:10:00Z", "note": ""},
        ]

    def test_marks_nothing_as_read(self, own, tell):
        message = tell()
        self.history(own, message)

        message.refresh_from_db()
        assert message.read_at is None

    def test_is_for_its_person_only(self, client, eve, tell):
        message = tell()
        assert self.history(client, message).status_code == 401
        client.force_login(eve)

        answer = self.history(client, message)

        assert answer.status_code == 404
        assert answer.json()["type"].endswith("notifications.no-such-message")


class TestPrivacy:
    def test_is_given_out_with_everything_else(self, anna, tell, now):
        tell()
        actions.deliver_due(now=now)
        Delivery.objects.update(opened_at=now)

        ((_kind, given),) = [one for one in plugs.export(anna) if one[0] == "messages"]

        assert given["deliveries"][0]["opened_at"] == now.isoformat()

    def test_is_not_shown_to_the_operator_as_far_as_it_is_about_opening(
        self, client, person, owed, now
    ):
        delivery = owed()
        Delivery.objects.update(opened_at=now)
        client.force_login(person("Olga", is_staff=True, is_superuser=True))

        page = client.get(f"/admin/notifications/delivery/{delivery.pk}/change/").content.decode()

        assert "opened" not in page.lower()
