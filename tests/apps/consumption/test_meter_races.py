"""Meters and readings of one person, written by several at the same moment."""

import uuid
from collections import Counter
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Answer, Unit, Utility
from daybook.apps.consumption.errors import (
    InvalidReading,
    NoSuchMeter,
    NoSuchReading,
    NothingToUndo,
    ReadOnThatDay,
)
from daybook.apps.consumption.models import DayUse, Meter, Reading, Supply
from tests.apps.consumption.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(failed):
    return Counter(type(error) for error in failed)


def amounts():
    return list(DayUse.objects.order_by("day").values_list("amount", flat=True))


def test_one_form_of_a_meter_sent_at_once_is_one_meter(meter):
    key = uuid.uuid4()
    assert at_once(lambda _n: meter(key=key), count=6) == []
    assert (Meter.objects.count(), Supply.objects.count()) == (1, 3)


def test_two_registers_read_at_once_add_up(meter, read):
    registers = [meter(name=str(n)) for n in range(4)]
    for one in registers:
        read(one, 4, "100")
    assert at_once(lambda n: read(registers[n], 0, "108"), count=4) == []
    assert amounts() == [8, 8, 8, 8]


def test_a_reading_and_a_record_at_once_leave_one_source_of_a_day(meter, read, record, today):
    made = meter()
    read(made, 1, "100")
    yesterday = today.replace(day=2)
    work = [lambda: read(made, 0, "108"), lambda: record("5", first=yesterday)]
    assert at_once(lambda n: work[n % 2](), count=4) == []
    assert DayUse.objects.get(day=yesterday).amount == 8


def test_the_dial_and_a_reading_at_once_never_disagree(anna, meter, read, details, now):
    made = meter(digits=5)
    smaller = details(digits=4)

    def narrow():
        actions.change_meter(person=anna, meter_id=made.pk, details=smaller, now=now)

    work = [narrow, lambda: read(made, 0, "12000")]
    failed = at_once(lambda n: work[n](), count=2)
    assert kinds(failed) == {InvalidReading: 1}
    made.refresh_from_db()
    assert (made.digits == 5) == Reading.objects.exists()


def test_a_meter_deleted_while_it_is_read_tells_of_no_day(anna, meter, read, now):
    made = meter()
    read(made, 2, "100")

    def delete():
        actions.delete_meter(person=anna, meter_id=made.pk, now=now)

    work = [delete, lambda: read(made, 0, "110")]
    failed = at_once(lambda n: work[n](), count=2)
    assert set(kinds(failed)) <= {NoSuchMeter}
    assert amounts() == []


def test_a_meter_is_deleted_once_and_comes_back_once(anna, meter, read, now):
    made, found = meter(), []
    read(made, 2, "100")
    read(made, 0, "110")

    def delete(_n):
        found.append(actions.delete_meter(person=anna, meter_id=made.pk, now=now))

    assert kinds(at_once(delete, count=4)) == {NoSuchMeter: 3}
    (deletion,) = found
    failed = at_once(
        lambda _n: actions.undo_meter_deletion(person=anna, deletion=deletion), count=4
    )
    assert kinds(failed) == {NothingToUndo: 3}
    assert amounts() == [5, 5]


def test_a_reading_is_deleted_once(anna, meter, read, now):
    made = meter()
    read(made, 2, "100")
    gone = read(made, 0, "110")
    failed = at_once(
        lambda _n: actions.delete_reading(person=anna, reading_id=gone.pk, now=now), count=4
    )
    assert kinds(failed) == {NoSuchReading: 3}
    assert (Reading.objects.standing().count(), amounts()) == (1, [])


def test_what_comes_back_and_what_is_written_anew_are_one_reading(anna, meter, read, now):
    made = meter()
    gone = read(made, 0, "110")
    deletion = actions.delete_reading(person=anna, reading_id=gone.pk, now=now)
    work = [
        lambda: actions.undo_meter_deletion(person=anna, deletion=deletion),
        lambda: read(made, 0, "111"),
    ]
    failed = at_once(lambda n: work[n](), count=2)
    assert kinds(failed) == {ReadOnThatDay: 1}
    assert Reading.objects.standing().count() == 1


def test_readings_changed_at_once_leave_the_days_in_step(anna, meter, read, today, now):
    made = meter()
    read(made, 4, "100")
    kept = read(made, 0, "120")

    def change(n):
        said = actions.Read(day=today, number=Decimal(120 + 4 * n))
        actions.change_reading(person=anna, reading_id=kept.pk, read=said, today=today, now=now)

    assert at_once(change, count=6) == []
    kept.refresh_from_db()
    assert sum(amounts()) == kept.number - 100


def test_two_people_do_not_wait_for_each_other_in_vain(anna, eve, meter, read):
    mine, hers = meter(), meter(person=eve)
    read(mine, 1, "100")
    read(hers, 1, "100", person=eve)
    work = [lambda: read(mine, 0, "105"), lambda: read(hers, 0, "107", person=eve)]
    assert at_once(lambda n: work[n % 2](), count=4) == []
    assert dict(DayUse.objects.values_list("person", "amount")) == {anna.pk: 5, eve.pk: 7}


def test_the_calorific_value_changed_at_once_is_one_of_those_said(anna, meter, read):
    made = meter(utility=Utility.GAS, unit=Unit.CUBIC_METRE)
    read(made, 1, "100")

    def work(n):
        actions.set_calorific_value(person=anna, value=Decimal(38 + n))
        read(made, 0, "110", answer=Answer.SURE)

    assert at_once(work, count=3) == []
    kept = Reading.objects.get(number=110)
    assert kept.calorific_value in {38, 39, 40}
    assert DayUse.objects.get().amount == made.dial.used(Decimal(10), kept.calorific_value)
