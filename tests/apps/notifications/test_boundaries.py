"""One second before and after: being shown, being claimed, being forgotten, clocks that change."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.domain import (
    STALE_AFTER,
    QuietHours,
    checked_pause,
    delivery_time,
    quiet_period_at,
)
from daybook.apps.notifications.models import Delivery, Message
from daybook.lib.errors import Invalid

SECOND = dt.timedelta(seconds=1)
YEAR = dt.timedelta(days=365)
MONTH = dt.timedelta(days=30)
LONDON = ZoneInfo("Europe/London")
NIGHT = QuietHours(dt.time(22), dt.time(7))


class TestShowing:
    @pytest.mark.parametrize(("off", "count"), [(-SECOND, 0), (SECOND, 1)])
    def test_begins_at_its_instant(self, anna, tell, now, off, count):
        later = now + dt.timedelta(hours=1)
        tell(at=later)

        assert queries.unread_count(anna.pk, now=later + off) == count


class TestClaiming:
    @pytest.mark.parametrize(("off", "state"), [(-SECOND, "queued"), (SECOND, "sent")])
    def test_begins_when_it_is_due(self, owed, now, off, state):
        later = now + dt.timedelta(hours=1)
        delivery = owed(at=later)

        actions.deliver(delivery_id=delivery.pk, now=later + off)

        assert Delivery.objects.get().state == state

    @pytest.mark.parametrize(("off", "state"), [(-SECOND, "sending"), (SECOND, "sent")])
    def test_takes_over_from_a_worker_that_died(self, owed, now, off, state):
        delivery = owed()
        Delivery.objects.update(state="sending", claimed_at=now, attempts=1)

        actions.deliver(delivery_id=delivery.pk, now=now + STALE_AFTER + off)

        assert Delivery.objects.get().state == state


class TestForgetting:
    @pytest.mark.parametrize(("off", "left"), [(-SECOND, 1), (SECOND, 0)])
    def test_takes_a_message_after_a_year(self, owed, now, off, left):
        actions.deliver(delivery_id=owed().pk, now=now)

        actions.forget_old(now=now + YEAR + off)

        assert Message.objects.count() == left

    @pytest.mark.parametrize(("off", "state"), [(-SECOND, "failed"), (SECOND, "dropped")])
    def test_gives_a_dead_letter_up_after_a_month(self, owed, now, off, state):
        owed()
        Delivery.objects.update(state="failed", finished_at=now)

        actions.forget_old(now=now + MONTH + off)

        assert Delivery.objects.get().state == state


class TestQuietHours:
    @pytest.mark.parametrize(
        ("at", "is_quiet"),
        [
            (dt.datetime(2026, 3, 3, 21, 59, 59, tzinfo=dt.UTC), False),
            (dt.datetime(2026, 3, 3, 22, 0, 0, tzinfo=dt.UTC), True),
            (dt.datetime(2026, 3, 4, 6, 59, 59, tzinfo=dt.UTC), True),
            (dt.datetime(2026, 3, 4, 7, 0, 0, tzinfo=dt.UTC), False),
        ],
    )
    def test_begin_and_end_on_the_second(self, at, is_quiet):
        assert (quiet_period_at(at, NIGHT, LONDON) is not None) is is_quiet

    @pytest.mark.parametrize(("day", "hours"), [((3, 28), 8), ((10, 24), 10), ((6, 1), 9)])
    def test_last_as_long_as_the_night_does(self, day, hours):
        at = dt.datetime(2026, *day, 23, 30, tzinfo=LONDON).astimezone(dt.UTC)

        period = quiet_period_at(at, NIGHT, LONDON)

        assert period.ends_at - period.starts_at == dt.timedelta(hours=hours)


class TestPause:
    @pytest.mark.parametrize("off", [-SECOND, SECOND])
    def test_ends_at_midnight_on_the_wall(self, off):
        midnight = dt.datetime(2026, 6, 30, 23, tzinfo=dt.UTC)

        due = delivery_time(
            at=midnight + off, is_urgent=False, zone=LONDON, paused_until=dt.date(2026, 7, 1)
        )

        assert due == max(midnight, midnight + off)

    def test_may_end_tomorrow_until_tomorrow_begins_on_the_wall(self):
        midnight = dt.datetime(2026, 6, 30, 23, tzinfo=dt.UTC)
        day = dt.date(2026, 7, 1)

        assert checked_pause(day, now=midnight - SECOND, zone=LONDON) == day
        with pytest.raises(Invalid):
            checked_pause(day, now=midnight, zone=LONDON)
