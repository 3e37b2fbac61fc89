"""What hangs on the wall: how its dial counts, and what a number on it can be."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.consumption.domain.amounts import number
from daybook.apps.consumption.domain.refusals import InvalidMeter, InvalidReading, InvalidValue
from daybook.apps.consumption.domain.utilities import (
    Unit,
    Utility,
    checked_unit,
    in_standard_unit,
)

FEWEST_DIGITS: Final = 4
MOST_DIGITS: Final = 8
MOST_DECIMALS: Final = 3
MOST_MULTIPLIER: Final = Decimal(1000)
MULTIPLIER_PLACES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """How a meter counts: ``digits`` before the point and ``decimals`` after it.

    One of its units is ``multiplier`` of ``unit``: 100 for an imperial gas meter that counts
    hundreds of cubic feet, the ratio of a current transformer, otherwise 1.
    """

    utility: Utility
    unit: Unit
    multiplier: Decimal = Decimal(1)
    digits: int = 5
    decimals: int = 0

    @property
    def top(self) -> Decimal:
        """The number at which the dial would begin again with 0."""
        return Decimal(10) ** self.digits

    def used(self, step: Decimal, calorific_value_mj: Decimal) -> Decimal:
        """The use behind ``step`` on the dial, in the standard unit, to six decimals."""
        return in_standard_unit(
            step * self.multiplier, self.unit, self.utility, calorific_value_mj=calorific_value_mj
        )


def checked_dial(dial: Dial) -> Dial:
    """``dial`` where there are such meters; raises ``InvalidMeter`` or ``InvalidUnit``."""
    checked_unit(dial.utility, dial.unit)
    if not FEWEST_DIGITS <= dial.digits <= MOST_DIGITS:
        raise InvalidMeter("A dial has 4 to 8 digits before the point.")
    if not 0 <= dial.decimals <= MOST_DECIMALS:
        raise InvalidMeter("A dial has at most 3 digits after the point.")
    multiplier(dial.multiplier)
    return dial


def multiplier(value: Decimal | str) -> Decimal:
    """How many units one on the dial stands for: above 0, at most 1000, four decimals.

    Raises ``InvalidMeter``.
    """
    try:
        times = number(value) if isinstance(value, str) else value
    except InvalidValue:
        raise InvalidMeter("Type the multiplier as a number, mostly 1.") from None
    if not times.is_finite() or not 0 < times <= MOST_MULTIPLIER:
        raise InvalidMeter("A multiplier is above 0 and at most 1000; mostly it is 1.")
    if _decimals(times) > MULTIPLIER_PLACES:
        raise InvalidMeter(f"Give at most {MULTIPLIER_PLACES} decimals.")
    return times


def dial_number(value: Decimal | str) -> Decimal:
    """The number that people mean who read a dial; raises ``InvalidReading`` for no number."""
    try:
        read = number(value) if isinstance(value, str) else value
    except InvalidValue:
        raise InvalidReading("Type the number on the dial, such as 48213.") from None
    if not read.is_finite() or read < 0:
        raise InvalidReading("A dial shows 0 or more. Check the number.")
    return read


def on_dial(value: Decimal | str, dial: Dial) -> Decimal:
    """``value`` as ``dial`` can show it; raises ``InvalidReading`` where it cannot."""
    read = dial_number(value)
    if read >= dial.top:
        raise InvalidReading(
            f"This dial has {dial.digits} digits before the point: it shows less than"
            f" {dial.top:,f}. Check the number, or the digits of the meter."
        )
    if _decimals(read) > dial.decimals:
        told = f"at most {dial.decimals}" if dial.decimals else "no"
        raise InvalidReading(f"This dial has {told} digits after the point.")
    return read


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
