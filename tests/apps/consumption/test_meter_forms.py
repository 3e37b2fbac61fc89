"""What the forms of meters make of what people type."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from daybook.apps.consumption.domain import Answer, Unit, Utility
from daybook.apps.consumption.forms import (
    MeterForm,
    ReadingChangeForm,
    ReadingForm,
    ReplaceForm,
)

READ = {"number": "48213", "day": "2026-03-03"}
DIAL = {"name": "Hall", "unit": "kWh", "digits": "5", "decimals": "0", "multiplier": "1"}


class TestReadingForm:
    @pytest.mark.parametrize(
        ("typed", "number"),
        [("48213", 48213), ("00042", 42), ("48 213", 48213), ("12,5", Decimal("12.5"))],
    )
    def test_reads_numbers_as_people_write_them(self, typed, number):
        form = ReadingForm(READ | {"number": typed})
        assert form.is_valid()
        assert form.read().number == number

    def test_takes_all_there_is_to_say(self):
        more = {"time": "18:30", "is_estimated": "on", "notes": "dark", "answer": "sure"}
        form = ReadingForm(READ | more)
        assert form.is_valid()
        read = form.read()
        assert (read.time, read.is_estimated, read.notes) == (dt.time(18, 30), True, "dark")
        assert (read.answer, form.is_replaced) == (Answer.SURE, False)

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"number": ""}, "number"),
            ({"number": "-1"}, "number"),
            ({"number": "1e5"}, "number"),
            ({"day": "yesterday"}, "day"),
            ({"time": "late"}, "time"),
            ({"notes": "x" * 201}, "notes"),
            ({"answer": "perhaps"}, "answer"),
        ],
    )
    def test_says_which_field_is_wrong(self, said, field):
        form = ReadingForm(READ | said)
        assert list(form.errors) == [field]

    def test_does_not_ask_before_there_is_a_question(self):
        assert not ReadingForm().asks_what_happened
        assert not ReadingForm(READ | {"number": "x"}).asks_what_happened

    def test_of_a_change_knows_nothing_of_a_replaced_meter(self):
        assert not ReadingChangeForm(READ | {"answer": "replaced"}).is_valid()


class TestMeterForm:
    def test_describes_a_meter(self):
        sent = DIAL | {"utility": "gas", "unit": "ft3", "multiplier": "100", "digits": "4"}
        form = MeterForm(sent | {"key": uuid.uuid4(), "installed_on": "2020-05-01"})
        assert form.is_valid()
        details = form.details()
        assert (details.dial.utility, details.dial.unit) == (Utility.GAS, Unit.CUBIC_FOOT)
        assert (details.dial.multiplier, details.dial.top) == (100, 10_000)
        assert (details.installed_on, details.removed_on) == (dt.date(2020, 5, 1), None)

    @pytest.mark.parametrize(
        "said", [{"digits": "3"}, {"decimals": "4"}, {"multiplier": "none"}, {"unit": "pint"}]
    )
    def test_refuses_a_dial_there_is_not(self, said):
        form = MeterForm(DIAL | {"utility": "gas", "key": uuid.uuid4()} | said)
        assert list(form.errors) == list(said)


class TestReplaceForm:
    def form(self, **said):
        sent = DIAL | {"day": "2026-03-03", "last": "104", "first": "0", "key": uuid.uuid4()}
        return ReplaceForm(sent | said, utility=Utility.ELECTRICITY)

    def test_tells_both_numbers_and_the_next_dial(self):
        form = self.form(first="7", digits="6")
        assert form.is_valid()
        swap = form.replacement()
        assert (swap.last, swap.first, swap.details.dial.digits) == (104, 7, 6)
        assert swap.details.dial.utility is Utility.ELECTRICITY

    def test_says_beside_the_first_number_what_the_next_dial_cannot_show(self):
        assert list(self.form(first="12345", digits="4").errors) == ["first"]
        assert list(self.form(first="0.5").errors) == ["first"]
