"""What is held, when it is gathered, and how it ends."""

import datetime as dt

import pytest
from django.core import mail

from daybook.apps.notifications import actions, jobs
from daybook.apps.notifications.actions.digests import held_until
from daybook.apps.notifications.models import Delivery, Rest
from daybook.core.jobs.models import Job

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


class TestHolding:
    def test_waits_for_the_morning(self, rest, owed, now):
        rest()

        delivery = owed()

        assert (delivery.state, delivery.due_at) == ("held", MORNING)
        assert actions.deliver_due(now=MORNING + DAY) == 0
        assert mail.outbox == []

    def test_waits_for_the_hour(self, rest, owed):
        rest(pace="hourly")

        assert owed().due_at == TEN

    def test_waits_for_the_time_the_person_has_chosen(self, rest, owed):
        rest(morning_at=dt.time(18, 30))

        assert owed().due_at == dt.datetime(2026, 3, 3, 18, 30, tzinfo=dt.UTC)

    def test_is_not_done_to_what_is_urgent(self, rest, owed, alarm, now):
        rest()

        delivery = owed(kind=alarm)

        assert (delivery.state, delivery.due_at) == ("queued", now)

    def test_is_done_to_what_may_wait_in_any_case(self, owed, later):
        delivery = owed(kind=later)

        assert (delivery.state, delivery.due_at) == ("held", MORNING)

    def test_is_not_done_to_what_goes_to_another_address(self, rest, owed):
        rest()

        assert owed(address="new@example.com").state == "queued"

    def test_is_not_done_to_marketing(self, rest, kinds, anna, now):
        said = rest()

        due = [
            held_until(now, person=anna, kind=kinds("tests.any", is_marketing=is_so), rest=said)
            for is_so in (True, False)
        ]

        assert due == [None, MORNING]

    def test_does_not_keep_it_from_the_inbox(self, rest, tell, anna, now):
        rest()

        assert tell().is_in_inbox is True

    def test_starts_no_job(self, rest, tell, django_capture_on_commit_callbacks):
        rest()
        with django_capture_on_commit_callbacks(execute=True):
            tell()

        assert not Job.objects.exists()

    def test_waits_for_its_own_time_first(self, rest, owed):
        rest()

        assert owed(at=MORNING + MINUTE).due_at == MORNING + DAY

    def test_waits_for_the_end_of_a_pause_and_of_quiet_hours(self, rest, owed):
        rest(paused_until=dt.date(2026, 3, 10), quiet_from=dt.time(22), quiet_until=dt.time(8, 30))

        assert owed().due_at == dt.datetime(2026, 3, 10, 8, 30, tzinfo=dt.UTC)

    @pytest.mark.parametrize(
        ("zone", "due_at"),
        [
            ("America/Los_Angeles", dt.datetime(2026, 3, 3, 15, tzinfo=dt.UTC)),
            ("Pacific/Auckland", dt.datetime(2026, 3, 3, 18, tzinfo=dt.UTC)),
        ],
    )
    def test_is_on_the_wall_of_the_person(self, person, rest, tell, zone, due_at):
        wanda = person("Wanda", time_zone=zone)
        rest(person=wanda)

        tell(person=wanda)

        assert Delivery.objects.get().due_at == due_at


class TestGathering:
    def test_makes_one_mail_of_everything(self, rest, tell):
        rest()
        for key in "123":
            tell(key=key)

        assert gather(MORNING) == 1

        (letter,) = mail.outbox
        assert letter.subject == "3 messages from Daybook"
        assert states() == ["sent", "sent", "sent"]
        assert {one.digest_id for one in Delivery.objects.exclude(digest=None)} == {
            the_digest().message_id
        }

    def test_is_not_early(self, rest, tell):
        rest()
        tell()

        assert gather(MORNING - MINUTE) == 0
        assert states() == ["held"]

    def test_is_done_once(self, rest, tell):
        rest()
        tell()

        assert [gather(MORNING), gather(MORNING + MINUTE), gather(MORNING + DAY)] == [1, 0, 0]
        assert len(mail.outbox) == 1

    def test_takes_along_what_could_have_waited_longer(self, rest, tell, later):
        rest(pace="hourly")
        tell()
        tell(kind=later)

        assert gather(TEN) == 1
        assert states() == ["sent", "sent"]

    def test_leaves_what_is_still_to_come(self, rest, tell):
        rest(pace="hourly")
        tell()
        tell(key="2", at=TEN + 5 * MINUTE)

        gather(TEN)

        assert states() == ["sent", "held"]
        assert len(mail.outbox) == 1

    def test_is_done_for_each_person(self, rest, tell, otto):
        rest()
        rest(person=otto)
        tell()
        tell(person=otto)

        assert gather(MORNING) == 2
        assert sorted(letter.to[0] for letter in mail.outbox) == [
            "anna@example.com",
            "otto@example.com",
        ]

    def test_is_made_up_for_when_nobody_worked_in_the_morning(self, rest, tell):
        rest()
        tell()

        assert gather(MORNING + 3 * DAY) == 1

    @pytest.mark.parametrize(
        ("said", "due_at"),
        [
            ({"quiet_from": dt.time(6), "quiet_until": dt.time(9)}, MORNING.replace(hour=9)),
            ({"paused_until": dt.date(2026, 3, 6)}, MORNING.replace(day=6, hour=0)),
        ],
    )
    def test_heeds_what_was_said_meanwhile(self, rest, owed, said, due_at):
        delivery = owed_with(rest, owed)
        Rest.objects.update(**said)

        assert gather(MORNING) == 0

        delivery.refresh_from_db()
        assert (delivery.state, delivery.due_at, delivery.digest) == ("held", due_at, None)

    def test_changes_nothing_when_it_fails_in_the_middle(self, rest, tell, monkeypatch):
        rest()
        tell()

        def die(_fact):
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr("daybook.apps.notifications.actions.digests.publish", die)
            with pytest.raises(KeyboardInterrupt):
                actions.gather_digests(now=MORNING)

        assert Delivery.objects.get().digest is None
        assert gather(MORNING) == 1
        assert states() == ["sent"]

    def test_starts_a_job_that_sends_it(self, rest, tell, django_capture_on_commit_callbacks):
        rest()
        tell()
        with django_capture_on_commit_callbacks(execute=True):
            actions.gather_digests(now=MORNING)

        assert Job.objects.get().args_kwargs["args"] == [the_digest().pk]

    def test_costs_one_query_when_nothing_is_due(self, db, now, django_assert_num_queries):
        with django_assert_num_queries(1):
            actions.gather_digests(now=now)

    def test_is_a_job(self, rest, owed, now):
        owed_with(rest, owed)

        assert jobs.gather_digests.func() == 1
