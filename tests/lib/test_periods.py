import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.lib.periods import (
    LONDON,
    InvalidInstant,
    InvalidPeriod,
    Period,
    clock_time,
    days,
    half_hour_of,
    half_hours,
    in_utc,
    instant,
    is_repeated,
    local_date,
    local_day,
)

SPRING = dt.date(2026, 3, 29)
AUTUMN = dt.date(2026, 10, 25)
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


def hours(first, last):
    return Period(utc(2026, 3, 3, first), utc(2026, 3, 3, last))


class TestPeriod:
    def test_holds_its_start_but_not_its_end(self):
        period = hours(9, 10)
        assert period.contains(utc(2026, 3, 3, 9))
        assert not period.contains(utc(2026, 3, 3, 10))

    @pytest.mark.parametrize("last", [9, 8])
    def test_refuses_to_end_before_it_lasted(self, last):
        with pytest.raises(InvalidPeriod, match="after the start"):
            hours(9, last)

    def test_refuses_times_without_a_zone(self):
        with pytest.raises(InvalidInstant, match="needs a zone"):
            Period(utc(2026, 3, 3, 9).replace(tzinfo=None), utc(2026, 3, 3, 10))

    def test_is_kept_in_utc_so_that_a_clock_change_is_counted(self):
        spring = Period(
            dt.datetime(2026, 3, 29, 0, tzinfo=LONDON), dt.datetime(2026, 3, 29, 3, tzinfo=LONDON)
        )
        assert spring.duration == dt.timedelta(hours=2)
        assert spring.ends_at.tzinfo is dt.UTC

    def test_touching_is_not_overlapping(self):
        assert not hours(9, 10).overlaps(hours(10, 11))
        assert hours(9, 11).overlaps(hours(10, 12))

    def test_covers_itself_and_parts_of_itself_only(self):
        assert hours(9, 11).covers(hours(9, 11))
        assert not hours(9, 11).covers(hours(10, 12))

    def test_intersects_where_both_are(self):
        assert hours(9, 11).intersection(hours(10, 12)) == hours(10, 11)
        assert hours(9, 10).intersection(hours(10, 11)) is None

    @given(*[st.integers(0, 22)] * 2, *[st.integers(1, 5)] * 2)
    def test_overlaps_exactly_when_an_hour_is_shared(self, a, b, long_a, long_b):
        one = Period(utc(2026, 3, 3, a), utc(2026, 3, 3, a) + dt.timedelta(hours=long_a))
        two = Period(utc(2026, 3, 3, b), utc(2026, 3, 3, b) + dt.timedelta(hours=long_b))
        shared = set(range(a, a + long_a)) & set(range(b, b + long_b))
        assert one.overlaps(two) == bool(shared)
        assert (one.intersection(two) is not None) == bool(shared)


class TestLocalDay:
    @pytest.mark.parametrize(
        ("day", "long"), [(SPRING, 23), (dt.date(2026, 3, 3), 24), (AUTUMN, 25)]
    )
    def test_is_as_long_as_the_clocks_make_it(self, day, long):
        assert local_day(day, LONDON).duration == dt.timedelta(hours=long)
        assert len(half_hours(local_day(day, LONDON))) == 2 * long

    def test_begins_at_local_midnight(self):
        assert local_day(dt.date(2026, 7, 1), LONDON).starts_at == utc(2026, 6, 30, 23)

    @pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
    def test_refuses_the_edges_of_the_calendar(self, day):
        with pytest.raises(InvalidInstant, match="outside the calendar"):
            local_day(day, ZoneInfo("Asia/Tokyo"))

    @given(st.dates(dt.date(2000, 1, 1), dt.date(2037, 12, 30)))
    def test_days_adjoin_and_know_their_date(self, day):
        period = local_day(day, LONDON)
        assert period.ends_at == local_day(day + dt.timedelta(days=1), LONDON).starts_at
        assert days(period, LONDON) == (day,)
        assert {local_date(at, LONDON) for at in half_hours(period)} == {day}


