"""Readings that are questioned, and answers that are kept."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Answer, Fate, Unit, Utility
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidReading,
    NoSuchMeter,
    NoSuchReading,
    QuestionableStep,
    ReadOnThatDay,
    ReplacedBefore,
)
from daybook.apps.consumption.models import READING_NOTES_LENGTH, DayUse, Meter, Reading

DAY = dt.timedelta(days=1)
GAS = {"utility": Utility.GAS, "unit": Unit.CUBIC_METRE}


@pytest.fixture
def change(anna, today, now):
    """Makes a reading of Anna's say something else."""

    def make(reading, ago, number, **said):
        found = actions.Read(day=today - ago * DAY, number=Decimal(number), **said)
        return actions.change_reading(
            person=anna, reading_id=reading.pk, read=found, today=today, now=now + DAY
        )

    return make


@pytest.fixture
def fates(anna):
    """What became of a meter's readings, oldest first."""
    return lambda made: [
        one.derived.fate for one in reversed(queries.readings_of(anna.pk, meter_id=made.pk))
    ]


class TestQuestions:
    @pytest.mark.parametrize(
        ("ago", "number", "told"),
        [
            (0, "90", "is less than the reading before it"),
            (20, "200", "is less than the reading before it"),
            (0, "9000", "a household uses about 8 kWh"),
        ],
    )
    def test_say_what_is_odd(self, meter, read, ago, number, told):
        made = meter()
        read(made, 10, "100")
        with pytest.raises(QuestionableStep, match=told):
            read(made, ago, number)
        assert Reading.objects.count() == 1

    def test_name_the_day_and_the_number(self, meter, read):
        made = meter(decimals=2)
        read(made, 10, "100.50")
        with pytest.raises(QuestionableStep, match=r"90\.5 on 3 Mar 2026"):
            read(made, 0, "90.50")

    def test_are_not_asked_of_the_first_reading(self, meter, read):
        read(meter(), 0, "99999")
        assert not DayUse.objects.exists()

    def test_are_about_gas_in_kwh(self, meter, read):
        made = meter(**GAS)
        read(made, 1, "100")
        with pytest.raises(QuestionableStep, match="a household uses about 32 kWh"):
            read(made, 0, "150")

    @pytest.mark.parametrize("answer", [Answer.SURE, Answer.ROLLED_OVER])
    def test_answered_without_need_change_nothing(self, meter, read, fates, answer):
        made = meter()
        read(made, 10, "100")
        read(made, 0, "180", answer=answer)
        assert fates(made) == [Fate.FIRST, Fate.COUNTED]
        assert DayUse.objects.first().amount == 8

    def test_answered_stay_answered(self, meter, read, fates, change):
        made = meter()
        read(made, 10, "500")
        sure = read(made, 5, "100", answer=Answer.SURE)
        read(made, 0, "140")
        change(sure, 5, "101", answer=Answer.SURE)
        assert fates(made) == [Fate.FIRST, Fate.LOWER, Fate.COUNTED]

    def test_are_asked_again_when_the_answer_is_taken_back(self, meter, read, change):
        made = meter()
        read(made, 10, "500")
        sure = read(made, 5, "100", answer=Answer.SURE)
        with pytest.raises(QuestionableStep):
            change(sure, 5, "100")
        sure.refresh_from_db()
        assert sure.answer == Answer.SURE

    def test_are_not_asked_where_the_dial_has_likely_rolled_over(self, meter, read, fates):
        made = meter()
        read(made, 10, "99950")
        read(made, 0, "20")
        assert fates(made)[-1] is Fate.ROLLED_OVER
        assert DayUse.objects.first().amount == 7

    def test_are_asked_where_that_would_be_half_the_dial(self, meter, read):
        made = meter()
        read(made, 10, "99950")
        with pytest.raises(QuestionableStep):
            read(made, 0, "40000")

    def test_cannot_be_answered_for_what_nobody_can_use(self, meter, read):
        made = meter(digits=8, multiplier=Decimal(1000))
        read(made, 10, "0")
        with pytest.raises(InvalidReading, match="more than a household can use"):
            read(made, 0, "50000", answer=Answer.SURE)
        assert Reading.objects.count() == 1


