"""Six bands of price for colours, relative to one day."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

from daybook.apps.prices.domain.slots import Slot, units


class Band(StrEnum):
    """How a price stands within its day, cheapest first."""

    NEGATIVE = "negative"
    VERY_CHEAP = "very-cheap"
    CHEAP = "cheap"
    FAIR = "fair"
    DEAR = "dear"
    VERY_DEAR = "very-dear"


# Where one band ends, in fifths of the way from the mean to the lowest or the highest price.
_FAIR_FIFTHS: Final = 1
_CHEAP_OR_DEAR_FIFTHS: Final = 3
# A day whose prices differ by less than this from their mean is not stretched to all colours.
_SMALLEST_REACH: Final = units(Decimal(1))


def bands(slots: Sequence[Slot]) -> tuple[Band, ...]:
    """The band of each slot, in the order given, relative to these slots.

    As ``price_bands`` has it.
    """
    return _bands([slot.units for slot in slots])


def price_bands(pence: Sequence[Decimal]) -> tuple[Band, ...]:
    """The band of each price in pence, in the order given, relative to these prices.

    Prices below zero are a band of their own; zero is not below zero. Around
    the mean of the others a fifth of the way to the lowest and to the highest
    is fair, three fifths are cheap or dear, the rest very cheap or very dear:
    by value, so that equal prices have equal bands and a cap stays one plateau.
    The way is never taken as shorter than a penny, so a flat day is all fair.
    """
    return _bands([units(price) for price in pence])


def _bands(prices: list[int]) -> tuple[Band, ...]:
    count, total, low, high = _measure([price for price in prices if price >= 0])
    below = max(total - count * low, count * _SMALLEST_REACH)
    above = max(count * high - total, count * _SMALLEST_REACH)
    return tuple(_band(price, price * count - total, below, above) for price in prices)


def _measure(prices: list[int]) -> tuple[int, int, int, int]:
    """How many there are, their sum, the lowest and the highest."""
    if not prices:
        return 0, 0, 0, 0
    return len(prices), sum(prices), min(prices), max(prices)


def _band(price: int, from_mean: int, below: int, above: int) -> Band:
    if price < 0:
        return Band.NEGATIVE
    way = 5 * abs(from_mean)
    reach, near, far = (
        (below, Band.CHEAP, Band.VERY_CHEAP)
        if from_mean < 0
        else (above, Band.DEAR, Band.VERY_DEAR)
    )
    if way <= _FAIR_FIFTHS * reach:
        return Band.FAIR
    return near if way <= _CHEAP_OR_DEAR_FIFTHS * reach else far
