import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.prices.domain import (
    agile_date,
    agile_day,
    due_at,
    expires_at,
    has_tomorrow,
    missing,
    not_yet_due,
    sample_slots,
)
from daybook.lib.periods import LONDON, Period, half_hours, local_day

TUESDAY = dt.date(2026, 3, 3)
SUMMER = dt.date(2026, 7, 1)
DAY = dt.timedelta(days=1)


def at(hour, minute=0, day=TUESDAY):
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=LONDON).astimezone(dt.UTC)


class TestAgileDay:
    @pytest.mark.parametrize(
        ("day", "count"), [(TUESDAY, 48), (dt.date(2026, 3, 29), 46), (dt.date(2026, 10, 25), 50)]
    )
    def test_runs_from_eleven_to_eleven_in_london(self, day, count):
        assert agile_day(day) == Period(at(23, day=day - DAY), at(23, day=day))
        assert len(half_hours(agile_day(day))) == count

    @given(st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)))
    def test_knows_which_slots_it_is_published_with(self, day):
        assert {agile_date(starts_at) for starts_at in half_hours(agile_day(day))} == {day}


class TestDue:
    def test_at_four_in_the_afternoon_before(self):
        assert due_at(TUESDAY) == dt.datetime(2026, 3, 2, 16, tzinfo=dt.UTC)
        assert due_at(SUMMER) == dt.datetime(2026, 6, 30, 15, tzinfo=dt.UTC)

    def test_until_then_today_lacks_only_what_nobody_could_know(self):
        today = local_day(TUESDAY, LONDON)
        lacking = missing(today, sample_slots(agile_day(TUESDAY)))
        assert lacking == (at(23), at(23, 30))
        assert not_yet_due(lacking, at(15, 59)) == lacking
        assert not_yet_due(lacking, at(16)) == ()

    def test_a_gap_in_the_morning_was_due_yesterday(self):
        assert not_yet_due([at(9), at(9, day=TUESDAY + DAY)], at(10)) == (at(9, day=TUESDAY + DAY),)


class TestHasTomorrow:
    def test_needs_every_slot_of_the_next_agile_day(self):
        published = sample_slots(agile_day(TUESDAY + DAY))
        assert has_tomorrow(published, at(17))
        assert not has_tomorrow(published[1:], at(17))
        assert not has_tomorrow(published, at(0, day=TUESDAY + DAY))

    @pytest.mark.parametrize("day", [dt.date(2026, 3, 28), dt.date(2026, 10, 24)])
    def test_holds_on_the_eve_of_a_clock_change(self, day):
        published = sample_slots(agile_day(day + DAY))
        assert has_tomorrow(published, at(17, day=day))


class TestExpiresAt:
    @pytest.mark.parametrize("tomorrow", [True, False])
    def test_is_five_minutes_later_as_a_rule(self, tomorrow):
        assert expires_at(at(9, 10), has_tomorrow=tomorrow) == at(9, 15)

    def test_is_no_later_than_midnight_in_london(self):
        assert expires_at(at(23, 57, SUMMER), has_tomorrow=True) == at(0, day=SUMMER + DAY)

    def test_is_four_o_clock_when_tomorrow_is_still_to_come(self):
        assert expires_at(at(15, 58), has_tomorrow=False) == at(16)
        assert expires_at(at(15, 58), has_tomorrow=True) == at(16, 3)

    def test_goes_by_age_again_once_tomorrow_is_late(self):
        assert expires_at(at(16), has_tomorrow=False) == at(16, 5)

    @given(st.integers(0, 60 * 24 * 365), st.booleans())
    def test_is_always_ahead_and_at_most_five_minutes(self, minutes, tomorrow):
        fetched = at(0) + dt.timedelta(minutes=minutes)
        keeps = expires_at(fetched, has_tomorrow=tomorrow) - fetched
        assert dt.timedelta(0) < keeps <= dt.timedelta(minutes=5)
