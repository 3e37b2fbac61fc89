import datetime as dt

import pytest

from daybook.apps.notifications import actions, jobs, queries
from daybook.apps.notifications.errors import NotYours
from daybook.apps.notifications.models import Delivery, Message, Preference, Rest


class TestRead:
    def test_notes_the_first_time_only(self, anna, tell, now):
        told = tell()
        later = now + dt.timedelta(hours=1)

        actions.read(person=anna, message_id=told.pk, now=now)
        actions.read(person=anna, message_id=told.pk, now=later)

        assert Message.objects.get().read_at == now

    def test_refuses_the_message_of_somebody_else(self, otto, tell, now):
        told = tell()

        with pytest.raises(NotYours):
            actions.read(person=otto, message_id=told.pk, now=now)
        assert Message.objects.get().read_at is None

    def test_refuses_a_message_that_is_still_to_come(self, anna, tell, now):
        told = tell(at=now + dt.timedelta(hours=1))

        with pytest.raises(NotYours):
            actions.read(person=anna, message_id=told.pk, now=now)


class TestReadAll:
    def test_leaves_what_is_still_to_come_unread(self, anna, tell, now):
        tell()
        tell(key="2", at=now + dt.timedelta(hours=1))

        assert actions.read_all(person=anna, now=now) == 1
        assert queries.unread_count(anna.pk, now=now + dt.timedelta(hours=1)) == 1


class TestDelete:
    def test_lets_a_mail_that_waits_go_out_all_the_same(self, anna, tell, now):
        told = tell()
        actions.delete(person=anna, message_id=told.pk, now=now)

        assert actions.deliver_due(now=now) == 1
        assert Delivery.objects.get().state == "sent"

    def test_cannot_be_done_twice(self, anna, tell, now):
        told = tell()
        actions.delete(person=anna, message_id=told.pk, now=now)

        with pytest.raises(NotYours):
            actions.delete(person=anna, message_id=told.pk, now=now)


class TestOrder:
    def test_is_newest_first(self, anna, tell, now):
        for minute in (2, 1, 3):
            tell(key=str(minute), at=now + dt.timedelta(minutes=minute))

        page = queries.inbox_of(anna.pk, page=1, now=now + dt.timedelta(hours=1))

        assert [message.key for message in page] == ["3", "2", "1"]

    def test_counts_only_what_the_inbox_shows(self, anna, tell, alarm, now):
        tell()
        tell(kind=alarm)

        assert queries.unread_count(anna.pk, now=now) == 1


class TestNames:
    """The words by which rows are shown to operators and in logs give nothing away."""

    def test_say_what_a_row_is_and_not_what_it_says(self, anna, tell):
        message = tell()

        assert str(message) == f"notifications.trial #{message.pk}"
        assert str(message.deliveries.get()).startswith("email #")
        assert str(Rest(person=anna)) == f"Rest of person #{anna.pk}"
        wish = Preference(kind="notifications.trial", channel="email", is_on=False)
        assert str(wish) == "notifications.trial by email: off"


def test_the_job_of_one_delivery_carries_it_out(owed, now):
    assert jobs.deliver.func(owed().pk) == 1
    assert Delivery.objects.get().state == "sent"


def test_the_job_of_a_delivery_that_is_gone_does_nothing(db):
    assert jobs.deliver.func(12345) == 1
    assert not Delivery.objects.exists()