class TestAddReading:
    @pytest.mark.parametrize(
        ("said", "ago"),
        [({"installed_on": dt.date(2026, 3, 1)}, 5), ({"removed_on": dt.date(2026, 3, 1)}, 0)],
    )
    def test_is_of_a_day_on_which_the_meter_hung(self, meter, read, said, ago):
        with pytest.raises(InvalidDays, match=r"not installed yet|had been removed"):
            read(meter(**said), ago, "100")
        assert not Reading.objects.exists()

    @pytest.mark.parametrize("ago", [0, 10])
    def test_may_be_of_the_day_it_came_or_went(self, meter, read, today, ago):
        made = meter(installed_on=today - 10 * DAY, removed_on=today)
        assert read(made, ago, "100").pk

    def test_estimated_and_read_on_one_day_are_two(self, meter, read):
        made = meter()
        read(made, 0, "100")
        with pytest.raises(ReadOnThatDay):
            read(made, 0, "100", is_estimated=True)
        assert not Reading.objects.get().is_estimated

    def test_of_two_meters_may_be_of_one_day(self, meter, read):
        read(meter(), 0, "100")
        read(meter(), 0, "100")
        assert Reading.objects.count() == 2

    def test_tidies_its_notes(self, meter, read):
        kept = read(meter(), 0, "100", notes=" a\n b " + "x" * 300)
        assert kept.notes.startswith("a b xx")
        assert len(kept.notes) == READING_NOTES_LENGTH

    def test_knows_no_meter_that_is_deleted(self, anna, meter, read, now):
        made = meter()
        actions.delete_meter(person=anna, meter_id=made.pk, now=now)
        with pytest.raises(NoSuchMeter):
            read(made, 0, "100")
        assert not Reading.objects.exists()

    @pytest.mark.parametrize("number", ["-1", "NaN", "0.5", "100000"])
    def test_is_what_the_dial_can_show(self, meter, read, number):
        with pytest.raises(InvalidReading):
            read(meter(), 0, number)
        assert not Reading.objects.exists()


class TestChangeReading:
    def test_leaves_the_calorific_value_of_its_time(self, anna, meter, read, change):
        made = meter(**GAS)
        read(made, 1, "100")
        kept = read(made, 0, "110")
        actions.set_calorific_value(person=anna, value=Decimal(38))
        change(kept, 0, "110", notes="by torch")
        assert DayUse.objects.get().amount == Decimal("113.626667")

    def test_moves_a_reading_past_another(self, meter, read, change, fates):
        made = meter()
        first = read(made, 4, "100")
        read(made, 2, "110")
        change(first, 0, "130")
        assert fates(made) == [Fate.FIRST, Fate.COUNTED]
        assert DayUse.objects.count() == 2

    def test_makes_an_estimate_of_what_was_read(self, meter, read, change, fates):
        made = meter()
        read(made, 4, "100")
        middle = read(made, 2, "150")
        with pytest.raises(QuestionableStep):
            read(made, 0, "120")
        change(middle, 2, "150", is_estimated=True)
        read(made, 0, "120")
        assert fates(made) == [Fate.FIRST, Fate.OVERTAKEN, Fate.COUNTED]

    def test_knows_no_reading_that_is_deleted(self, anna, meter, read, change, now):
        kept = read(meter(), 0, "100")
        actions.delete_reading(person=anna, reading_id=kept.pk, now=now)
        with pytest.raises(NoSuchReading):
            change(kept, 0, "101")
        assert Reading.objects.get().number == 100


class TestDeleteReading:
    @pytest.mark.parametrize(("place", "left"), [(0, 2), (1, 4), (2, 2)])
    def test_at_either_end_shortens_what_is_known(self, meter, read, place, left):
        made = meter()
        anna, now = made.person, made.made_at
        kept = [read(made, ago, str(108 - 2 * ago)) for ago in (4, 2, 0)]
        actions.delete_reading(person=anna, reading_id=kept[place].pk, now=now)
        assert DayUse.objects.count() == left
        assert {use.amount for use in DayUse.objects.all()} == {2}


class TestReplaceMeter:
    @pytest.fixture
    def swap(self, anna, details, today, now):
        """Replaces a meter of Anna's today; ``swap(old, last="120")``."""

        def make(old, last, *, key=None, estimated=False, **said):
            replacement = actions.Replacement(
                day=today,
                last=Decimal(last),
                first=Decimal(0),
                details=details(**({"name": "New"} | said)),
                is_estimated=estimated,
            )
            key = key or uuid.uuid4()
            return actions.replace_meter(
                person=anna, meter_id=old.pk, replacement=replacement, key=key, today=today, now=now
            )

        return make

    def test_takes_an_estimate_for_the_last_number(self, meter, read, swap):
        old = meter()
        read(old, 10, "100")
        swap(old, "120", estimated=True)
        assert [r.is_estimated for r in Reading.objects.order_by("pk")] == [False, True, False]

    def test_takes_the_reading_that_is_there_for_the_last(self, meter, read, swap):
        old = meter()
        read(old, 0, "120")
        swap(old, "120")
        assert Reading.objects.filter(meter=old).count() == 1

    def test_installs_the_new_one_that_day_whatever_is_said(self, meter, swap, today):
        new = swap(meter(), "120", installed_on=dt.date(2020, 1, 1), removed_on=today)
        assert (new.installed_on, new.removed_on) == (today, None)

    def test_ends_with_the_old_one(self, meter, read, swap):
        old = meter()
        swap(old, "120")
        with pytest.raises(ReadOnThatDay):
            read(old, 0, "121")
        assert Reading.objects.filter(meter=old).count() == 1

    def test_of_a_form_whose_meter_is_deleted_is_not_done_again(self, anna, meter, swap, now):
        old, key = meter(), uuid.uuid4()
        new = swap(old, "120", key=key)
        actions.delete_meter(person=anna, meter_id=new.pk, now=now)
        with pytest.raises(ReplacedBefore):
            swap(old, "120", key=key)
        assert Meter.objects.standing().get() == old
