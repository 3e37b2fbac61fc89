"""How long a block may be, how much energy goes into it, and what that costs."""

import re
from decimal import Decimal
from typing import Final

from daybook.apps.prices.domain.refusals import (
    InvalidCapacity,
    InvalidDuration,
    InvalidTolerance,
)
from daybook.lib.errors import Invalid
from daybook.lib.money import pounds_from_pence

SHORTEST_HOURS: Final = Decimal("0.5")
LONGEST_HOURS: Final = Decimal(6)
HOURS_PLACES: Final = 4
LARGEST_KWH: Final = Decimal(500)
KWH_PLACES: Final = 3
LARGEST_YEARLY_KWH: Final = Decimal(100_000)
#: Ofgem's typical domestic consumption value of electricity, medium, since October 2023.
#: https://www.ofgem.gov.uk/information-consumers/energy-advice-households/average-gas-and-electricity-use-explained
TYPICAL_KWH: Final = Decimal(2700)
LARGEST_TOLERANCE_PENCE: Final = Decimal(100)

# As people write numbers; Decimal would also read 1_0, 1e1 and the digits of other scripts.
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?|[+-]?\.[0-9]+")

_HOURS = "Give a duration from 0.5 to 6 hours, such as 3.25, with at most four decimals."
_CAPACITY = "Give an amount of energy above 0 and at most 500 kWh, with at most three decimals."
_YEARLY = "Give what you use in a year from 1 to 100,000 kWh, such as 2700."
_TOLERANCE = "Give a tolerance from 0 to 100 pence per kWh, such as 0.5."


def duration(value: Decimal | str | int) -> Decimal:
    """The length of a block in hours: 0.5 to 6, up to four decimals (0.36 seconds).

    Raises ``InvalidDuration`` for anything else, NaN and infinity included.
    """
    hours = _number(value, InvalidDuration(_HOURS))
    if not SHORTEST_HOURS <= hours <= LONGEST_HOURS or _places(hours) > HOURS_PLACES:
        raise InvalidDuration(_HOURS)
    return hours


def capacity(value: Decimal | str | int) -> Decimal:
    """An amount of energy in kWh: above 0, at most 500, to the watt-hour.

    Raises ``InvalidCapacity`` for anything else, NaN and infinity included.
    """
    kwh = _number(value, InvalidCapacity(_CAPACITY))
    if not 0 < kwh <= LARGEST_KWH or _places(kwh) > KWH_PLACES:
        raise InvalidCapacity(_CAPACITY)
    return kwh


def yearly_kwh(value: Decimal | str | int) -> Decimal:
    """What a household uses in a year, in kWh: 1 to 100,000, to the watt-hour.

    Raises ``InvalidCapacity`` for anything else, NaN and infinity included.
    """
    kwh = _number(value, InvalidCapacity(_YEARLY))
    if not 1 <= kwh <= LARGEST_YEARLY_KWH or _places(kwh) > KWH_PLACES:
        raise InvalidCapacity(_YEARLY)
    return kwh


def tolerance(value: Decimal | str | int) -> Decimal:
    """How much dearer an earlier block may be, in pence per kWh: 0 to 100.

    Raises ``InvalidTolerance`` for anything else, NaN and infinity included.
    """
    pence = _number(value, InvalidTolerance(_TOLERANCE))
    if not 0 <= pence <= LARGEST_TOLERANCE_PENCE or _places(pence) > HOURS_PLACES:
        raise InvalidTolerance(_TOLERANCE)
    return pence


def cost_pounds(capacity_kwh: Decimal, mean_pence: Decimal) -> Decimal:
    """What ``capacity_kwh`` costs at ``mean_pence`` per kWh, in pounds, not rounded.

    Below zero when the price is: then the household is paid.
    """
    return pounds_from_pence(capacity_kwh * mean_pence)


def price(value: Decimal | str | int, refusal: Invalid) -> Decimal:
    """A price in pence with at most four decimals; raises ``refusal`` for anything else."""
    pence = _number(value, refusal)
    if _places(pence) > HOURS_PLACES:
        raise refusal
    return pence


def _number(value: Decimal | str | int, refusal: Invalid) -> Decimal:
    if isinstance(value, str):
        value = value.strip()
        if _NUMBER.fullmatch(value) is None:
            raise refusal
    number = Decimal(value)
    if not number.is_finite():
        raise refusal
    return number


def _places(number: Decimal) -> int:
    """How many decimals a finite number needs; 3.50 needs one."""
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
