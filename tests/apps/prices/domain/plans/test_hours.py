"""Allowed hours and times to be ready by, minute by minute, also when clocks change."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices.domain import Hours, next_time
from daybook.lib.periods import LONDON, half_hours, in_utc, local_day

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
PLAIN = dt.date(2026, 6, 3)
times = st.builds(dt.time, st.integers(0, 23), st.integers(0, 59))
dates = st.sampled_from([SPRING, AUTUMN, PLAIN])


def shows(at):
    """What London's clocks show, to the minute."""
    return at.astimezone(LONDON).time().replace(fold=0)


def is_within(time, since, until):
    """Whether one minute of the clock is allowed."""
    if since <= until:
        return since == until or since <= time < until
    return time >= since or time < until


def utc(day, hour, minute=0):
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=dt.UTC)


class TestAllow:
    @settings(max_examples=25)
    @given(dates, st.integers(0, 45), st.integers(1, 30), times, times)
    def test_allows_what_is_allowed_in_each_of_its_minutes(self, day, n, minutes, since, until):
        starts_at = half_hours(local_day(day, LONDON))[n]
        clock = [shows(starts_at + k * MINUTE) for k in range(minutes)]
        expected = all(is_within(time, since, until) for time in clock)
        assert Hours(since, until).allow(starts_at, minutes) is expected

    @settings(max_examples=25)
    @given(dates, times, times)
    def test_allows_every_minute_either_to_the_hours_or_to_the_others(self, day, since, until):
        if since == until:
            return
        for starts_at in half_hours(local_day(day, LONDON)):
            both = Hours(since, until).allow(starts_at, 30), Hours(until, since).allow(starts_at, 1)
            assert both != (True, True)

    @settings(max_examples=25)
    @given(times)
    def test_is_the_whole_day_from_any_minute_to_itself(self, time):
        slots = half_hours(local_day(PLAIN, LONDON))
        assert all(Hours(time, time).allow(at, 30) for at in slots)

    @pytest.mark.parametrize(("day", "halves"), [(SPRING, 2), (AUTUMN, 6), (PLAIN, 4)])
    def test_means_both_hours_that_clocks_show_twice_and_none_they_leave_out(self, day, halves):
        night = Hours(dt.time(1), dt.time(3))
        slots = half_hours(local_day(day, LONDON))
        assert sum(night.allow(at, 30) for at in slots) == halves

    @pytest.mark.parametrize(("day", "halves"), [(SPRING, 46), (AUTUMN, 50), (PLAIN, 48)])
    def test_leaves_out_no_half_hour_of_a_whole_day(self, day, halves):
        slots = half_hours(local_day(day, LONDON))
        assert sum(Hours(dt.time(), dt.time()).allow(at, 30) for at in slots) == halves

    def test_reads_an_instant_of_another_zone(self):
        zone = dt.timezone(dt.timedelta(hours=9))
        starts_at = utc(PLAIN, 12).astimezone(zone)  # 13:00 in London
        assert Hours(dt.time(13), dt.time(14)).allow(starts_at, 30)


class TestNextTime:
    @settings(max_examples=25)
    @given(dates, st.integers(0, 24 * 60), times)
    def test_is_ahead_within_little_more_than_a_day(self, day, minutes, time):
        after = local_day(day, LONDON).starts_at - DAY / 2 + minutes * MINUTE
        assert after < next_time(time, after=after) <= after + dt.timedelta(hours=26)

    @settings(max_examples=25)
    @given(dates, st.integers(0, 24 * 60), times)
    def test_is_when_the_clocks_show_it(self, day, minutes, time):
        after = local_day(day, LONDON).starts_at - DAY / 2 + minutes * MINUTE
        found = next_time(time, after=after)
        is_left_out = found.date() == SPRING and time.hour == 1
        assert is_left_out or shows(found) == time

    @settings(max_examples=25)
    @given(st.sampled_from([AUTUMN, PLAIN]), st.integers(0, 24 * 60), times)
    def test_is_the_first_such_instant(self, day, minutes, time):
        after = in_utc(local_day(day, LONDON).starts_at - DAY / 4 + minutes * MINUTE)
        found = next_time(time, after=after)
        between = (after + n * MINUTE for n in range(1, (found - after) // MINUTE))
        assert all(shows(at) != time for at in between)

    def test_comes_twice_in_the_night_when_clocks_go_back(self):
        first = next_time(dt.time(1, 30), after=utc(AUTUMN, 0, 15))
        second = next_time(dt.time(1, 30), after=first)
        third = next_time(dt.time(1, 30), after=second)
        assert [first, second, third] == [
            utc(AUTUMN, 0, 30),
            utc(AUTUMN, 1, 30),
            utc(AUTUMN + DAY, 1, 30),
        ]

    def test_is_an_hour_later_where_clocks_leave_it_out(self):
        found = next_time(dt.time(1, 30), after=utc(SPRING, 0, 15))
        assert shows(found) == dt.time(2, 30)

    def test_is_tomorrow_at_the_very_minute(self):
        assert next_time(dt.time(13), after=utc(PLAIN, 12)) == utc(PLAIN + DAY, 12)

    def test_goes_on_day_by_day(self):
        found = [utc(AUTUMN - 2 * DAY, 12)]
        for _ in range(4):
            found.append(next_time(dt.time(7), after=found[-1]))
        assert [b - a for a, b in pairwise(found[1:])] == [DAY + DAY / 24, DAY, DAY]
