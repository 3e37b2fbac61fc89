"""What is known of a day, week, month or year, with its half-hours."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import ONE_DAY, Look, Source, Unit, Utility, span_of
from daybook.apps.consumption.models import DayUse

AUTUMN = dt.date(2025, 10, 26)
CURRENT = Utility.ELECTRICITY


@pytest.fixture
def look(anna, today):
    """What is known of the span of a day: ``look(Look.WEEK, day)``."""

    def make(look, on=today, *, utility=CURRENT, now_is=today):
        return queries.look_at(anna.pk, utility, span_of(look, on), today=now_is)

    return make


class TestDays:
    def test_end_today_while_the_span_is_running(self, look, today):
        seen = look(Look.MONTH)
        assert (seen.days.last, seen.span.last) == (today, dt.date(2026, 3, 31))
        assert seen.total.days == 3

    def test_are_all_of_a_span_that_is_over(self, look):
        seen = look(Look.MONTH, dt.date(2026, 2, 3))
        assert seen.days == seen.span

    def test_of_a_span_still_to_come_are_its_first(self, look):
        seen = look(Look.YEAR, dt.date(2030, 5, 5))
        assert (seen.days.first, seen.days.count) == (dt.date(2030, 1, 1), 1)

    def test_leave_out_what_lies_beside_the_span(self, look, record):
        record("3", first=dt.date(2026, 2, 28), last=dt.date(2026, 3, 2))
        seen = look(Look.MONTH)
        assert (list(seen.daily), seen.total.amount) == (
            [dt.date(2026, 3, 1), dt.date(2026, 3, 2)],
            2,
        )

    def test_are_in_order_however_they_were_recorded(self, look, record, today):
        record("1")
        record("2", first=today - 2 * ONE_DAY)
        assert list(look(Look.MONTH).daily.values()) == [2, 1]


class TestSources:
    def test_are_told_by_the_day(self, look, record, smart_meter, today):
        record("1", first=today - ONE_DAY)
        smart_meter(today)
        assert look(Look.MONTH).sources == {
            today - ONE_DAY: Source.RECORDS,
            today: Source.HALF_HOURS,
        }

    def test_that_are_readings_are_told_so(self, look, meter, read, today):
        hall = meter()
        read(hall, 10, "1200")
        read(hall, 0, "1300")
        assert set(look(Look.MONTH).sources.values()) == {Source.READINGS}

    def test_mark_a_sample_only_where_it_is(self, look, record, today):
        record("2", first=dt.date(2026, 2, 28), last=today)
        DayUse.objects.filter(day=today).update(is_sample=True)
        assert look(Look.MONTH).is_sample
        assert not look(Look.MONTH, dt.date(2026, 2, 1)).is_sample


class TestHalfHours:
    def test_make_a_profile(self, look, smart_meter):
        smart_meter(AUTUMN, lost=[0])
        told = look(Look.DAY, AUTUMN).profile
        assert (told.known, told.missing, told.amount) == (49, 1, Decimal("12.25"))

    def test_are_not_guessed_from_records(self, look, record):
        record()
        seen = look(Look.DAY)
        assert (seen.half_hours, seen.profile) == ({}, None)

    def test_of_one_utility_are_not_those_of_another(self, look, smart_meter, today):
        smart_meter(today)
        assert look(Look.DAY, utility=Utility.GAS).half_hours == {}

    def test_of_two_batches_fill_each_other(self, look, smart_meter, today):
        smart_meter(today, lost=range(10))
        smart_meter(today, amount="1", lost=range(10, 48))
        (places,) = look(Look.DAY).half_hours.values()
        assert places == (Decimal(1),) * 10 + (Decimal("0.25"),) * 38

    def test_add_up_to_the_days(self, look, smart_meter):
        smart_meter(AUTUMN - 9 * ONE_DAY, AUTUMN + 3 * ONE_DAY, lost=[1, 40])
        seen = look(Look.YEAR, AUTUMN)
        assert seen.profile.amount == seen.total.amount == sum(seen.daily.values())


class TestAll:
    @pytest.mark.parametrize("span", Look)
    def test_is_two_questions(self, look, smart_meter, today, span, django_assert_num_queries):
        smart_meter(today - 20 * ONE_DAY, today)
        with django_assert_num_queries(2):
            look(span)

    def test_is_nobody_elses(self, eve, smart_meter, today):
        smart_meter(today)
        seen = queries.look_at(eve.pk, CURRENT, span_of(Look.DAY, today), today=today)
        assert (seen.daily, seen.half_hours, seen.total.known_days) == ({}, {}, 0)

    def test_is_in_the_standard_unit(self, look, record):
        record("10", utility=Utility.GAS, unit=Unit.CUBIC_METRE)
        seen = look(Look.DAY, utility=Utility.GAS)
        assert (seen.unit, round(seen.total.amount, 3)) == (Unit.KWH, Decimal("113.627"))
