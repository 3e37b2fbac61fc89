"""What the tables of meters and readings refuse by themselves."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from daybook.apps.consumption.domain import Answer, Dial, DialReading, Unit, Utility
from daybook.apps.consumption.models import Meter, Reading


def refuses(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


class TestMeter:
    @pytest.mark.parametrize(
        "said",
        [
            {"utility": "steam"},
            {"unit": "pint"},
            {"multiplier": 0},
            {"multiplier": -1},
            {"installed_on": dt.date(2026, 3, 2), "removed_on": dt.date(2026, 3, 1)},
            {"key": None},
        ],
    )
    def test_is_one_that_hangs_somewhere(self, meter, said):
        made = meter()
        refuses(lambda: Meter.objects.filter(pk=made.pk).update(**said))
        assert Meter.objects.get().utility == "electricity"

    def test_is_once_for_a_form_and_a_person(self, anna, eve, meter):
        key = uuid.uuid4()
        made = meter(key=key)
        meter(person=eve, key=key)
        copy = {"person": anna, "key": key, "made_at": made.made_at, "changed_at": made.made_at}
        refuses(lambda: Meter.objects.create(name="Copy", unit="kWh", utility="gas", **copy))

    def test_has_a_dial(self, meter):
        made = meter(utility=Utility.GAS, unit=Unit.CUBIC_FOOT, multiplier=Decimal(100), digits=4)
        made.refresh_from_db()
        assert made.dial == Dial(
            utility=Utility.GAS, unit=Unit.CUBIC_FOOT, multiplier=Decimal(100), digits=4
        )

    def test_has_a_name_for_the_log_that_tells_nothing(self, meter):
        made = meter(name="Behind the safe", serial="AB 1")
        assert str(made) == f"electricity meter #{made.pk}"

    def test_takes_its_readings_along(self, meter, read):
        made = meter()
        read(made, 0, "1")
        made.delete()
        assert not Reading.objects.exists()


class TestReading:
    def test_is_one_of_a_day(self, meter, read):
        kept = read(meter(), 0, "1")
        kept.pk = None
        refuses(kept.save)
        assert Reading.objects.count() == 1

    def test_that_is_deleted_leaves_its_day_free(self, meter, read):
        kept = read(meter(), 0, "1")
        Reading.objects.update(deletion=uuid.uuid4())
        kept.pk = None
        kept.save(force_insert=True)
        assert (Reading.objects.count(), Reading.objects.standing().count()) == (2, 1)

    def test_is_not_below_nought(self, meter, read):
        read(meter(), 0, "1")
        refuses(lambda: Reading.objects.update(number=-1))

    def test_is_what_the_rules_need_of_it(self, meter, read, today):
        kept = read(meter(), 0, "1", is_estimated=True, answer=Answer.SURE, notes="dark")
        kept.refresh_from_db()
        assert kept.on_dial == DialReading(
            day=today, number=Decimal(1), is_estimated=True, answer=Answer.SURE
        )

    def test_stands_while_it_and_its_meter_do(self, meter, read):
        made = meter()
        kept = read(made, 0, "1")
        assert Reading.objects.standing().get() == kept
        Meter.objects.update(deletion=uuid.uuid4())
        assert not Reading.objects.standing().exists()

    def test_has_a_name_for_the_log_that_tells_nothing(self, meter, read):
        kept = read(meter(), 0, "12345", notes="key under the mat")
        assert str(kept) == f"reading #{kept.pk}"
