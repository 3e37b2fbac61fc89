"""A comma divides thousands where it can; where it cannot, it is that of decimals."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import Dial, Unit, Utility, number, quick_line
from daybook.apps.consumption.domain.tariffs import rate_pence
from daybook.apps.consumption.errors import InvalidValue

TODAY = dt.date(2026, 3, 3)


class TestNumber:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("0,125", "0.125"),
            ("0,5", "0.5"),
            ("0,000", "0"),
            ("-0,125", "-0.125"),
            ("+0,125", "0.125"),
            ("00,125", "0.125"),
            ("012,345", "12.345"),
            ("00042,125", "42.125"),
            ("1234,567", "1234.567"),
            ("48213,125", "48213.125"),
            ("0,0001", "0.0001"),
        ],
    )
    def test_takes_decimals_where_no_thousands_can_be(self, text, value):
        assert number(text) == Decimal(value)

    @pytest.mark.parametrize(
        ("text", "value"),
        [("1,234", 1234), ("10,000", 10_000), ("100,000,000", 100_000_000), ("-1,000", -1000)],
    )
    def test_takes_thousands_where_they_can_be(self, text, value):
        assert number(text) == value

    @pytest.mark.parametrize(
        "text",
        ["0,125.5", "0,125,125", "1,23,456", "1234,567.8", "1,2,3", ",", ",5", "1,", "0,", ",,"],
    )
    def test_does_not_guess_what_is_neither(self, text):
        with pytest.raises(InvalidValue):
            number(text)

    @given(st.integers(0, 999), st.integers(0, 999))
    def test_below_one_thousand_a_nought_in_front_tells(self, whole, rest):
        assert number(f"0{whole},{rest:03}") == Decimal(f"{whole}.{rest:03}")

    @given(st.integers(1000, 99_999_999), st.integers(0, 999))
    def test_reads_a_dial_with_three_red_digits(self, whole, rest):
        assert number(f"{whole},{rest:03}") == Decimal(f"{whole}.{rest:03}")

    @given(st.integers(1, 999_999_999))
    def test_reads_thousands_as_they_are_printed(self, whole):
        assert number(f"{whole:,}") == whole


class TestWhereverItIsTyped:
    def test_is_an_amount(self):
        assert domain.amount("0,125") == Decimal("0.125")

    def test_is_a_multiplier(self):
        assert domain.multiplier("0,125") == Decimal("0.125")

    def test_is_a_goal(self):
        assert domain.year_goal("0,125") == Decimal("0.125")

    def test_is_a_rate(self):
        assert rate_pence(number("0,125")) == Decimal("0.125")

    def test_is_a_number_on_a_dial(self):
        dial = Dial(utility=Utility.WATER, unit=Unit.CUBIC_METRE, decimals=3)
        assert domain.on_dial("00042,125", dial) == Decimal("42.125")
        assert domain.on_dial("1234,567", dial) == Decimal("1234.567")

    @pytest.mark.parametrize(
        ("line", "value", "notes"),
        [
            ("water 0,125 m3", "0.125", ""),
            ("water 0,125", "0.125", ""),
            ("water 1,234 l", "1234", ""),
            ("water 12,5, guests", "12.5", "guests"),
            ("8, guests", "8", "guests"),
            ("8.3, guests", "8.3", "guests"),
        ],
    )
    def test_is_part_of_a_quick_line(self, line, value, notes):
        found = quick_line(line, today=TODAY)
        assert (found.value, found.notes) == (Decimal(value), notes)
