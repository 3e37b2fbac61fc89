"""Readings, and the use of days that is derived from them."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Answer, Fate, Source, Unit, Utility
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidReading,
    NoSuchMeter,
    NoSuchReading,
    NothingToUndo,
    QuestionableStep,
    ReadOnThatDay,
)
from daybook.apps.consumption.models import Batch, DayUse, Reading
from daybook.lib.half_hours import starts
from daybook.lib.periods import LONDON

DAY = dt.timedelta(days=1)


@pytest.fixture
def days(anna, today):
    """The use of Anna's days by how many days ago they were."""

    def kept(utility=Utility.ELECTRICITY):
        rows = DayUse.objects.filter(person=anna, utility=utility.value).order_by("day")
        return {(today - row.day).days: row.amount for row in rows}

    return kept


@pytest.fixture
def change(anna, today, now):
    """Makes a reading of Anna's say something else; the ``person`` named tries to."""

    def make(reading, ago, number, *, person=anna, **said):
        found = actions.Read(day=today - ago * DAY, number=Decimal(number), **said)
        return actions.change_reading(
            person=person, reading_id=reading.pk, read=found, today=today, now=now
        )

    return make


class TestAddReading:
    def test_spreads_the_use_over_the_days_between(self, meter, read, days):
        made = meter()
        read(made, 4, "100")
        read(made, 0, "132")
        assert days() == {4: 8, 3: 8, 2: 8, 1: 8}

    def test_tells_what_it_was_made_from(self, meter, read):
        made = meter()
        read(made, 1, "100")
        read(made, 0, "108")
        assert DayUse.objects.get().source == Source.READINGS

    def test_is_told_before_records_of_the_same_days(self, meter, read, record, days, today):
        record("70", first=today - 6 * DAY, last=today)
        made = meter()
        read(made, 2, "100")
        read(made, 0, "116")
        assert days() == {6: 10, 5: 10, 4: 10, 3: 10, 2: 8, 1: 8, 0: 10}

    def test_in_between_divides_a_step(self, meter, read, days):
        made = meter()
        read(made, 4, "100")
        read(made, 0, "140")
        read(made, 2, "110")
        assert days() == {4: 5, 3: 5, 2: 15, 1: 15}

    def test_registers_of_one_utility_add_up(self, meter, read, days):
        for name, end in (("Day", "130"), ("Night", "110")):
            register = meter(name=name)
            read(register, 2, "100")
            read(register, 0, end)
        assert days() == {2: 20, 1: 20}

    def test_keeps_the_calorific_value_of_its_time(self, anna, meter, read, days):
        made = meter(utility=Utility.GAS, unit=Unit.CUBIC_METRE)
        read(made, 1, "100")
        read(made, 0, "110")
        actions.set_calorific_value(person=anna, value=Decimal(38))
        read(made, 5, "95")
        assert days(Utility.GAS)[1] == Decimal("113.626667")

    def test_is_written_once(self, meter, read):
        made = meter()
        assert read(made, 2, "100") == read(made, 2, "100")
        with pytest.raises(ReadOnThatDay):
            read(made, 2, "101")
        assert Reading.objects.get().number == 100

    @pytest.mark.parametrize(
        "case",
        [
            (-1, "200", InvalidDays),
            (99, "90", InvalidDays),
            (0, "100000", InvalidReading),
            (0, "130.5", InvalidReading),
            (0, "90", QuestionableStep),
            (0, "9000", QuestionableStep),
            (40, "110", QuestionableStep),
        ],
    )
    def test_writes_nothing_of_what_it_refuses(self, meter, read, days, case):
        ago, number, refusal = case
        made = meter(installed_on=dt.date(2026, 1, 12))
        read(made, 10, "100")
        read(made, 5, "110")
        before = days()
        with pytest.raises(refusal):
            read(made, ago, number)
        assert (days(), Reading.objects.count()) == (before, 2)

    def test_believes_an_answer(self, meter, read, days):
        made = meter()
        read(made, 2, "90000")
        read(made, 1, "10", answer=Answer.ROLLED_OVER)
        read(made, 0, "2", answer=Answer.SURE)
        assert days() == {2: 10_010}

    def test_leaves_out_an_estimate_that_was_too_high(self, anna, meter, read, days):
        made = meter()
        read(made, 4, "100")
        read(made, 2, "150", is_estimated=True)
        read(made, 0, "120")
        assert days() == {4: 5, 3: 5, 2: 5, 1: 5}
        fates = [one.derived.fate for one in queries.readings_of(anna.pk)]
        assert fates == [Fate.COUNTED, Fate.OVERTAKEN, Fate.FIRST]

    def test_is_for_the_owner_of_the_meter(self, eve, meter, read):
        made = meter()
        with pytest.raises(NoSuchMeter):
            read(made, 0, "100", person=eve)
        assert not Reading.objects.exists()


