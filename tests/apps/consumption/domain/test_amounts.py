from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.consumption.domain import Utility, amount, checked_use, number
from daybook.apps.consumption.errors import InvalidValue, UnusualValue


class TestNumber:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("8.3", "8.3"),
            (" 8.3 ", "8.3"),
            ("8,3", "8.3"),
            ("8,25", "8.25"),
            ("1,234", "1234"),
            ("1,234.5", "1234.5"),
            ("12,345,678", "12345678"),
            ("1 234", "1234"),
            ("1\u202f234,5", "1234.5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("+5", "5"),
            ("-3", "-3"),
            ("\u22123", "-3"),
            ("0", "0"),
        ],
    )
    def test_is_read_as_people_write_it(self, text, value):
        assert number(text) == Decimal(value)

    @pytest.mark.parametrize(
        "text",
        ["", "eight", "1e3", "1_000", "8.3.1", "1,23,4", "٣", "NaN", "inf", "0x10", "--1", "."],
    )
    def test_is_nothing_else(self, text):
        with pytest.raises(InvalidValue, match=r"such as 8\.3"):
            number(text)

    @given(st.decimals(min_value=0, max_value=9_999_999, places=3))
    def test_comes_back_as_it_was_written(self, value):
        assert number(f"{value:,}") == number(str(value)) == value


class TestAmount:
    @pytest.mark.parametrize("value", ["0", "0.000001", "9999999.999999", "8.3000000"])
    def test_may_be_nothing_and_may_be_much(self, value):
        assert amount(value) == Decimal(value)

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            ("-0.1", "0 or more"),
            ("10000000", "more than a household"),
            ("0.0000001", "at most 6 decimals"),
            (Decimal("NaN"), "as a number"),
            (Decimal("Infinity"), "as a number"),
            (Decimal("-Infinity"), "as a number"),
        ],
    )
    def test_is_refused_with_what_to_do(self, value, words):
        with pytest.raises(InvalidValue, match=words):
            amount(value)


class TestCheckedUse:
    @pytest.mark.parametrize(
        ("utility", "most"),
        [(Utility.ELECTRICITY, 200), (Utility.WATER, 10), (Utility.GAS, 500)],
    )
    def test_questions_what_no_household_uses_in_a_day(self, utility, most):
        assert checked_use(Decimal(most), utility=utility, day_count=1) == most
        with pytest.raises(UnusualValue, match="Check the number"):
            checked_use(Decimal(most) + 1, utility=utility, day_count=1)

    def test_grants_more_to_more_days(self):
        used = checked_use(Decimal(6000), utility=Utility.ELECTRICITY, day_count=30)
        assert used == 6000

    def test_says_how_much_a_day_that_is(self):
        with pytest.raises(UnusualValue, match=r"1,000 kWh a day; a household uses about 8 kWh"):
            checked_use(Decimal(7000), utility=Utility.ELECTRICITY, day_count=7)

    def test_believes_who_is_sure(self):
        used = checked_use(Decimal(999), utility=Utility.WATER, day_count=1, is_sure=True)
        assert used == 999
