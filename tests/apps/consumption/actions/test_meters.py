"""Refusals of meters, and what they leave as it was."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidMeter,
    InvalidReading,
    InvalidUnit,
    MeterAddedBefore,
    NoSuchMeter,
    NothingToUndo,
)
from daybook.apps.consumption.models import METER_NAME_LENGTH, DayUse, Meter, Reading

DAY = dt.timedelta(days=1)
WATER = {"utility": Utility.WATER, "unit": Unit.CUBIC_METRE}


@pytest.fixture
def amend(anna, details, now):
    """Makes a meter of Anna's something else."""

    def make(made, **said):
        return actions.change_meter(
            person=anna, meter_id=made.pk, details=details(**said), now=now + DAY
        )

    return make


@pytest.fixture
def amounts(anna):
    """The use of Anna's days, in order."""
    return lambda: list(
        DayUse.objects.filter(person=anna).order_by("day").values_list("amount", flat=True)
    )


class TestAddMeter:
    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"digits": 9}, InvalidMeter),
            ({"decimals": 4}, InvalidMeter),
            ({"decimals": -1}, InvalidMeter),
            ({"multiplier": Decimal(0)}, InvalidMeter),
            ({"multiplier": Decimal("1000.1")}, InvalidMeter),
            ({"multiplier": Decimal("0.00001")}, InvalidMeter),
            ({"multiplier": Decimal("NaN")}, InvalidMeter),
            ({"utility": Utility.WATER}, InvalidUnit),
            ({"removed_on": dt.date(1969, 12, 31)}, InvalidDays),
        ],
    )
    def test_refuses_what_hangs_nowhere(self, meter, said, refusal):
        with pytest.raises(refusal):
            meter(**said)
        assert not Meter.objects.exists()

    @pytest.mark.parametrize(
        ("name", "kept"),
        [("  by  the\n door ", "by the door"), ("x" * 99, "x" * METER_NAME_LENGTH)],
    )
    def test_tidies_its_name(self, meter, name, kept):
        assert meter(name=name).name == kept

    def test_may_hang_for_one_day(self, meter, today):
        made = meter(installed_on=today, removed_on=today)
        assert (made.installed_on, made.removed_on) == (today, today)

    def test_the_key_of_somebody_else_is_no_key_of_mine(self, meter, eve):
        key = uuid.uuid4()
        assert meter(key=key) != meter(person=eve, key=key)

    def test_comes_back_under_its_key(self, anna, meter, now):
        key = uuid.uuid4()
        made = meter(key=key)
        deletion = actions.delete_meter(person=anna, meter_id=made.pk, now=now)
        with pytest.raises(MeterAddedBefore):
            meter(key=key)
        actions.undo_meter_deletion(person=anna, deletion=deletion)
        assert meter(key=key) == made


class TestChangeMeter:
    def test_of_a_name_renews_no_day(self, meter, read, amend):
        made = meter()
        read(made, 2, "100")
        read(made, 0, "110")
        before = set(DayUse.objects.values_list("pk", flat=True))
        amend(made, name="Attic")
        assert set(DayUse.objects.values_list("pk", flat=True)) == before

    def test_of_a_unit_derives_anew(self, meter, read, amend, amounts):
        made = meter(**WATER)
        read(made, 2, "100")
        read(made, 0, "102")
        amend(made, utility=Utility.WATER, unit=Unit.LITRE)
        assert amounts() == [Decimal("0.001")] * 2

    def test_of_the_digits_moves_the_top_of_the_dial(self, meter, read, amend, amounts):
        made = meter(digits=5)
        read(made, 2, "9990")
        read(made, 0, "10010")
        assert amounts() == [10, 10]
        with pytest.raises(InvalidReading, match="shows less than 10,000"):
            amend(made, digits=4)
        assert amounts() == [10, 10]

    @pytest.mark.parametrize("decimals", [0, 1])
    def test_of_the_decimals_must_fit_what_was_read(self, meter, read, amend, decimals):
        made = meter(decimals=2)
        read(made, 0, "100.25")
        with pytest.raises(InvalidReading, match="digits after the point"):
            amend(made, decimals=decimals)
        made.refresh_from_db()
        assert made.decimals == 2

    def test_keeps_when_it_was_made(self, meter, amend, now):
        made = amend(meter(), serial=" AB  12 ")
        assert (made.serial, made.made_at, made.changed_at) == ("AB 12", now, now + DAY)

    def test_does_not_mind_readings_that_are_deleted(self, anna, meter, read, amend, now):
        made = meter()
        gone = read(made, 0, "12000")
        actions.delete_reading(person=anna, reading_id=gone.pk, now=now)
        assert amend(made, digits=4).digits == 4

    def test_knows_no_meter_that_is_deleted(self, anna, meter, amend, now):
        made = meter()
        actions.delete_meter(person=anna, meter_id=made.pk, now=now)
        with pytest.raises(NoSuchMeter):
            amend(made, name="Attic")
        assert Meter.objects.get().name == "Hall"


class TestBringBack:
    @pytest.fixture
    def gone(self, anna, meter, read, now):
        """A meter of Anna's, and the deletion of its reading of 12000."""
        made = meter()
        reading = read(made, 5, "12000")
        return made, actions.delete_reading(person=anna, reading_id=reading.pk, now=now)

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"digits": 4}, InvalidReading),
            ({"installed_on": dt.date(2026, 3, 1)}, InvalidDays),
            ({"removed_on": dt.date(2026, 2, 1)}, InvalidDays),
        ],
    )
    def test_not_what_the_meter_cannot_show_any_more(self, anna, gone, amend, said, refusal):
        made, deletion = gone
        amend(made, **said)
        with pytest.raises(refusal):
            actions.undo_meter_deletion(person=anna, deletion=deletion)
        assert not Reading.objects.standing().exists()

    def test_a_reading_only_together_with_its_meter(self, anna, gone, now):
        made, deletion = gone
        whole = actions.delete_meter(person=anna, meter_id=made.pk, now=now)
        with pytest.raises(NothingToUndo):
            actions.undo_meter_deletion(person=anna, deletion=deletion)
        assert queries.restorable(anna.pk, deletion) is None
        actions.undo_meter_deletion(person=anna, deletion=whole)
        assert not Reading.objects.standing().exists()
        actions.undo_meter_deletion(person=anna, deletion=deletion)
        assert Reading.objects.standing().count() == 1

    def test_once(self, anna, gone):
        _made, deletion = gone
        actions.undo_meter_deletion(person=anna, deletion=deletion)
        with pytest.raises(NothingToUndo):
            actions.undo_meter_deletion(person=anna, deletion=deletion)

    def test_nothing_that_never_was(self, anna):
        with pytest.raises(NothingToUndo):
            actions.undo_meter_deletion(person=anna, deletion=uuid.uuid4())

    def test_nothing_but_one_s_own(self, eve, gone):
        _made, deletion = gone
        assert queries.restorable(eve.pk, deletion) is None
        with pytest.raises(NothingToUndo):
            actions.undo_meter_deletion(person=eve, deletion=deletion)