class TestDays:
    def test_counts_each_date_it_touches(self):
        period = Period(utc(2026, 3, 3, 23, 30), utc(2026, 3, 5, 0, 30))
        assert days(period, LONDON) == tuple(dt.date(2026, 3, n) for n in (3, 4, 5))


class TestHalfHours:
    def test_steps_in_utc_from_the_start(self):
        starts = half_hours(hours(9, 10))
        assert starts == (utc(2026, 3, 3, 9), utc(2026, 3, 3, 9, 30))

    def test_includes_a_last_one_that_partly_fits(self):
        period = Period(utc(2026, 3, 3, 9), utc(2026, 3, 3, 9, 31))
        assert len(half_hours(period)) == 2

    def test_begins_at_midnight_even_in_kathmandu(self):
        assert half_hours(local_day(SPRING, KATHMANDU))[0] == utc(2026, 3, 28, 18, 15)

    def test_is_found_for_any_moment(self):
        assert half_hour_of(utc(2026, 3, 3, 9, 59, 59, 5)) == utc(2026, 3, 3, 9, 30)


class TestInstant:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-07-01T14:30:00Z", utc(2026, 7, 1, 14, 30)),
            ("2026-07-01T14:30:00+02:00", utc(2026, 7, 1, 12, 30)),
            ("2026-07-01T14:30", utc(2026, 7, 1, 13, 30)),
            (" 2026-07-01 ", utc(2026, 6, 30, 23)),
        ],
    )
    def test_reads_times_with_and_without_an_offset(self, text, expected):
        assert instant(text, LONDON) == expected

    def test_takes_the_first_of_a_repeated_time(self):
        assert instant("2026-10-25T01:30", LONDON) == utc(2026, 10, 25, 0, 30)

    def test_moves_a_skipped_time_on(self):
        skipped = instant("2026-03-29T01:30", LONDON)
        assert clock_time(skipped, LONDON) == "02:30"

    @pytest.mark.parametrize(
        "text", ["", "tomorrow", "2026-02-30", "29/03/2026", "2026-03-03T25:00"]
    )
    def test_says_how_to_write_what_it_cannot_read(self, text):
        with pytest.raises(InvalidInstant, match="Write it like 2026-03-29"):
            instant(text, LONDON)

    @pytest.mark.parametrize(
        "text", ["0001-01-01", "1899-12-31", "2200-01-01T00:00Z", "9999-12-31"]
    )
    def test_refuses_what_leaves_the_calendar(self, text):
        with pytest.raises(InvalidInstant, match="outside the calendar"):
            instant(text, LONDON)

    @given(st.integers(946684800, 2114380800))
    def test_reads_back_what_was_written(self, seconds):
        at = dt.datetime.fromtimestamp(seconds, dt.UTC)
        assert instant(at.astimezone(LONDON).isoformat(), LONDON) == at


class TestRepeatedHour:
    def test_is_named_by_its_zone(self):
        times = [
            clock_time(utc(2026, 10, 25, 0, 30) + n * dt.timedelta(hours=1), LONDON)
            for n in (0, 1, 2)
        ]
        assert times == ["01:30 BST", "01:30 GMT", "02:30"]

    def test_happens_in_autumn_only(self):
        repeated = [
            [at for at in half_hours(local_day(day, LONDON)) if is_repeated(at, LONDON)]
            for day in (SPRING, dt.date(2026, 3, 3), AUTUMN)
        ]
        assert [len(day) for day in repeated] == [0, 0, 4]


def test_a_time_that_leaves_the_calendar_is_refused():
    first = dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=12)))
    with pytest.raises(InvalidInstant, match="outside the calendar"):
        in_utc(first)


def test_utc_times_are_handed_back_as_they_are():
    at = utc(2026, 3, 3)
    assert in_utc(at) is at
