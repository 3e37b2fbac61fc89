"""When a digest goes out: paces, mornings and hours on the wall, clocks that change."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.notifications.domain import (
    Pace,
    QuietHours,
    checked_morning,
    digest_pace,
    digest_time,
    next_hour,
    next_morning,
    quiet_period_at,
)
from daybook.lib.errors import Invalid

LONDON = ZoneInfo("Europe/London")
PARIS = ZoneInfo("Europe/Paris")
NEW_YORK = ZoneInfo("America/New_York")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
AUCKLAND = ZoneInfo("Pacific/Auckland")
KOLKATA = ZoneInfo("Asia/Kolkata")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
SEVEN = dt.time(7)
NIGHT = QuietHours(dt.time(22), dt.time(8))
EARLY = QuietHours(dt.time(0), dt.time(6, 20))

ZONES = [LONDON, PARIS, NEW_YORK, LOS_ANGELES, AUCKLAND, KOLKATA, LORD_HOWE, ZoneInfo("UTC")]
zones = st.sampled_from(ZONES)
minutes = st.integers(0, 24 * 60 - 1).map(lambda n: dt.time(n // 60, n % 60))
START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
instants = st.integers(0, 3 * 365 * 24 * 60).map(lambda n: START + dt.timedelta(minutes=n))


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


class TestPace:
    @pytest.mark.parametrize("chosen", Pace)
    def test_of_what_is_urgent_is_at_once(self, chosen):
        assert digest_pace(chosen, is_urgent=True, may_wait=False) is Pace.NOW

    @pytest.mark.parametrize("chosen", Pace)
    def test_of_what_is_not_is_as_chosen(self, chosen):
        assert digest_pace(chosen, is_urgent=False, may_wait=False) is chosen

    @pytest.mark.parametrize("chosen", Pace)
    def test_of_what_may_wait_is_the_morning(self, chosen):
        assert digest_pace(chosen, is_urgent=False, may_wait=True) is Pace.MORNING


class TestMorning:
    @pytest.mark.parametrize(
        ("at", "zone", "morning_at", "expected"),
        [
            # An ordinary day, before, at and after.
            ("2026-03-03 06:59", LONDON, SEVEN, "2026-03-03 07:00"),
            ("2026-03-03 07:00", LONDON, SEVEN, "2026-03-03 07:00"),
            ("2026-03-03 07:01", LONDON, SEVEN, "2026-03-04 07:00"),
            ("2026-07-01 06:30", LONDON, SEVEN, "2026-07-02 06:00"),
            # West and east: another day on the wall than in Greenwich.
            ("2026-03-03 06:00", LOS_ANGELES, SEVEN, "2026-03-03 15:00"),
            ("2026-03-03 16:00", LOS_ANGELES, SEVEN, "2026-03-04 15:00"),
            ("2026-03-03 17:00", AUCKLAND, SEVEN, "2026-03-03 18:00"),
            ("2026-03-03 19:00", AUCKLAND, SEVEN, "2026-03-04 18:00"),
            ("2026-03-03 01:00", KOLKATA, SEVEN, "2026-03-03 01:30"),
            ("2026-12-31 23:00", LONDON, SEVEN, "2027-01-01 07:00"),
            # Spring: the night is an hour shorter, the wall time stays.
            ("2026-03-28 07:01", LONDON, SEVEN, "2026-03-29 06:00"),
            ("2026-03-29 06:01", LONDON, SEVEN, "2026-03-30 06:00"),
            ("2026-03-07 13:00", NEW_YORK, SEVEN, "2026-03-08 11:00"),
            # Autumn: it is an hour longer.
            ("2026-10-24 06:01", LONDON, SEVEN, "2026-10-25 07:00"),
            ("2026-10-31 12:00", NEW_YORK, SEVEN, "2026-11-01 12:00"),
            ("2026-04-03 19:00", AUCKLAND, SEVEN, "2026-04-04 19:00"),
            # A wall time in the gap moves on by what is skipped; the day after it is itself again.
            ("2026-03-29 00:30", LONDON, dt.time(1, 30), "2026-03-29 01:30"),
            ("2026-03-29 01:31", LONDON, dt.time(1, 30), "2026-03-30 00:30"),
            ("2026-03-08 06:00", NEW_YORK, dt.time(2, 30), "2026-03-08 07:30"),
            # A wall time that comes twice counts the first time, and only then.
            ("2026-10-25 00:00", LONDON, dt.time(1, 30), "2026-10-25 00:30"),
            ("2026-10-25 00:31", LONDON, dt.time(1, 30), "2026-10-26 01:30"),
            ("2026-10-25 01:30", LONDON, dt.time(1, 30), "2026-10-26 01:30"),
            ("2026-11-01 05:00", NEW_YORK, dt.time(1, 30), "2026-11-01 05:30"),
        ],
    )
    def test_is_a_time_on_the_wall(self, at, zone, morning_at, expected):
        assert next_morning(utc(at), morning_at, zone) == utc(expected)

    @pytest.mark.parametrize("time", [dt.time(7, 0, 1), dt.time(7, tzinfo=dt.UTC)])
    def test_is_a_whole_minute(self, time):
        with pytest.raises(Invalid):
            checked_morning(time)
        assert checked_morning(dt.time(6, 45)) == dt.time(6, 45)

    @given(at=instants, morning_at=minutes, zone=zones)
    def test_is_never_further_than_a_day_and_a_change_of_clocks(self, at, morning_at, zone):
        moment = next_morning(at, morning_at, zone)
        assert at <= moment <= at + dt.timedelta(hours=25)

    @given(at=instants, morning_at=minutes, zone=zones)
    def test_comes_once_a_day(self, at, morning_at, zone):
        first = next_morning(at, morning_at, zone)
        second = next_morning(first + dt.timedelta(minutes=1), morning_at, zone)
        assert (second.astimezone(zone).date() - first.astimezone(zone).date()).days == 1


class TestHour:
    @pytest.mark.parametrize(
        ("at", "zone", "expected"),
        [
            ("2026-03-03 09:10", LONDON, "2026-03-03 10:00"),
            ("2026-03-03 10:00", LONDON, "2026-03-03 10:00"),
            ("2026-03-03 09:10", KOLKATA, "2026-03-03 09:30"),
            ("2026-03-03 09:31", KOLKATA, "2026-03-03 10:30"),
            # Clocks that change by an hour do not disturb it.
            ("2026-03-29 00:30", LONDON, "2026-03-29 01:00"),
            ("2026-10-25 00:30", LONDON, "2026-10-25 01:00"),
            ("2026-10-25 01:30", LONDON, "2026-10-25 02:00"),
            # Lord Howe Island changes by half an hour, on 4 October 2026 at 02:00 local.
            ("2026-10-03 15:00", LORD_HOWE, "2026-10-03 15:30"),
            ("2026-10-03 15:31", LORD_HOWE, "2026-10-03 16:00"),
        ],
    )
    def test_is_a_full_one_on_the_wall(self, at, zone, expected):
        assert next_hour(utc(at), zone) == utc(expected)

    @given(at=instants, zone=zones)
    def test_is_at_most_an_hour_away(self, at, zone):
        assert dt.timedelta(0) <= next_hour(at, zone) - at < dt.timedelta(hours=1)


class TestDigestTime:
    def due(self, at, pace=Pace.MORNING, zone=LONDON, **options):
        return digest_time(at=utc(at), pace=pace, zone=zone, **options)

    def test_is_the_next_morning_or_the_next_hour(self):
        assert self.due("2026-03-03 09:10") == utc("2026-03-04 07:00")
        assert self.due("2026-03-03 09:10", Pace.HOURLY) == utc("2026-03-03 10:00")

    def test_waits_for_the_end_of_quiet_hours(self):
        assert self.due("2026-03-03 09:10", quiet=NIGHT) == utc("2026-03-04 08:00")
        assert self.due("2026-03-03 22:10", Pace.HOURLY, quiet=NIGHT) == utc("2026-03-04 08:00")
        assert self.due("2026-03-03 02:10", Pace.HOURLY, quiet=EARLY) == utc("2026-03-03 06:20")

    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            ("2026-03-28 12:00", "2026-03-29 07:00"),  # 08:00 in summer time
            ("2026-10-24 12:00", "2026-10-25 08:00"),  # 08:00 in winter time
        ],
    )
    def test_waits_for_their_end_on_the_wall_when_clocks_change(self, at, expected):
        assert self.due(at, quiet=NIGHT) == utc(expected)

    def test_is_the_first_after_a_pause(self):
        pause = dt.date(2026, 3, 10)

        assert self.due("2026-03-03 09:10", paused_until=pause) == utc("2026-03-10 07:00")
        assert self.due("2026-03-03 09:10", Pace.HOURLY, paused_until=pause) == utc(
            "2026-03-10 00:00"
        )
        assert self.due("2026-03-11 09:10", paused_until=pause) == utc("2026-03-12 07:00")

    def test_of_a_pause_that_ends_with_a_change_of_clocks_is_on_the_wall(self):
        pause = dt.date(2026, 3, 29)

        assert self.due("2026-03-03 09:10", paused_until=pause) == utc("2026-03-29 06:00")

    @given(
        at=instants,
        pace=st.sampled_from([Pace.HOURLY, Pace.MORNING]),
        zone=zones,
        starts=minutes,
        ends=minutes,
    )
    def test_never_falls_into_quiet_hours_nor_before_its_message(
        self, at, pace, zone, starts, ends
    ):
        quiet = QuietHours(starts, ends) if starts != ends else None
        moment = digest_time(at=at, pace=pace, zone=zone, quiet=quiet)
        assert moment >= at
        assert quiet is None or quiet_period_at(moment, quiet, zone) is None
