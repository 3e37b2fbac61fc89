from decimal import Decimal

import pytest

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import Dial, Unit, Utility
from daybook.apps.consumption.errors import InvalidMeter, InvalidReading, InvalidUnit

GAS = Dial(utility=Utility.GAS, unit=Unit.CUBIC_FOOT, multiplier=Decimal(100), digits=4)


class TestDial:
    def test_begins_again_after_its_last_digit(self):
        assert GAS.top == 10_000

    def test_counts_hundreds_of_cubic_feet_as_bills_do(self):
        # One on the dial is 2.83 m³.
        assert GAS.used(Decimal(1), Decimal("39.5")) == Decimal("31.754392")

    def test_of_a_current_transformer_is_multiplied(self):
        dial = Dial(utility=Utility.ELECTRICITY, unit=Unit.KWH, multiplier=Decimal("1.5"))
        assert dial.used(Decimal(10), Decimal(40)) == 15


class TestCheckedDial:
    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"digits": 3}, InvalidMeter),
            ({"digits": 9}, InvalidMeter),
            ({"decimals": 4}, InvalidMeter),
            ({"decimals": -1}, InvalidMeter),
            ({"multiplier": Decimal(0)}, InvalidMeter),
            ({"multiplier": Decimal("NaN")}, InvalidMeter),
            ({"multiplier": Decimal("1.00001")}, InvalidMeter),
            ({"unit": Unit.LITRE}, InvalidUnit),
        ],
    )
    def test_refuses_what_hangs_nowhere(self, said, refusal):
        with pytest.raises(refusal):
            domain.checked_dial(Dial(**({"utility": Utility.GAS, "unit": Unit.KWH} | said)))

    def test_takes_the_dials_there_are(self):
        assert domain.checked_dial(GAS) is GAS


class TestMultiplier:
    def test_reads_numbers_as_people_write_them(self):
        assert domain.multiplier("0,5") == Decimal("0.5")

    @pytest.mark.parametrize("text", ["", "x", "-1", "1001"])
    def test_refuses_the_rest(self, text):
        with pytest.raises(InvalidMeter):
            domain.multiplier(text)


class TestOnDial:
    @pytest.mark.parametrize("text", ["0", "0042", "9999"])
    def test_takes_what_the_dial_shows(self, text):
        assert domain.on_dial(text, GAS) == int(text)

    @pytest.mark.parametrize("text", ["10000", "12.5", "-1", "x", "", "NaN"])
    def test_refuses_what_it_cannot_show(self, text):
        with pytest.raises(InvalidReading):
            domain.on_dial(text, GAS)

    def test_takes_as_many_decimals_as_there_are(self):
        dial = Dial(utility=Utility.WATER, unit=Unit.CUBIC_METRE, decimals=3)
        assert domain.on_dial("1234.567", dial) == Decimal("1234.567")
