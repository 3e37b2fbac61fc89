import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from daybook.apps.notifications.domain import (
    ATTEMPTS,
    Channel,
    QuietHours,
    address_mark,
    checked_pause,
    checked_quiet_hours,
    chosen_channels,
    delivery_time,
    wait_after,
    wall_instant,
    zone_of,
)
from daybook.lib.errors import Invalid
from daybook.lib.periods import LONDON

PARIS = ZoneInfo("Europe/Paris")
NIGHT = QuietHours(dt.time(22), dt.time(7))
NOON = QuietHours(dt.time(12), dt.time(13, 30))


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def due(at, quiet=NIGHT, zone=LONDON, **options):
    return delivery_time(at=utc(at), is_urgent=False, zone=zone, quiet=quiet, **options)


class TestDeliveryTime:
    @pytest.mark.parametrize(
        ("at", "quiet", "expected"),
        [
            ("2026-03-03 21:59", NIGHT, "2026-03-03 21:59"),
            ("2026-03-03 22:00", NIGHT, "2026-03-04 07:00"),
            ("2026-03-04 00:30", NIGHT, "2026-03-04 07:00"),
            ("2026-03-04 06:59", NIGHT, "2026-03-04 07:00"),
            ("2026-03-04 07:00", NIGHT, "2026-03-04 07:00"),
            ("2026-03-04 11:59", NOON, "2026-03-04 11:59"),
            ("2026-03-04 12:00", NOON, "2026-03-04 13:30"),
            ("2026-03-04 13:30", NOON, "2026-03-04 13:30"),
            ("2026-07-01 20:59", NIGHT, "2026-07-01 20:59"),
            ("2026-07-01 21:00", NIGHT, "2026-07-02 06:00"),
        ],
    )
    def test_waits_for_the_end_of_quiet_hours(self, at, quiet, expected):
        assert due(at, quiet) == utc(expected)

    @pytest.mark.parametrize(
        ("at", "quiet", "expected"),
        [
            # Clocks go forward on 29 March 2026 at 01:00 UTC: 01:00 to 02:00 does not exist.
            ("2026-03-28 23:00", NIGHT, "2026-03-29 06:00"),
            ("2026-03-29 00:30", QuietHours(dt.time(0), dt.time(1, 30)), "2026-03-29 01:30"),
            ("2026-03-29 01:15", QuietHours(dt.time(0), dt.time(1, 30)), "2026-03-29 01:30"),
            ("2026-03-29 01:30", QuietHours(dt.time(1), dt.time(2)), "2026-03-29 01:30"),
            ("2026-03-29 00:59", QuietHours(dt.time(1), dt.time(2)), "2026-03-29 00:59"),
            # They go back on 25 October 2026 at 01:00 UTC: 01:00 to 02:00 comes twice.
            ("2026-10-24 22:00", NIGHT, "2026-10-25 07:00"),
            ("2026-10-25 00:15", QuietHours(dt.time(0), dt.time(1, 30)), "2026-10-25 00:30"),
            ("2026-10-25 01:15", QuietHours(dt.time(0), dt.time(1, 30)), "2026-10-25 01:15"),
            ("2026-10-25 01:15", QuietHours(dt.time(1, 30), dt.time(3)), "2026-10-25 03:00"),
            ("2026-10-25 01:15", QuietHours(dt.time(0), dt.time(2)), "2026-10-25 02:00"),
        ],
    )
    def test_survives_the_change_of_clocks(self, at, quiet, expected):
        assert due(at, quiet) == utc(expected)

    def test_is_that_of_the_zone_of_the_person(self):
        assert due("2026-03-03 21:30", zone=PARIS) == utc("2026-03-04 06:00")

    def test_comes_after_a_pause_and_the_quiet_hours_of_its_last_morning(self):
        pause = dt.date(2026, 3, 10)

        assert due("2026-03-03 12:00", paused_until=pause) == utc("2026-03-10 07:00")
        assert due("2026-03-03 12:00", None, paused_until=pause) == utc("2026-03-10 00:00")

    def test_forgets_a_pause_that_is_over(self):
        pause = dt.date(2026, 3, 1)
        assert due("2026-03-03 12:00", paused_until=pause) == utc("2026-03-03 12:00")

    def test_holds_nothing_back_that_is_urgent(self):
        at = utc("2026-03-03 23:00")

        assert at == delivery_time(
            at=at, is_urgent=True, zone=LONDON, quiet=NIGHT, paused_until=dt.date(2026, 4, 1)
        )


