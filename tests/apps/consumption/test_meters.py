"""Meters: put up, changed, replaced, deleted and brought back."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Answer, Unit, Utility
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidMeter,
    InvalidReading,
    InvalidUnit,
    MeterAddedBefore,
    NoSuchMeter,
    NothingToUndo,
    QuestionableStep,
    ReadOnThatDay,
    ReplacedBefore,
)
from daybook.apps.consumption.models import DayUse, Meter, Reading

DAY = dt.timedelta(days=1)


@pytest.fixture
def total(anna):
    """What Anna's days add up to."""
    return lambda: sum(DayUse.objects.filter(person=anna).values_list("amount", flat=True))


class TestAddMeter:
    def test_keeps_what_is_known_of_it(self, meter):
        made = meter(utility=Utility.GAS, unit=Unit.CUBIC_FOOT, multiplier=Decimal(100), digits=4)
        made.refresh_from_db()
        assert (made.name, made.unit, made.multiplier, made.dial.top) == ("Hall", "ft3", 100, 10**4)

    def test_adds_one_form_once(self, meter):
        key = uuid.uuid4()
        assert meter(key=key) == meter(key=key)
        assert Meter.objects.count() == 1

    def test_does_not_bring_back_what_is_deleted(self, anna, meter, now):
        key = uuid.uuid4()
        actions.delete_meter(person=anna, meter_id=meter(key=key).pk, now=now)
        with pytest.raises(MeterAddedBefore):
            meter(key=key)

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"name": "  "}, InvalidMeter),
            ({"digits": 2}, InvalidMeter),
            ({"unit": Unit.LITRE}, InvalidUnit),
            ({"installed_on": dt.date(1969, 1, 1)}, InvalidDays),
            (
                {"installed_on": dt.date(2026, 2, 1), "removed_on": dt.date(2026, 1, 1)},
                InvalidDays,
            ),
        ],
    )
    def test_refuses_what_hangs_nowhere(self, meter, said, refusal):
        with pytest.raises(refusal):
            meter(**said)
        assert not Meter.objects.exists()


@pytest.fixture
def amend(anna, details, now):
    """Makes a meter of Anna's something else; the ``person`` named tries to."""

    def make(made, *, person=anna, **said):
        return actions.change_meter(
            person=person, meter_id=made.pk, details=details(**said), now=now
        )

    return make


class TestChangeMeter:
    def test_derives_the_use_anew(self, meter, read, amend, total):
        made = meter()
        read(made, 10, "100")
        read(made, 0, "180")
        amend(made, multiplier=Decimal("1.5"))
        assert total() == 120

    @pytest.mark.parametrize(
        "case",
        [
            ({"utility": Utility.GAS}, InvalidMeter),
            ({"digits": 4}, InvalidReading),
            ({"installed_on": dt.date(2026, 3, 3)}, InvalidDays),
            ({"removed_on": dt.date(2026, 2, 1)}, InvalidDays),
        ],
    )
    def test_refuses_what_its_readings_speak_against(self, meter, read, amend, case):
        said, refusal = case
        made = meter()
        read(made, 10, "12000")
        with pytest.raises(refusal):
            amend(made, **said)
        assert Meter.objects.get().dial == made.dial

    def test_is_for_its_owner(self, eve, meter, amend):
        with pytest.raises(NoSuchMeter):
            amend(meter(), person=eve, name="Mine")
        assert Meter.objects.get().name == "Hall"


class TestDeletion:
    def test_takes_the_use_away_and_brings_it_back(self, anna, meter, read, now, total):
        made = meter()
        read(made, 10, "100")
        read(made, 0, "180")
        deletion = actions.delete_meter(person=anna, meter_id=made.pk, now=now)
        assert (total(), queries.meters_of(anna.pk), queries.readings_of(anna.pk)) == (0, [], [])
        assert actions.undo_meter_deletion(person=anna, deletion=deletion) == made
        assert total() == 80

    def test_gives_the_days_back_to_the_records(self, meter, read, record, total):
        record("5", first=dt.date(2026, 3, 2))
        made = meter()
        read(made, 10, "100")
        read(made, 0, "180")
        actions.delete_meter(person=made.person, meter_id=made.pk, now=made.made_at)
        assert total() == 5

    def test_is_for_its_owner(self, anna, eve, meter, now):
        made = meter()
        with pytest.raises(NoSuchMeter):
            actions.delete_meter(person=eve, meter_id=made.pk, now=now)
        deletion = actions.delete_meter(person=anna, meter_id=made.pk, now=now)
        with pytest.raises(NothingToUndo):
            actions.undo_meter_deletion(person=eve, deletion=deletion)
        assert not Meter.objects.standing().exists()

    def test_is_for_good_after_thirty_days(self, anna, meter, read, now):
        made = meter()
        read(made, 10, "100")
        actions.delete_meter(person=anna, meter_id=made.pk, now=now)
        assert actions.forget_deleted(now=now + 29 * DAY) == 0
        actions.forget_deleted(now=now + 31 * DAY)
        assert not Reading.objects.exists()


