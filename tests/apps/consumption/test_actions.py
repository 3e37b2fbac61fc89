import datetime as dt
import uuid
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.domain.sample import sample_half_hours
from daybook.apps.consumption.errors import (
    InvalidCalorificValue,
    InvalidDays,
    InvalidUnit,
    InvalidValue,
    NoSuchRecord,
    NothingToUndo,
    RecordedBefore,
    UnusualValue,
)
from daybook.apps.consumption.models import DayUse, Record, Supply

DAY = dt.timedelta(days=1)


@pytest.fixture
def days(anna):
    """The use of Anna's days as it is kept, by utility and day."""

    def kept(utility=Utility.ELECTRICITY):
        rows = DayUse.objects.filter(person=anna, utility=utility.value).order_by("day")
        return dict(rows.values_list("day", "amount"))

    return kept


class TestRecordUse:
    def test_keeps_what_was_typed_and_what_it_is_in_the_standard_unit(self, record, today):
        kept = record("10", utility=Utility.GAS, unit=Unit.CUBIC_METRE, notes="  boiler \n on ")
        assert (kept.value, kept.unit, kept.notes) == (10, "m3", "boiler on")
        assert kept.amount == Decimal("113.626667")
        assert (kept.starts_on, kept.ends_on) == (today, today + DAY)

    def test_gives_its_days_their_shares(self, record, days, today):
        record("7", first=today - 6 * DAY, last=today)
        assert days() == {today - n * DAY: Decimal(1) for n in range(6, -1, -1)}

    def test_adds_up_what_falls_on_the_same_day(self, record, days, today):
        record("1")
        record("3", first=today - DAY, last=today)
        assert days() == {today - DAY: Decimal("1.5"), today: Decimal("2.5")}

    def test_keeps_utilities_and_people_apart(self, record, days, eve):
        record("1", utility=Utility.WATER, unit=Unit.CUBIC_METRE)
        record("2", person=eve)
        assert (days(), list(days(Utility.WATER).values())) == ({}, [1])

    def test_records_one_form_once(self, record, days, today):
        key = uuid.uuid4()
        assert record("5", key=key) == record("5", key=key)
        assert days() == {today: 5}

    def test_does_not_bring_back_what_is_deleted(self, anna, record, days, now):
        key = uuid.uuid4()
        actions.delete_records(person=anna, record_ids=[record("5", key=key).pk], now=now)
        with pytest.raises(RecordedBefore):
            record("5", key=key)
        assert (days(), Record.objects.count()) == ({}, 1)

    def test_does_not_mind_the_key_of_somebody_else(self, record, eve):
        key = uuid.uuid4()
        assert record(key=key) != record(person=eve, key=key)

    def test_uses_the_calorific_value_of_the_supply(self, anna, record):
        actions.set_calorific_value(person=anna, value=Decimal(38))
        kept = record("10", utility=Utility.GAS, unit=Unit.CUBIC_METRE)
        assert kept.amount == Decimal("107.945333")

    @pytest.mark.parametrize(
        ("value", "said", "refusal"),
        [
            ("-1", {}, InvalidValue),
            ("99999", {}, UnusualValue),
            ("1", {"unit": Unit.LITRE}, InvalidUnit),
            ("1", {"first": dt.date(2026, 3, 4)}, InvalidDays),
            ("1", {"last": dt.date(2026, 3, 2)}, InvalidDays),
        ],
    )
    def test_keeps_nothing_that_cannot_be(self, record, value, said, refusal):
        with pytest.raises(refusal):
            record(value, **said)
        assert not Record.objects.exists()
        assert not DayUse.objects.exists()

    def test_believes_who_is_sure(self, record):
        assert record("99999", is_sure=True).amount == 99999


class TestChangeRecord:
    def test_moves_the_use_to_other_days(self, record, change, days, today):
        kept = record("4")
        change(kept, "6", first=today - 2 * DAY, last=today - DAY)
        assert days() == {today - 2 * DAY: 3, today - DAY: 3}

    def test_keeps_what_is_new_and_when(self, record, change, now):
        kept = record("4")
        change(kept, "6", notes="corrected", at=now + DAY)
        kept.refresh_from_db()
        assert (kept.value, kept.notes) == (6, "corrected")
        assert (kept.made_at, kept.changed_at) == (now, now + DAY)

    def test_moves_it_to_another_utility(self, record, change, days, today):
        change(record("4"), "4", utility=Utility.GAS)
        assert (days(), days(Utility.GAS)) == ({}, {today: 4})

    def test_leaves_everything_as_it_is_when_refused(self, record, change, days, today):
        kept = record("4")
        with pytest.raises(InvalidValue):
            change(kept, "-4")
        kept.refresh_from_db()
        assert (kept.value, days()) == (4, {today: 4})

    def test_does_not_know_what_is_somebody_elses(self, eve, record, change, days):
        kept = record("4")
        with pytest.raises(NoSuchRecord):
            change(kept, "5", person=eve)
        assert list(days().values()) == [4]

    def test_does_not_know_what_is_deleted(self, anna, record, change, now):
        kept = record("4")
        actions.delete_records(person=anna, record_ids=[kept.pk], now=now)
        with pytest.raises(NoSuchRecord):
            change(kept, "5")