class TestQuietHours:
    def test_may_be_none(self):
        assert checked_quiet_hours(None, None) is None

    @pytest.mark.parametrize(
        ("starts", "ends"),
        [
            (dt.time(22), None),
            (None, dt.time(7)),
            (dt.time(7), dt.time(7)),
            (dt.time(22, 0, 1), dt.time(7)),
            (dt.time(22, tzinfo=dt.UTC), dt.time(7)),
        ],
    )
    def test_refuse_what_makes_no_sense(self, starts, ends):
        with pytest.raises(Invalid):
            checked_quiet_hours(starts, ends)


class TestPause:
    NOW = utc("2026-07-01 23:30")  # half past midnight on 2 July in London

    @pytest.mark.parametrize("day", ["2026-07-03", "2027-07-03"])
    def test_ends_on_a_day_ahead(self, day):
        until = dt.date.fromisoformat(day)
        assert checked_pause(until, now=self.NOW, zone=LONDON) == until

    @pytest.mark.parametrize("day", ["2026-07-01", "2026-07-02", "2027-07-04"])
    def test_refuses_a_day_gone_by_or_far_away(self, day):
        with pytest.raises(Invalid):
            checked_pause(dt.date.fromisoformat(day), now=self.NOW, zone=LONDON)

    def test_may_be_none(self):
        assert checked_pause(None, now=self.NOW, zone=LONDON) is None


class TestChosenChannels:
    def test_are_those_of_the_kind(self):
        assert chosen_channels(("email",), {}, may_be_off=True) == {Channel.EMAIL}

    def test_heed_the_person(self):
        wishes = {"email": False, "inbox": True}
        assert chosen_channels(("email",), wishes, may_be_off=True) == {Channel.INBOX}

    def test_do_not_heed_them_where_it_may_not_be_off(self):
        chosen = chosen_channels(("inbox", "email"), {"email": False}, may_be_off=False)
        assert chosen == {Channel.INBOX, Channel.EMAIL}

    def test_leave_out_ways_we_do_not_have(self):
        chosen = chosen_channels(("pigeon", "inbox"), {"pigeon": True}, may_be_off=True)
        assert chosen == {Channel.INBOX}


class TestWaitAfter:
    def test_grows_and_ends(self):
        waits = [wait_after(attempt, jitter=0) for attempt in range(1, ATTEMPTS)]

        assert waits == sorted(waits)
        assert waits[0] == dt.timedelta(minutes=1)
        assert wait_after(ATTEMPTS, jitter=0) is None

    def test_is_spread_by_a_tenth(self):
        assert wait_after(2, jitter=1) == dt.timedelta(minutes=5.5)
        assert wait_after(2, jitter=-1) == dt.timedelta(minutes=4.5)


def test_an_address_is_recognised_in_any_spelling():
    assert address_mark(" Anna@Example.com") == address_mark("anna@example.com")
    assert "anna" not in address_mark("anna@example.com")


def test_a_zone_that_no_longer_exists_is_london():
    assert zone_of("Mars/Olympus") == LONDON
    assert zone_of("Europe/Paris") == PARIS


def test_a_wall_time_that_is_skipped_moves_on():
    assert wall_instant(dt.date(2026, 3, 29), dt.time(1, 30), LONDON) == utc("2026-03-29 01:30")
