"""What is asked of meters and readings, and how often."""

import datetime as dt
import itertools
import uuid

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Answer, Days, Source, Unit, Utility
from daybook.apps.consumption.errors import InvalidDays, NoSuchMeter, NoSuchReading

DAY = dt.timedelta(days=1)
WATER = {"utility": Utility.WATER, "unit": Unit.CUBIC_METRE}


class TestOneOf:
    def test_is_nobody_elses(self, eve, meter, read):
        made = meter()
        kept = read(made, 0, "1")
        with pytest.raises(NoSuchMeter):
            queries.meter_of(eve.pk, made.pk)
        with pytest.raises(NoSuchReading):
            queries.reading_of(eve.pk, kept.pk)

    def test_brings_its_meter_along(self, anna, meter, read, django_assert_num_queries):
        kept = read(meter(), 0, "1")
        with django_assert_num_queries(1):
            assert queries.reading_of(anna.pk, kept.pk).meter.name == "Hall"


class TestReadingsOf:
    def test_of_all_meters_are_newest_first(self, anna, meter, read):
        one, other = meter(name="Day"), meter(name="Night")
        for made, ago in ((one, 4), (other, 2), (one, 0)):
            read(made, ago, str(100 - ago))
        names = [told.reading.meter.name for told in queries.readings_of(anna.pk)]
        assert names == ["Day", "Night", "Day"]

    def test_of_a_meter_there_is_not_are_none(self, anna, meter, read):
        made = meter()
        read(made, 0, "1")
        assert queries.readings_of(anna.pk, meter_id=made.pk + 1) == []

    def test_each_have_their_own_step(self, anna, meter, read):
        for number in ("108", "116"):
            made = meter()
            read(made, 2, "100")
            read(made, 0, number)
        steps = [told.derived.step for told in queries.readings_of(anna.pk)]
        assert [step and step.amount for step in steps] == [16, 8, None, None]


class TestSummaryOf:
    def test_is_the_mean_of_the_last_year_that_was_read(self, anna, meter, read):
        made = meter()
        read(made, 800, "0")
        read(made, 400, "4000")
        read(made, 0, "4400")
        (found,) = queries.meters_of(anna.pk)
        assert (found.a_day, found.reading_count) == (1, 3)

    def test_has_no_mean_of_one_reading(self, anna, meter, read):
        read(meter(), 0, "5")
        (found,) = queries.meters_of(anna.pk)
        assert (found.latest.number, found.a_day) == (5, None)

    def test_leaves_out_what_nobody_knows(self, anna, meter, read):
        made = meter()
        read(made, 20, "500")
        read(made, 10, "0", answer=Answer.SURE)
        read(made, 0, "80")
        assert queries.meters_of(anna.pk)[0].a_day == 8


class TestStepsOfSupply:
    def test_are_those_of_all_its_meters(self, anna, meter, read, django_assert_num_queries):
        for said in ({}, {}, WATER):
            made = meter(**said)
            read(made, 2, "100")
            read(made, 0, "110")
        with django_assert_num_queries(1):
            found = queries.steps_of_supply(anna.pk, Utility.ELECTRICITY)
        assert [(step.amount, is_sample) for step, is_sample in found] == [(10, False)] * 2


class TestRestorable:
    def test_is_a_meter_or_a_reading(self, anna, meter, read, now):
        made = meter()
        kept = read(made, 0, "1")
        gone = actions.delete_reading(person=anna, reading_id=kept.pk, now=now)
        assert queries.restorable(anna.pk, gone) == kept
        whole = actions.delete_meter(person=anna, meter_id=made.pk, now=now)
        assert queries.restorable(anna.pk, whole) == made
        assert queries.restorable(anna.pk, uuid.uuid4()) is None


class TestToldOtherwise:
    def test_of_no_records_asks_nothing(self, anna, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert queries.told_otherwise(anna.pk, []) == {}

    def test_counts_the_days_of_each(self, meter, read, record, smart_meter, today):
        kept = record("9", first=today - 8 * DAY, last=today)
        made = meter()
        read(made, 8, "100")
        read(made, 5, "124")
        smart_meter(today)
        found = queries.told_otherwise(kept.person_id, [kept])[kept.pk]
        assert (found.source, found.count) == (Source.READINGS, 4)

    def test_knows_nothing_of_days_of_others(self, anna, eve, record, smart_meter, today):
        kept = record("9")
        smart_meter(today, person=eve)
        assert queries.told_otherwise(anna.pk, [kept]) == {}


class TestKnown:
    def test_tells_months_from_whatever_knows_of_them(self, anna, meter, read, record):
        record("31", first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 31))
        made = meter()
        read(made, 30, "100")
        read(made, 2, "156")
        days = Days(dt.date(2026, 1, 1), dt.date(2026, 3, 1))
        steps = queries.month_steps(anna.pk, Utility.ELECTRICITY, days)
        assert [(step.amount, step.missing) for step in steps] == [(31, 0), (56, 0)]

    @pytest.mark.parametrize(
        ("day", "count"), [(dt.date(2025, 10, 26), 50), (dt.date(2025, 3, 30), 46)]
    )
    def test_has_the_half_hours_of_a_day_on_which_clocks_change(
        self, anna, smart_meter, day, count
    ):
        smart_meter(day, lost=[2])
        steps = queries.half_hour_steps(anna.pk, Utility.ELECTRICITY, Days(day, day + DAY))
        assert (len(steps), sum(step.missing for step in steps)) == (count, 1)
        assert {later.starts - step.starts for step, later in itertools.pairwise(steps)} == {
            dt.timedelta(minutes=30)
        }

    @pytest.mark.parametrize(
        ("ask", "count"),
        [
            (queries.half_hour_steps, 401),
            (queries.day_steps, 3661),
            (queries.month_steps, 3661),
        ],
    )
    def test_is_told_of_no_more_than_can_be_read(self, anna, today, ask, count):
        with pytest.raises(InvalidDays, match="at most"):
            ask(anna.pk, Utility.GAS, Days(today - count * DAY, today))
