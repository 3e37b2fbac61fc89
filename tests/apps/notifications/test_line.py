"""Many mails over one line to the server, and what becomes of them when the line breaks."""

import datetime as dt
import smtplib

import pytest

from daybook.apps.notifications import actions, jobs
from daybook.apps.notifications.clients import line
from daybook.apps.notifications.clients.line import CARRIES, one_line
from daybook.apps.notifications.clients.mail import message_id
from daybook.apps.notifications.domain import STALE_AFTER
from daybook.apps.notifications.models import Delivery

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def three(owed):
    """Three mails that are due."""
    return [owed(key=key) for key in "123"]


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


class TestOneLine:
    def test_carries_all_that_is_due(self, three, now, server):
        assert actions.deliver_due(now=now) == 3

        assert (len(server.mails), server.calls) == (3, 1)
        assert states() == ["sent"] * 3

    def test_is_opened_again_where_the_server_has_hung_up(self, three, now, server):
        server.mood = "leaves"

        assert actions.deliver_due(now=now) == 3

        assert (len(server.mails), server.calls) == (3, 3)
        assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}

    def test_is_opened_again_where_the_server_closes_it(self, three, now, server):
        server.mood = "closes"

        assert actions.deliver_due(now=now) == 3

        assert (len(server.mails), server.calls) == (3, 3)

    @pytest.mark.parametrize("mood", ["refuses", "spurns"])
    def test_carries_the_next_mail_after_a_refusal(self, owed, now, server, alarm, mood):
        # A kind that may not be off: a refusal does not suppress its address.
        first, second = owed(kind=alarm), owed(kind=alarm, key="2")
        with one_line():
            server.mood = mood
            actions.deliver(delivery_id=first.pk, now=now)
            server.mood = "takes"
            actions.deliver(delivery_id=second.pk, now=now)

        assert states() == ["failed", "sent"]
        assert (len(server.mails), server.calls) == (1, 1)

    @pytest.mark.parametrize("mood", ["hangs up", "stalls", "delays"])
    def test_says_nothing_was_sent_when_the_answer_did_not_come(self, three, now, server, mood):
        with one_line():
            actions.deliver(delivery_id=three[0].pk, now=now)
            server.mood = mood
            actions.deliver(delivery_id=three[1].pk, now=now)
            server.mood = "takes"
            actions.deliver(delivery_id=three[2].pk, now=now)

        assert states() == ["sent", "queued", "sent"]
        assert len({str(mail["Message-ID"]) for mail in server.mails}) == 2

    def test_is_changed_after_a_hundred_mails(self, three, now, server, monkeypatch):
        monkeypatch.setattr(line, "CARRIES", 2)

        actions.deliver_due(now=now)

        assert (len(server.mails), server.calls) == (3, 2)
        assert CARRIES == 100

    def test_is_closed_where_it_was_opened(self, three, now, server):
        with one_line() as outer:
            actions.deliver_due(now=now)
            with one_line() as inner:
                assert inner is outer

        with one_line() as another:
            assert another is not outer

    def test_is_not_opened_when_nothing_is_due(self, db, now, server):
        actions.deliver_due(now=now)

        assert server.calls == 0

    def test_that_breaks_at_the_farewell_takes_nothing_back(self, owed, now, server, monkeypatch):
        def farewell(talk):
            talk.close()
            raise TimeoutError("no answer")

        monkeypatch.setattr(smtplib.SMTP, "quit", farewell)

        actions.deliver(delivery_id=owed().pk, now=now)

        assert (states(), len(server.mails)) == (["sent"], 1)


class TestManyAtOnce:
    def test_go_over_the_line_of_the_first(self, three, now, server):
        done = actions.deliver_on(delivery_id=three[1].pk, clock=lambda: now)

        assert (done, len(server.mails), server.calls) == (3, 3, 1)
        assert str(server.mails[0]["Message-ID"]) == message_id(three[1].pk)

    def test_leave_nothing_to_do_to_the_others(self, three, now, server):
        done = [actions.deliver_on(delivery_id=one.pk, clock=lambda: now) for one in three]

        assert done == [3, 1, 1]
        assert (len(server.mails), server.calls) == (3, 1)

    def test_do_not_follow_where_the_server_is_away(self, three, now, server, settings):
        settings.EMAIL_PORT = 9

        assert actions.deliver_on(delivery_id=three[0].pk, clock=lambda: now) == 0
        assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 1]

    def test_follow_only_so_many_at_a_time(self, three, now, server, monkeypatch):
        monkeypatch.setattr(actions.deliveries, "BEHIND", 1)

        actions.deliver_on(delivery_id=three[2].pk, clock=lambda: now)

        assert states() == ["sent", "queued", "sent"]

    def test_have_a_job_each(self, three, server):
        assert jobs.deliver.func(three[0].pk) == 3


class TestALongRound:
    def test_claims_each_delivery_at_its_own_time(self, three, now):
        times = [now, now + MINUTE, now + 2 * STALE_AFTER]

        actions.deliver_due(now=now, clock=iter(times).__next__)

        claimed = Delivery.objects.order_by("pk").values_list("claimed_at", "finished_at")
        assert list(claimed) == [(at, at) for at in times]

    def test_has_a_clock_as_a_job(self, owed, monkeypatch):
        said = {}
        monkeypatch.setattr(actions, "deliver_due", lambda **given: said.update(given) or 0)

        jobs.deliver_due.func()

        assert said["clock"]() >= said["now"]
