"""Reading and judging an amount: what is a typing error, and what only needs a second look."""

import re
from decimal import Decimal
from typing import Final

from daybook.apps.consumption.domain.refusals import InvalidValue, UnusualValue
from daybook.apps.consumption.domain.utilities import PLACES, Utility, standard_unit

LARGEST: Final = Decimal(10_000_000)

#: Far above the largest households: a day of it is asked about, in the standard unit.
UNUSUAL_PER_DAY: Final[dict[Utility, Decimal]] = {
    Utility.ELECTRICITY: Decimal(200),
    Utility.WATER: Decimal(10),
    Utility.GAS: Decimal(500),
}
_TYPICAL_PER_DAY: Final[dict[Utility, str]] = {
    Utility.ELECTRICITY: "about 8 kWh",
    Utility.WATER: "about 0.35 m³",
    Utility.GAS: "about 32 kWh",
}

# As people write numbers, 1,234.5 and 1234,5 included; Decimal would also read 1_0 and 1e1.
_PLAIN: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
# A group of thousands has no nought in front: 0,125 is an eighth, and so is 00042,125 a dial's.
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_COMMA: Final = re.compile(r"([+-]?\d+),(\d+)")


def number(text: str) -> Decimal:
    """The decimal number that people mean by ``text``: ``8.3``, ``8,3``, ``1,234.5`` or ``.5``.

    A comma divides thousands where it can, ``1,234``; where it cannot it is that of decimals, as in
    ``0,125`` or ``1234,567``. Raises ``InvalidValue`` for the rest.
    """
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace("\u2212", "-")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    elif found := _COMMA.fullmatch(plain):
        plain = ".".join(found.groups())
    if not plain.isascii() or _PLAIN.fullmatch(plain) is None:
        raise InvalidValue("Type it as a number, such as 8.3.")
    return Decimal(plain)


def amount(value: Decimal | str) -> Decimal:
    """An amount used: 0 or more, below ten million, at most six decimals.

    Raises ``InvalidValue`` for anything else, NaN and infinity included.
    """
    used = number(value) if isinstance(value, str) else value
    if not used.is_finite():
        raise InvalidValue("Type the amount as a number, such as 8.3.")
    if used < 0:
        raise InvalidValue("An amount used is 0 or more. What you fed in is not use.")
    if used >= LARGEST:
        raise InvalidValue("That is more than a household can use. Check the number.")
    exponent = used.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -PLACES:
        raise InvalidValue(f"Give at most {PLACES} decimals.")
    return used


def checked_use(
    standard: Decimal, *, utility: Utility, day_count: int, is_sure: bool = False
) -> Decimal:
    """``standard``, an amount in the standard unit over so many days, unless it is far too much.

    Raises ``UnusualValue`` for what is far above the use of any household and nobody has said to
    be sure of.
    """
    most = UNUSUAL_PER_DAY[utility] * day_count
    if standard <= most or is_sure:
        return standard
    a_day, unit = standard / day_count, standard_unit(utility).replace("m3", "m³")
    raise UnusualValue(
        f"That is {a_day:,.0f} {unit} a day; a household uses "
        f"{_TYPICAL_PER_DAY[utility]}. Check the number and the unit, or say that you are sure."
    )


def year_goal(value: Decimal | str) -> Decimal:
    """The most that a year should take, above 0; raises ``InvalidValue`` as ``amount`` does."""
    goal = amount(value)
    if not goal:
        raise InvalidValue("A goal is above 0. Leave it out to have none.")
    return goal