@pytest.fixture
def replace(anna, details, today, now):
    """Replaces a meter on a day, its last number and the first of the next one said."""

    def make(old, last, first="0", *, ago=5, person=anna, key=None, answer=Answer.NONE, **said):
        replacement = actions.Replacement(
            day=today - ago * DAY,
            last=Decimal(last),
            first=Decimal(first),
            details=details(**({"name": "New"} | said)),
            answer=answer,
        )
        return actions.replace_meter(
            person=person,
            meter_id=old.pk,
            replacement=replacement,
            key=key or uuid.uuid4(),
            today=today,
            now=now,
        )

    return make


class TestReplaceMeter:
    def test_loses_nothing(self, meter, read, replace, total):
        old = meter()
        read(old, 10, "99000")
        new = replace(old, "99080", "7", digits=6)
        read(new, 0, "57")
        assert total() == 130
        old.refresh_from_db()
        assert (old.removed_on, new.digits) == (new.installed_on, 6)

    def test_happens_once_for_a_form(self, meter, read, replace):
        old, key = meter(), uuid.uuid4()
        read(old, 10, "100")
        assert replace(old, "120", key=key) == replace(old, "120", key=key)
        assert (Meter.objects.count(), Reading.objects.count()) == (2, 3)

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"last": "90"}, QuestionableStep),
            ({"last": "120", "first": "100000"}, InvalidReading),
            ({"last": "120", "utility": Utility.GAS}, InvalidMeter),
            ({"last": "120", "ago": 12}, InvalidDays),
            ({"last": "120", "ago": 10}, ReadOnThatDay),
            ({"last": "120", "ago": -1}, InvalidDays),
        ],
    )
    def test_writes_nothing_of_what_it_refuses(self, meter, read, replace, said, refusal):
        old = meter()
        read(old, 10, "100")
        with pytest.raises(refusal):
            replace(old, **said)
        assert Reading.objects.count() == 1
        assert Meter.objects.get().removed_on is None

    def test_happens_to_a_meter_once(self, meter, replace):
        old = meter()
        replace(old, "120")
        with pytest.raises(ReplacedBefore):
            replace(old, "130")
        assert Meter.objects.count() == 2

    def test_is_for_its_owner(self, eve, meter, replace):
        old = meter()
        with pytest.raises(NoSuchMeter):
            replace(old, "120", person=eve)
        assert Meter.objects.count() == 1


class TestMetersOf:
    def test_tells_the_latest_reading_and_the_use_a_day(self, anna, meter, read):
        made = meter()
        read(made, 10, "100")
        read(made, 0, "180")
        (one,) = queries.meters_of(anna.pk)
        assert (one.latest.number, one.reading_count, one.a_day) == (180, 2, 8)

    def test_has_those_in_use_first(self, anna, meter, replace):
        replace(meter(name="Cellar"), "120")
        meter(name="Attic", utility=Utility.WATER, unit=Unit.LITRE)
        assert [one.meter.name for one in queries.meters_of(anna.pk)] == ["New", "Attic", "Cellar"]

    def test_asks_twice_however_many_there_are(self, anna, meter, read, django_assert_num_queries):
        for n in range(3):
            read(meter(name=str(n)), 10, "100")
        with django_assert_num_queries(2):
            assert len(queries.meters_of(anna.pk)) == 3

    def test_are_those_of_the_person(self, eve, meter, read):
        read(meter(), 10, "100")
        assert queries.meters_of(eve.pk) == queries.readings_of(eve.pk) == []