class TestDeleteRecords:
    def test_takes_their_use_off_the_days(self, anna, record, days, today, now):
        gone, kept = record("4"), record("5")
        actions.delete_records(person=anna, record_ids=[gone.pk], now=now)
        assert days() == {today: 5}
        assert list(Record.objects.standing()) == [kept]

    def test_deletes_all_of_them_or_none(self, anna, eve, record, days, now):
        own, foreign = record("4"), record("5", person=eve)
        with pytest.raises(NoSuchRecord):
            actions.delete_records(person=anna, record_ids=[own.pk, foreign.pk], now=now)
        assert Record.objects.standing().count() == 2
        assert list(days().values()) == [4]

    @pytest.mark.parametrize("ids", [[], [2**40]])
    def test_does_not_know_what_is_not_there(self, anna, record, ids, now):
        record()
        with pytest.raises(NoSuchRecord):
            actions.delete_records(person=anna, record_ids=ids, now=now)
        assert Record.objects.standing().count() == 1

    def test_does_not_delete_twice(self, anna, record, now):
        kept = record()
        actions.delete_records(person=anna, record_ids=[kept.pk, kept.pk], now=now)
        with pytest.raises(NoSuchRecord):
            actions.delete_records(person=anna, record_ids=[kept.pk], now=now)


class TestUndoDeletion:
    def test_brings_back_what_went_together(self, anna, record, days, today, now):
        ids = [record("4").pk, record("5", first=today - DAY).pk]
        deletion = actions.delete_records(person=anna, record_ids=ids, now=now)
        assert actions.undo_deletion(person=anna, deletion=deletion) == 2
        assert days() == {today - DAY: 5, today: 4}

    def test_leaves_what_went_before(self, anna, record, days, today, now):
        first, second = record("4"), record("5")
        actions.delete_records(person=anna, record_ids=[first.pk], now=now)
        deletion = actions.delete_records(person=anna, record_ids=[second.pk], now=now)
        actions.undo_deletion(person=anna, deletion=deletion)
        assert days() == {today: 5}

    def test_works_once(self, anna, record, now):
        deletion = actions.delete_records(person=anna, record_ids=[record().pk], now=now)
        actions.undo_deletion(person=anna, deletion=deletion)
        with pytest.raises(NothingToUndo):
            actions.undo_deletion(person=anna, deletion=deletion)

    def test_is_for_the_person_it_belongs_to(self, anna, eve, record, now):
        deletion = actions.delete_records(person=anna, record_ids=[record().pk], now=now)
        with pytest.raises(NothingToUndo):
            actions.undo_deletion(person=eve, deletion=deletion)
        assert not Record.objects.standing().exists()


class TestForgetDeleted:
    def test_removes_for_good_what_was_deleted_a_month_ago(self, anna, record, now):
        old, young, kept = record(), record(), record()
        actions.delete_records(person=anna, record_ids=[old.pk], now=now - 31 * DAY)
        actions.delete_records(person=anna, record_ids=[young.pk], now=now - 29 * DAY)
        assert actions.forget_deleted(now=now) == 1
        assert set(Record.objects.all()) == {young, kept}


class TestSetCalorificValue:
    def test_leaves_what_is_recorded_already(self, anna, record):
        kept = record("10", utility=Utility.GAS, unit=Unit.CUBIC_METRE)
        actions.set_calorific_value(person=anna, value=Decimal(38))
        kept.refresh_from_db()
        assert kept.amount == Decimal("113.626667")
        assert queries.calorific_value_of(anna.pk) == 38

    def test_refuses_what_no_pipe_carries(self, anna):
        with pytest.raises(InvalidCalorificValue):
            actions.set_calorific_value(person=anna, value=Decimal("3.9"))
        assert not Supply.objects.exists()


class TestSample:
    def test_is_loaded_once(self, anna, today, now):
        count = actions.record_sample(person=anna, today=today, now=now)
        assert count == Record.objects.count() > 180
        assert actions.record_sample(person=anna, today=today, now=now) == 0
        assert not Record.objects.filter(is_sample=False).exists()
        assert not DayUse.objects.filter(is_sample=False).exists()

    def test_adds_up_by_the_day(self, anna, today, now):
        actions.record_sample(person=anna, today=today, now=now)
        for utility, ever in queries.use_ever(anna.pk).items():
            records = Record.objects.filter(utility=utility.value)
            metered = sum(sample_half_hours(today).values()) if utility == "electricity" else 0
            assert ever.amount == sum(records.values_list("amount", flat=True)) + metered

    def test_makes_a_day_a_sample_until_it_is_deleted(self, anna, record, today, now):
        actions.record_sample(person=anna, today=today, now=now)
        sample = Record.objects.filter(utility="water").latest("starts_on")
        day = DayUse.objects.filter(utility="water", day=sample.starts_on)
        record("1", first=sample.starts_on, utility=Utility.WATER, unit=Unit.CUBIC_METRE)
        assert day.get().is_sample
        actions.delete_records(person=anna, record_ids=[sample.pk], now=now)
        assert not day.get().is_sample


class TestErase:
    def test_removes_everything_and_may_be_done_again(self, anna, eve, record, now):
        record()
        record(person=eve)
        for _ in range(2):
            actions.erase(anna, now)
        assert [row.person_id for row in Record.objects.all()] == [eve.pk]
        assert {row.person_id for row in DayUse.objects.all()} == {eve.pk}
        assert {row.person_id for row in Supply.objects.all()} == {eve.pk}
