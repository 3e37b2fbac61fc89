import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.consumption.domain import Unit, Utility, quick_line
from daybook.apps.consumption.errors import InvalidValue, UnreadableLine

TODAY = dt.date(2026, 3, 3)  # a Tuesday


def read(text, **more):
    return quick_line(text, today=TODAY, **more)


class TestWhatIsUsed:
    @pytest.mark.parametrize(
        ("text", "utility"),
        [
            ("8.3", Utility.ELECTRICITY),
            ("power 8.3", Utility.ELECTRICITY),
            ("Gas 8.3", Utility.GAS),
            ("8.3 kWh gas", Utility.GAS),
            ("water 1.2", Utility.WATER),
            ("340 l", Utility.WATER),
            ("1.2 m3", Utility.WATER),
        ],
    )
    def test_is_told_by_a_word_or_by_the_unit(self, text, utility):
        assert read(text).utility is utility

    def test_is_the_usual_where_nothing_tells(self):
        assert read("5", utility=Utility.GAS).utility is Utility.GAS

    def test_is_the_usual_where_its_unit_fits(self):
        assert read("5 m3", utility=Utility.GAS).utility is Utility.GAS
        assert read("5 kWh", utility=Utility.WATER).utility is Utility.ELECTRICITY

    def test_must_fit_the_unit(self):
        with pytest.raises(UnreadableLine, match="Water is not measured in kWh"):
            read("water 5 kWh")


class TestAmount:
    @pytest.mark.parametrize(
        ("text", "value", "unit"),
        [
            ("gas 12.5 m3", "12.5", Unit.CUBIC_METRE),
            ("gas 12.5m³", "12.5", Unit.CUBIC_METRE),
            ("gas 1,234.5 kWh", "1234.5", Unit.KWH),
            ("gas 35 ft3", "35", Unit.CUBIC_FOOT),
            ("water 340 litres", "340", Unit.LITRE),
            ("water 0.4", "0.4", Unit.CUBIC_METRE),
            (".5", "0.5", Unit.KWH),
            ("0 kWh", "0", Unit.KWH),
        ],
    )
    def test_has_its_unit_or_the_usual_one(self, text, value, unit):
        line = read(text)
        assert (line.value, line.unit) == (Decimal(value), unit)

    def test_is_the_number_with_the_unit(self):
        line = read("3 guests, 8.3 kWh")
        assert (line.value, line.notes) == (Decimal("8.3"), "3 guests")

    @pytest.mark.parametrize("text", ["", "gas", "yesterday", "2026-03-01"])
    def test_must_be_there(self, text):
        with pytest.raises(UnreadableLine, match="no amount"):
            read(text)

    @pytest.mark.parametrize("text", ["5 and 6", "5 kWh and 6 kWh"])
    def test_must_be_one(self, text):
        with pytest.raises(UnreadableLine, match="more than one amount"):
            read(text)

    def test_must_be_possible(self):
        with pytest.raises(InvalidValue):
            read("gas -5 kWh")


class TestDay:
    @pytest.mark.parametrize(
        ("words", "day"),
        [
            ("", TODAY),
            ("today", TODAY),
            ("yesterday", dt.date(2026, 3, 2)),
            ("Monday", dt.date(2026, 3, 2)),
            ("on friday", dt.date(2026, 2, 27)),
            ("last Tuesday", dt.date(2026, 2, 24)),
            ("2026-02-28", dt.date(2026, 2, 28)),
            ("28/2/2026", dt.date(2026, 2, 28)),
            ("28/2/26", dt.date(2026, 2, 28)),
            ("1/3", dt.date(2026, 3, 1)),
            ("24/12", dt.date(2025, 12, 24)),
            ("3 March", dt.date(2026, 3, 3)),
            ("4th march", dt.date(2025, 3, 4)),
            ("1 Feb 2024", dt.date(2024, 2, 1)),
            ("29 Feb", dt.date(2024, 2, 29)),
        ],
    )
    def test_is_read_as_people_say_it(self, words, day):
        line = read(f"8.3 kWh {words}")
        assert (line.day, line.notes) == (day, "")

    @pytest.mark.parametrize("words", ["31/2/2026", "2026-13-01", "30 Feb", "0/3", "31 April 2026"])
    def test_must_be_on_the_calendar(self, words):
        with pytest.raises(UnreadableLine, match="There is no day"):
            read(f"8.3 kWh {words}")

    def test_may_lie_ahead_for_others_to_refuse(self):
        assert read("8.3 kWh 2026-03-04").day == dt.date(2026, 3, 4)


class TestNotes:
    def test_are_what_is_left(self):
        assert read("gas 12.5 m3 yesterday, oven broken").notes == "oven broken"

    @given(st.text(max_size=60))
    def test_come_from_any_line_that_can_be_read_at_all(self, text):
        try:
            line = read(f"8.3 kWh {text}")
        except (UnreadableLine, InvalidValue):
            return
        assert len(line.notes) <= len(text)
        assert line.value >= 0
