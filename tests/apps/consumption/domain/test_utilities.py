from decimal import Decimal

import pytest

from daybook.apps.consumption.domain import (
    UNITS,
    Unit,
    Utility,
    calorific_value,
    checked_unit,
    gas_kwh,
    in_standard_unit,
    standard_unit,
)
from daybook.apps.consumption.errors import InvalidCalorificValue, InvalidUnit


class TestStandardUnit:
    @pytest.mark.parametrize(
        ("utility", "unit"),
        [
            (Utility.ELECTRICITY, Unit.KWH),
            (Utility.GAS, Unit.KWH),
            (Utility.WATER, Unit.CUBIC_METRE),
        ],
    )
    def test_is_the_one_totals_are_told_in(self, utility, unit):
        assert standard_unit(utility) is unit

    @pytest.mark.parametrize("utility", Utility)
    def test_is_always_one_of_those_it_is_measured_in(self, utility):
        assert standard_unit(utility) in UNITS[utility]


class TestCheckedUnit:
    def test_lets_pass_what_fits(self):
        assert checked_unit(Utility.WATER, Unit.LITRE) is Unit.LITRE

    @pytest.mark.parametrize(
        ("utility", "unit"),
        [
            (Utility.ELECTRICITY, Unit.CUBIC_METRE),
            (Utility.WATER, Unit.KWH),
            (Utility.GAS, Unit.LITRE),
        ],
    )
    def test_refuses_the_rest_and_names_what_would_do(self, utility, unit):
        with pytest.raises(InvalidUnit, match=f"{utility.capitalize()} is measured in"):
            checked_unit(utility, unit)


class TestGas:
    def test_follows_the_formula_of_the_bill(self):
        # 100 m³ at 39.4 MJ/m³: 100 times 1.02264 times 39.4, divided by 3.6.
        assert round(gas_kwh(Decimal(100), Decimal("39.4")), 3) == Decimal("1119.223")

    def test_takes_cubic_feet_as_bills_do(self):
        metres = in_standard_unit(Decimal("2.83"), Unit.CUBIC_METRE, Utility.GAS)
        assert in_standard_unit(Decimal(100), Unit.CUBIC_FOOT, Utility.GAS) == metres

    def test_uses_the_calorific_value_given(self):
        amounts = {
            in_standard_unit(
                Decimal(10), Unit.CUBIC_METRE, Utility.GAS, calorific_value_mj=Decimal(value)
            )
            for value in ("38", "41")
        }
        assert len(amounts) == 2

    def test_leaves_energy_alone(self):
        assert in_standard_unit(Decimal("5.5"), Unit.KWH, Utility.GAS) == Decimal("5.5")


class TestWater:
    def test_has_a_thousand_litres_to_the_cubic_metre(self):
        assert in_standard_unit(Decimal(350), Unit.LITRE, Utility.WATER) == Decimal("0.35")

    def test_takes_cubic_feet_exactly(self):
        found = in_standard_unit(Decimal(1000), Unit.CUBIC_FOOT, Utility.WATER)
        assert found == Decimal("28.316847")

    def test_refuses_energy(self):
        with pytest.raises(InvalidUnit):
            in_standard_unit(Decimal(1), Unit.KWH, Utility.WATER)


class TestCalorificValue:
    @pytest.mark.parametrize("value", ["37", "39.4", "43"])
    def test_accepts_what_stands_on_bills(self, value):
        assert calorific_value(Decimal(value)) == Decimal(value)

    @pytest.mark.parametrize("value", ["36.9", "43.1", "0", "-39", "394", "NaN", "Infinity"])
    def test_refuses_what_no_pipe_carries(self, value):
        with pytest.raises(InvalidCalorificValue, match="on your bill"):
            calorific_value(Decimal(value))
