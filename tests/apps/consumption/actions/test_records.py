"""Refusals of records, and what they leave as it was."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidUnit,
    InvalidValue,
    NoSuchRecord,
    NothingToUndo,
    RecordedBefore,
    UnusualValue,
)
from daybook.apps.consumption.models import NOTES_LENGTH, DayUse, Reading, Record

DAY = dt.timedelta(days=1)
GAS = {"utility": Utility.GAS, "unit": Unit.CUBIC_METRE}


class TestRecordUse:
    @pytest.mark.parametrize(
        ("value", "said", "refusal"),
        [
            ("10000000", {"is_sure": True}, InvalidValue),
            ("0.0000001", {}, InvalidValue),
            ("NaN", {}, InvalidValue),
            ("Infinity", {"is_sure": True}, InvalidValue),
            ("1", {"utility": Utility.WATER}, InvalidUnit),
            ("1", {"utility": Utility.GAS, "unit": Unit.LITRE}, InvalidUnit),
            ("1", {"first": dt.date(1969, 12, 31)}, InvalidDays),
            ("1", {"first": dt.date(2025, 1, 1), "last": dt.date(2026, 3, 1)}, InvalidDays),
            ("1401", {"first": dt.date(2026, 2, 25)}, UnusualValue),
            ("11", {"utility": Utility.WATER, "unit": Unit.CUBIC_METRE}, UnusualValue),
            ("45", GAS, UnusualValue),
        ],
    )
    def test_writes_nothing_of_what_it_refuses(self, record, value, said, refusal):
        with pytest.raises(refusal):
            record(value, **said)
        assert not Record.objects.exists()
        assert not DayUse.objects.exists()

    @pytest.mark.parametrize("first", [dt.date(1970, 1, 1), dt.date(2026, 3, 3)])
    def test_takes_the_first_day_there_is_and_today(self, record, first):
        record("1", first=first)
        assert DayUse.objects.get().day == first

    def test_judges_today_by_the_day_of_the_person(self, record, today):
        record("1", first=today + DAY, by=today + DAY)
        assert DayUse.objects.get().day == today + DAY

    def test_takes_four_hundred_days(self, record, today):
        record("400", first=today - 399 * DAY, last=today)
        assert DayUse.objects.filter(amount=1).count() == 400

    def test_a_key_sent_again_with_something_else_changes_nothing(self, record):
        key = uuid.uuid4()
        kept = record("5", key=key)
        assert record("9", key=key, utility=Utility.GAS) == kept
        assert DayUse.objects.get().amount == 5

    def test_shortens_notes_to_what_is_kept(self, record):
        assert record(notes="x " * NOTES_LENGTH).notes == ("x " * NOTES_LENGTH)[:NOTES_LENGTH]

    @pytest.mark.parametrize(
        ("value", "unit", "amount"),
        [("350", Unit.LITRE, "0.35"), ("100", Unit.CUBIC_FOOT, "2.831685"), ("2", "m3", "2")],
    )
    def test_turns_water_into_cubic_metres(self, record, value, unit, amount):
        kept = record(value, utility=Utility.WATER, unit=Unit(unit))
        assert (kept.amount, kept.unit) == (Decimal(amount), unit)


class TestChangeRecord:
    def test_of_its_notes_leaves_what_gas_has_become(self, anna, record, change):
        kept = record("10", **GAS)
        actions.set_calorific_value(person=anna, value=Decimal(38))
        change(kept, "10", notes="boiler", **GAS)
        kept.refresh_from_db()
        assert (kept.amount, kept.notes) == (Decimal("113.626667"), "boiler")
        assert DayUse.objects.get().amount == kept.amount

    @pytest.mark.parametrize(
        "case", [("5", GAS, "53.972667"), ("10", GAS | {"unit": Unit.KWH}, "10")]
    )
    def test_of_its_amount_uses_the_value_of_today(self, anna, record, change, case):
        value, said, amount = case
        kept = record("10", **GAS)
        actions.set_calorific_value(person=anna, value=Decimal(38))
        change(kept, value, **said)
        kept.refresh_from_db()
        assert kept.amount == Decimal(amount)

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"first": dt.date(2999, 1, 1)}, InvalidDays),
            ({"unit": Unit.LITRE}, InvalidUnit),
            ({"value": "99999"}, UnusualValue),
        ],
    )
    def test_writes_nothing_of_what_it_refuses(self, record, change, said, refusal):
        kept = record("4")
        with pytest.raises(refusal):
            change(kept, **said)
        kept.refresh_from_db()
        assert (kept.value, kept.changed_at, DayUse.objects.get().amount) == (4, kept.made_at, 4)

    def test_to_fewer_days_is_questioned_by_what_a_day_takes(self, record, change, today):
        kept = record("600", first=today - 2 * DAY, last=today)
        with pytest.raises(UnusualValue):
            change(kept, "600")
        assert DayUse.objects.count() == 3


class TestDeletion:
    def test_is_undone_however_often_it_happens(self, anna, record, now):
        kept = record("4")
        for _ in range(2):
            deletion = actions.delete_records(person=anna, record_ids=[kept.pk], now=now)
            assert not DayUse.objects.exists()
            actions.undo_deletion(person=anna, deletion=deletion)
        assert DayUse.objects.get().amount == 4

    def test_of_a_form_comes_back_under_its_key(self, anna, record, now):
        key = uuid.uuid4()
        deletion = actions.delete_records(person=anna, record_ids=[record(key=key).pk], now=now)
        with pytest.raises(RecordedBefore):
            record(key=key)
        actions.undo_deletion(person=anna, deletion=deletion)
        record(key=key)
        assert Record.objects.count() == 1

    def test_of_several_utilities_renews_each(self, anna, record, now):
        ids = [record().pk, record("2", **GAS).pk]
        deletion = actions.delete_records(person=anna, record_ids=ids, now=now)
        assert not DayUse.objects.exists()
        assert actions.undo_deletion(person=anna, deletion=deletion) == 2
        assert DayUse.objects.count() == 2

    def test_after_thirty_days_is_for_good(self, anna, record, now):
        deletion = actions.delete_records(person=anna, record_ids=[record().pk], now=now)
        assert actions.forget_deleted(now=now + 30 * DAY) == 0
        assert actions.forget_deleted(now=now + 30 * DAY + dt.timedelta(seconds=1)) == 1
        with pytest.raises(NothingToUndo):
            actions.undo_deletion(person=anna, deletion=deletion)

    def test_of_what_is_deleted_is_none(self, anna, record, now):
        gone, other = record(), record("2")
        actions.delete_records(person=anna, record_ids=[gone.pk], now=now)
        with pytest.raises(NoSuchRecord):
            actions.delete_records(person=anna, record_ids=[gone.pk, other.pk], now=now)
        assert Record.objects.standing().get() == other


class TestForgetting:
    def test_counts_records_and_readings_and_meters(self, anna, record, meter, read, now):
        made, old = meter(), now - 31 * DAY
        actions.delete_records(person=anna, record_ids=[record().pk], now=old)
        actions.delete_reading(person=anna, reading_id=read(made, 3, "1").pk, now=old)
        read(made, 2, "2")
        actions.delete_meter(person=anna, meter_id=made.pk, now=old)
        assert actions.forget_deleted(now=now) == 4
        assert not Reading.objects.exists()

    def test_done_twice_finds_nothing_more(self, anna, record, now):
        actions.delete_records(person=anna, record_ids=[record().pk], now=now - 31 * DAY)
        assert [actions.forget_deleted(now=now) for _ in range(2)] == [1, 0]