class TestChangeReading:
    def test_renews_the_days_before_and_after(self, meter, read, change, days):
        made = meter()
        read(made, 4, "100")
        middle = read(made, 2, "110")
        read(made, 0, "140")
        change(middle, 3, "120")
        assert days() == {
            4: 20,
            3: Decimal("6.666667"),
            2: Decimal("6.666667"),
            1: Decimal("6.666666"),
        }

    def test_may_keep_its_day(self, meter, read, change):
        kept = read(meter(), 2, "100")
        assert change(kept, 2, "100", notes=" read \n twice ").notes == "read twice"

    @pytest.mark.parametrize(
        "case",
        [(4, "110", ReadOnThatDay), (2, "90", QuestionableStep), (2, "999999", InvalidReading)],
    )
    def test_writes_nothing_of_what_it_refuses(self, meter, read, change, case):
        ago, number, refusal = case
        made = meter()
        read(made, 4, "100")
        kept = read(made, 2, "110")
        with pytest.raises(refusal):
            change(kept, ago, number)
        kept.refresh_from_db()
        assert (kept.number, DayUse.objects.count()) == (110, 2)

    def test_is_for_its_owner(self, eve, meter, read, change):
        kept = read(meter(), 2, "100")
        with pytest.raises(NoSuchReading):
            change(kept, 2, "120", person=eve)
        assert Reading.objects.get().number == 100


class TestDeleteReading:
    def test_joins_the_steps_around_it_and_is_undone(self, anna, meter, read, days, now):
        made = meter()
        read(made, 4, "100")
        middle = read(made, 2, "110")
        read(made, 0, "140")
        before = days()
        deletion = actions.delete_reading(person=anna, reading_id=middle.pk, now=now)
        assert days() == {4: 10, 3: 10, 2: 10, 1: 10}
        actions.undo_meter_deletion(person=anna, deletion=deletion)
        assert days() == before

    def test_is_not_undone_where_another_one_stands(self, anna, meter, read, now):
        made = meter()
        gone = read(made, 2, "110")
        deletion = actions.delete_reading(person=anna, reading_id=gone.pk, now=now)
        read(made, 2, "111")
        with pytest.raises(ReadOnThatDay):
            actions.undo_meter_deletion(person=anna, deletion=deletion)
        assert Reading.objects.standing().get().number == 111

    def test_is_for_its_owner(self, anna, eve, meter, read, now):
        kept = read(meter(), 2, "110")
        with pytest.raises(NoSuchReading):
            actions.delete_reading(person=eve, reading_id=kept.pk, now=now)
        deletion = actions.delete_reading(person=anna, reading_id=kept.pk, now=now)
        with pytest.raises(NothingToUndo):
            actions.undo_meter_deletion(person=eve, deletion=deletion)
        assert not Reading.objects.standing().exists()


class TestSources:
    """Readings, and half-hours of the same days."""

    @pytest.fixture
    def keep(self, anna, now):
        """Keeps so many half-hours of yesterday, half a kWh each."""

        def make(count=48):
            batch = Batch.objects.create(person=anna, source="csv", made_at=now)
            amounts = {at: Decimal("0.5") for at in starts(now.date() - DAY, LONDON)[:count]}
            actions.keep_half_hours(batch=batch, utility=Utility.ELECTRICITY, amounts=amounts)

        return make

    @pytest.mark.parametrize("case", [(48, 24), (47, 8)])
    def test_only_all_half_hours_come_before_a_reading(self, meter, read, days, keep, case):
        count, amount = case
        made = meter()
        read(made, 2, "100")
        read(made, 0, "116")
        keep(count)
        assert days() == {2: 8, 1: amount}

    def test_a_reading_comes_before_some_half_hours(self, meter, read, days, keep):
        keep(20)
        made = meter()
        read(made, 2, "100")
        read(made, 0, "116")
        assert days() == {2: 8, 1: 8}
        assert not DayUse.objects.exclude(missing_half_hours=0).exists()

    def test_records_of_days_with_half_hours_say_so(self, anna, record, keep, today):
        kept = record("5", first=today - DAY)
        keep()
        (untold,) = queries.told_otherwise(anna.pk, [kept]).values()
        assert (untold.source, untold.count) == (Source.HALF_HOURS, 1)


class TestClockChange:
    @pytest.mark.parametrize("changes", [dt.date(2025, 10, 26), dt.date(2025, 3, 30)])
    def test_days_of_23_and_25_hours_get_their_share(self, meter, read, days, today, changes):
        ago = (today - changes).days
        made = meter()
        read(made, ago + 1, "100")
        read(made, ago - 1, "120")
        assert days() == {ago + 1: 10, ago: 10}


class TestToldOtherwise:
    def test_names_the_records_of_days_a_meter_tells(self, anna, meter, read, record, today):
        covered = record("5", first=today - DAY)
        partly = record("5", first=today - 2 * DAY, last=today)
        other = record("5", first=today - DAY, utility=Utility.GAS)
        made = meter()
        read(made, 1, "100")
        read(made, 0, "108")
        found = queries.told_otherwise(anna.pk, [covered, partly, other])
        assert {key: (one.source, one.count) for key, one in found.items()} == {
            covered.pk: (Source.READINGS, 1),
            partly.pk: (Source.READINGS, 1),
        }

    def test_asks_once(self, anna, record, django_assert_num_queries):
        records = [record("5") for _ in range(3)]
        with django_assert_num_queries(1):
            assert queries.told_otherwise(anna.pk, records) == {}
