"""What is known of days, and the steps that scripts ask for."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import ONE_DAY, Days, Unit, Utility
from daybook.apps.consumption.errors import InvalidDays
from daybook.apps.consumption.queries.years import days_needed

SPRING = dt.date(2026, 3, 29)
AUTUMN = dt.date(2025, 10, 26)
CURRENT = Utility.ELECTRICITY


def days(first, count=1):
    return Days(first, first + count * ONE_DAY)


class TestKnownUse:
    def test_has_utilities_apart(self, anna, record, today):
        record("8")
        record("0.3", utility=Utility.WATER, unit=Unit.CUBIC_METRE)
        found = queries.known_use(anna.pk, days(today))
        assert {utility: known.daily for utility, known in found.items()} == {
            CURRENT: {today: 8},
            Utility.WATER: {today: Decimal("0.3")},
        }

    def test_ends_before_the_day_past(self, anna, record, today):
        record("3", first=today - 2 * ONE_DAY, last=today)
        known = queries.known_use(anna.pk, days(today - ONE_DAY))[CURRENT]
        assert list(known.daily) == [today - ONE_DAY]

    def test_tells_what_days_lack(self, anna, smart_meter, today):
        smart_meter(today - ONE_DAY, today, lost=[1, 2])
        known = queries.known_use(anna.pk, days(today - ONE_DAY, 2))[CURRENT]
        assert set(known.missing.values()) == {2}

    def test_of_a_typed_day_lacks_nothing(self, anna, record, today):
        record()
        assert queries.known_use(anna.pk, days(today))[CURRENT].missing == {today: 0}

    def test_is_nobody_elses(self, eve, record, today):
        record()
        assert queries.known_use(eve.pk, days(today)) == {}

    def test_is_one_question(self, anna, record, today, django_assert_num_queries):
        record("365", first=today - 364 * ONE_DAY, last=today)
        with django_assert_num_queries(1):
            assert len(queries.known_use(anna.pk, days_needed(today))[CURRENT].daily) == 365


class TestHalfHourSteps:
    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (AUTUMN, 50)])
    def test_follow_one_another_without_a_gap(self, anna, smart_meter, day, count):
        smart_meter(day)
        found = queries.half_hour_steps(anna.pk, CURRENT, days(day))
        starts = [step.starts for step in found]
        assert len(starts) == count
        assert {later - at for at, later in pairwise(starts)} == {dt.timedelta(minutes=30)}

    def test_add_up_to_the_day(self, anna, smart_meter):
        smart_meter(AUTUMN, lost=[0, 49])
        found = queries.half_hour_steps(anna.pk, CURRENT, days(AUTUMN))
        (day,) = queries.day_steps(anna.pk, CURRENT, days(AUTUMN))
        assert sum(step.amount or 0 for step in found) == day.amount
        assert sum(step.missing for step in found) == day.missing == 2

    def test_of_an_unknown_day_are_all_missing(self, anna):
        found = queries.half_hour_steps(anna.pk, CURRENT, days(AUTUMN))
        assert {(step.amount, step.missing) for step in found} == {(None, 1)}

    @pytest.mark.parametrize(("count", "is_told"), [(400, True), (401, False)])
    def test_are_of_400_days_at_most(self, anna, today, count, is_told):
        if is_told:
            assert len(queries.half_hour_steps(anna.pk, CURRENT, days(today, count))) > 19_000
            return
        with pytest.raises(InvalidDays, match="at most 400 days"):
            queries.half_hour_steps(anna.pk, CURRENT, days(today, count))


class TestDaySteps:
    def test_are_all_days_in_order(self, anna, record, today):
        record("2", first=today - 2 * ONE_DAY)
        record("1")
        found = queries.day_steps(anna.pk, CURRENT, days(today - 2 * ONE_DAY, 3))
        assert [step.amount for step in found] == [2, None, 1]
        assert [step.starts for step in found] == [today - n * ONE_DAY for n in (2, 1, 0)]

    def test_tell_nought_from_nothing(self, anna, record, today):
        record("0")
        found = queries.day_steps(anna.pk, CURRENT, days(today, 2))
        assert [step.amount for step in found] == [0, None]

    @pytest.mark.parametrize("steps", [queries.day_steps, queries.month_steps])
    def test_are_of_ten_years_at_most(self, anna, today, steps):
        assert steps(anna.pk, CURRENT, days(today, 3660))
        with pytest.raises(InvalidDays, match="at most 3660 days"):
            steps(anna.pk, CURRENT, days(today, 3661))


class TestMonthSteps:
    def test_are_cut_where_the_days_begin_and_end(self, anna, record):
        record("59", first=dt.date(2026, 1, 1), last=dt.date(2026, 2, 28))
        cut = Days(dt.date(2026, 1, 30), dt.date(2026, 2, 4))
        found = queries.month_steps(anna.pk, CURRENT, cut)
        assert [(step.starts.isoformat(), step.amount) for step in found] == [
            ("2026-01-30", 2),
            ("2026-02-01", 3),
        ]

    def test_count_the_days_they_lack(self, anna, record, today):
        record("1", first=dt.date(2026, 2, 1))
        whole = Days(dt.date(2026, 2, 1), dt.date(2026, 4, 1))
        found = queries.month_steps(anna.pk, CURRENT, whole)
        assert [(step.amount, step.missing) for step in found] == [(1, 27), (None, 31)]

    def test_add_up_to_their_days(self, anna, smart_meter):
        smart_meter(SPRING - 3 * ONE_DAY, SPRING + 5 * ONE_DAY, lost=[3])
        span = days(SPRING - 9 * ONE_DAY, 30)
        sums = [
            sum(step.amount or 0 for step in steps(anna.pk, CURRENT, span))
            for steps in (queries.half_hour_steps, queries.day_steps, queries.month_steps)
        ]
        assert sums == [sums[0]] * 3
        assert sums[0] == Decimal("0.25") * (8 * 47 + 45)


class TestDaysNeeded:
    @pytest.mark.parametrize("today", [dt.date(2026, 3, 3), dt.date(2028, 2, 29)])
    def test_reach_two_years_back(self, today):
        needed = days_needed(today)
        assert needed.last == today
        assert needed.count >= 2 * 365 + 2


class TestUseEver:
    def test_is_as_exact_as_what_was_recorded(self, anna, record, today):
        for n in range(3):
            record("0.333333", first=today - n * ONE_DAY)
        assert queries.use_ever(anna.pk)[CURRENT].amount == Decimal("0.999999")

    def test_leaves_out_what_was_never_recorded(self, anna, record):
        record()
        assert list(queries.use_ever(anna.pk)) == [CURRENT]
        assert queries.calorific_value_of(anna.pk) == 40
