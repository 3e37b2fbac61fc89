"""What the tables of records, supplies and days refuse by themselves."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from daybook.apps.consumption.domain import LONGEST_DAYS, Days, Utility
from daybook.apps.consumption.models import DayUse, Record, Supply

DAY = dt.timedelta(days=1)


def refuses(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


class TestRecord:
    @pytest.mark.parametrize("said", [{"utility": "steam"}, {"unit": "pint"}, {"value": -1}])
    def test_is_one_that_can_be(self, record, said):
        record()
        refuses(lambda: Record.objects.update(**said))

    def test_ends_after_it_began(self, record, today):
        record()
        refuses(lambda: Record.objects.update(ends_on=today))

    def test_is_once_for_a_form(self, record):
        kept = record()
        kept.pk = None
        refuses(kept.save)

    @pytest.mark.parametrize(
        ("ago", "count", "is_found"), [(0, 1, True), (1, 1, True), (2, 1, False), (-1, 1, False)]
    )
    def test_touches_the_days_it_is_about(self, record, today, ago, count, is_found):
        record("2", first=today - DAY, last=today)
        first = today - ago * DAY
        found = Record.objects.all().touching(Days(first, first + count * DAY))
        assert found.exists() == is_found

    def test_of_the_longest_time_touches_its_last_day(self, record, today):
        record("4", first=today - (LONGEST_DAYS - 1) * DAY, last=today)
        assert Record.objects.all().touching(Days(today, today + DAY)).exists()

    def test_stands_until_it_is_deleted(self, record, now):
        record()
        assert Record.objects.standing().exists()
        Record.objects.update(deletion=uuid.uuid4(), deleted_at=now)
        assert not Record.objects.standing().exists()

    def test_is_deleted_at_some_time(self, record, now):
        record()
        refuses(lambda: Record.objects.update(deletion=uuid.uuid4()))
        refuses(lambda: Record.objects.update(deleted_at=now))

    def test_has_a_name_for_the_log_that_tells_nothing(self, record):
        assert "guests" not in str(record(notes="guests"))


class TestSupply:
    def test_is_one_of_a_utility(self, anna):
        Supply.objects.create(person=anna, utility="gas")
        refuses(lambda: Supply.objects.create(person=anna, utility="gas"))

    def test_is_of_something_there_is(self, anna):
        refuses(lambda: Supply.objects.create(person=anna, utility="steam"))

    @pytest.mark.parametrize("utility", Utility)
    def test_has_a_name_for_the_log(self, anna, utility):
        kept = Supply.objects.create(person=anna, utility=utility.value)
        assert str(kept) == f"{utility} of person #{anna.pk}"


class TestDayUse:
    def test_is_one_of_a_day(self, anna, record, today):
        record()
        refuses(
            lambda: DayUse.objects.create(person=anna, utility="electricity", day=today, amount=1)
        )

    def test_goes_with_the_person(self, anna, record):
        record()
        anna.delete()
        assert not DayUse.objects.exists()
        assert not Record.objects.exists()
