from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.prices.domain import capacity, cheapest, cost_pounds, duration, tolerance
from daybook.apps.prices.errors import InvalidCapacity, InvalidDuration, InvalidTolerance
from daybook.lib.money import rounded
from tests.priced import priced

ONLY_FOR_PYTHON = ["1_0", "1e0", "1 0", "\N{ARABIC-INDIC DIGIT THREE}", "\N{FULLWIDTH DIGIT ONE}"]
NOT_NUMBERS = ["", ".", "x", "NaN", "sNaN", "Infinity", "-Infinity", "3,5", "0x1"]
NOT_NUMBERS += ONLY_FOR_PYTHON


class TestDuration:
    @pytest.mark.parametrize("text", ["0.5", "6", " 3.25 ", "6.0000", "0.50000", "+1", "1.", ".5"])
    def test_is_half_an_hour_to_six_hours(self, text):
        assert duration(text) == Decimal(text.strip())

    @pytest.mark.parametrize(
        "text", [*NOT_NUMBERS, "0.4999", "6.0001", "0", "-1", "1.00001", "1e9"]
    )
    def test_says_what_to_give_instead(self, text):
        with pytest.raises(InvalidDuration, match=r"from 0\.5 to 6 hours, such as 3\.25"):
            duration(text)


class TestCapacity:
    @pytest.mark.parametrize("text", ["0.001", "500", "500.000", "13.5"])
    def test_is_up_to_five_hundred_kilowatt_hours(self, text):
        assert capacity(text) == Decimal(text)

    @pytest.mark.parametrize("text", [*NOT_NUMBERS, "0", "-1", "500.001", "0.0001", "0.0"])
    def test_says_what_to_give_instead(self, text):
        with pytest.raises(InvalidCapacity, match="above 0 and at most 500 kWh"):
            capacity(text)


class TestTolerance:
    def test_may_be_nothing(self):
        assert tolerance("0") == 0

    @pytest.mark.parametrize("text", [*NOT_NUMBERS, "-0.1", "100.01", "0.00001"])
    def test_says_what_to_give_instead(self, text):
        with pytest.raises(InvalidTolerance, match="from 0 to 100 pence"):
            tolerance(text)


class TestCost:
    def test_is_energy_times_price_in_pounds(self):
        assert cost_pounds(Decimal(10), Decimal("21.8295")) == Decimal("2.18295")

    def test_is_below_zero_when_the_household_is_paid(self):
        assert cost_pounds(Decimal("7.5"), Decimal("-4.2")) == Decimal("-0.315")

    def test_of_a_window_rounds_an_exact_half_penny_up(self):
        """A third of a penny times one and a half is half a penny; digit by digit it is less."""
        found = cheapest(priced("0.5", 0, "0.5", 0, "0.5", "0.5"), Decimal(3))
        assert rounded(found.cost_pounds(Decimal("1.5"))) == Decimal("0.01")

    @given(
        st.lists(st.decimals(-10, 100, places=4), min_size=7, max_size=7), st.integers(1, 500_000)
    )
    def test_of_a_window_is_that_of_its_parts(self, pence, watt_hours):
        kwh = Decimal(watt_hours) / 1000
        found = cheapest(priced(*pence), Decimal("3.25"))
        parts = [*map(Fraction, pence[:6]), Fraction(pence[6]) / 2]
        exact = sum(parts) / Fraction("6.5") * Fraction(kwh) / 100
        assert abs(Fraction(found.cost_pounds(kwh)) - exact) < Fraction(1, 10**20)
