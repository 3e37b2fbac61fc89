"""What is used, in which units it is measured, and how one unit becomes another.

Electricity and gas are added up in kWh, water in m³. Amounts are exact decimals.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Final

from daybook.apps.consumption.domain.refusals import InvalidCalorificValue, InvalidUnit
from daybook.lib.money import rounded

#: To the milliwatt-hour and the cubic centimetre: what a day is given of a month stays exact.
PLACES: Final = 6

#: What a bill assumes where nothing else is known, in MJ per m³.
USUAL_CALORIFIC_VALUE: Final = Decimal(40)
LEAST_CALORIFIC_VALUE: Final = Decimal(37)
MOST_CALORIFIC_VALUE: Final = Decimal(43)

# Gas (Calculation of Thermal Energy) Regulations 1996: volume at 15 °C and 1013.25 mbar.
_CORRECTION: Final = Decimal("1.02264")
_MEGAJOULES_PER_KWH: Final = Decimal("3.6")
# As bills do it: 2.83 m³ to the hundred cubic feet that an imperial gas meter counts.
_GAS_M3_PER_FT3: Final = Decimal("0.0283")
_M3_PER_FT3: Final = Decimal("0.028316846592")
_LITRES_PER_M3: Final = Decimal(1000)


class Utility(StrEnum):
    """What a household takes from the grid and the pipes."""

    ELECTRICITY = "electricity"
    WATER = "water"
    GAS = "gas"


class Unit(StrEnum):
    """What an amount is measured in."""

    KWH = "kWh"
    CUBIC_METRE = "m3"
    CUBIC_FOOT = "ft3"
    LITRE = "l"


UNITS: Final[dict[Utility, tuple[Unit, ...]]] = {
    Utility.ELECTRICITY: (Unit.KWH,),
    Utility.WATER: (Unit.CUBIC_METRE, Unit.LITRE, Unit.CUBIC_FOOT),
    Utility.GAS: (Unit.KWH, Unit.CUBIC_METRE, Unit.CUBIC_FOOT),
}

#: What people write for them, in small letters.
UTILITY_WORDS: Final[dict[str, Utility]] = {
    "electricity": Utility.ELECTRICITY,
    "electric": Utility.ELECTRICITY,
    "power": Utility.ELECTRICITY,
    "elec": Utility.ELECTRICITY,
    "water": Utility.WATER,
    "gas": Utility.GAS,
}
UNIT_WORDS: Final[dict[str, Unit]] = {
    "kwh": Unit.KWH,
    "m3": Unit.CUBIC_METRE,
    "m³": Unit.CUBIC_METRE,
    "ft3": Unit.CUBIC_FOOT,
    "ft³": Unit.CUBIC_FOOT,
    "l": Unit.LITRE,
    "litre": Unit.LITRE,
    "litres": Unit.LITRE,
}


def standard_unit(utility: Utility) -> Unit:
    """The unit in which totals of ``utility`` are told: kWh, and m³ for water."""
    return Unit.CUBIC_METRE if utility is Utility.WATER else Unit.KWH


def checked_unit(utility: Utility, unit: Unit) -> Unit:
    """``unit`` where ``utility`` is measured in it; raises ``InvalidUnit`` where it is not."""
    if unit not in UNITS[utility]:
        known = ", ".join(UNITS[utility])
        raise InvalidUnit(f"{utility.capitalize()} is measured in {known}, not in {unit}.")
    return unit


def calorific_value(value: Decimal) -> Decimal:
    """The energy in a cubic metre of gas, in MJ/m³, as it stands on the bill.

    Raises ``InvalidCalorificValue`` outside 37 to 43: the Gas Safety (Management) Regulations
    leave no room for more.
    """
    if not value.is_finite() or not LEAST_CALORIFIC_VALUE <= value <= MOST_CALORIFIC_VALUE:
        raise InvalidCalorificValue(
            "A calorific value lies between 37 and 43 MJ/m³, mostly 38 to 41. It is on your bill."
        )
    return value


def gas_kwh(cubic_metres: Decimal, calorific_value_mj: Decimal) -> Decimal:
    """The energy of a volume of gas in kWh, not rounded.

    The volume times 1.02264 times the calorific value (MJ/m³), divided by 3.6, as the Gas
    (Calculation of Thermal Energy) Regulations 1996 have it.
    """
    return cubic_metres * _CORRECTION * calorific_value_mj / _MEGAJOULES_PER_KWH


def in_standard_unit(
    value: Decimal,
    unit: Unit,
    utility: Utility,
    *,
    calorific_value_mj: Decimal = USUAL_CALORIFIC_VALUE,
) -> Decimal:
    """``value`` in the standard unit of ``utility``, to six decimals.

    Raises ``InvalidUnit`` where the utility is not measured in ``unit``.
    """
    checked_unit(utility, unit)
    if unit is standard_unit(utility):
        return rounded(value, PLACES)
    if utility is Utility.GAS:
        cubic_metres = value * _GAS_M3_PER_FT3 if unit is Unit.CUBIC_FOOT else value
        return rounded(gas_kwh(cubic_metres, calorific_value_mj), PLACES)
    if unit is Unit.LITRE:
        return rounded(value / _LITRES_PER_M3, PLACES)
    return rounded(value * _M3_PER_FT3, PLACES)
