"""Invented prices of a plausible shape, for when there are no real ones.

The same half-hour always has the same price, whoever asks and wherever: it
follows from the date alone. Whoever shows these prices says that they are a
sample; they are never mixed with real ones.
"""

import datetime as dt
from decimal import Decimal
from hashlib import sha256
from typing import Final

from daybook.apps.prices.domain.slots import Slot
from daybook.lib.money import with_energy_vat
from daybook.lib.periods import HALF_HOUR, LONDON, Period, half_hour_of, half_hours

#: What stands in the place of a product where prices are a sample.
SAMPLE_PRODUCT: Final = "SAMPLE"
# Pence per kWh without VAT, by hour in London: a low night, a morning rise, a midday dip
# under the sun, the peak from 16:00 to 19:00 on which Agile puts a surcharge.
# fmt: off
_SHAPE: Final = (
    15, 14, 13, 12, 12, 13, 16, 20, 22, 20, 17, 15,
    14, 14, 16, 19, 31, 34, 33, 23, 21, 19, 18, 16,
)
# fmt: on
_NEGATIVE_ONE_DAY_IN: Final = 5
# What wind takes off by hour: enough for a few half-hours of the night below zero, whatever else
# the day draws, and never for more than that.
_WIND: Final = {0: 9, 1: 14, 2: 17, 3: 17, 4: 15, 5: 9, 6: 4}
# Octopus publishes prices without VAT to a hundredth of a penny.
_HUNDREDTH: Final = Decimal("0.01")


def sample_slots(period: Period) -> tuple[Slot, ...]:
    """Sample slots for every half-hour ``period`` touches, in order."""
    whole = Period(half_hour_of(period.starts_at), period.ends_at)
    return tuple(_slot(starts_at) for starts_at in half_hours(whole))


def _slot(starts_at: dt.datetime) -> Slot:
    pence = _pence(starts_at).quantize(_HUNDREDTH)
    return Slot(
        starts_at=starts_at,
        ends_at=starts_at + HALF_HOUR,
        pence_inc_vat=with_energy_vat(pence),
        pence_exc_vat=pence,
    )


def _pence(starts_at: dt.datetime) -> Decimal:
    local = starts_at.astimezone(LONDON)
    day = local.date().isoformat()
    level = Decimal(85 + _draw(f"level {day}", 31)) / 100
    ripple = Decimal(_draw(f"ripple {starts_at:%Y-%m-%dT%H:%M}", 301) - 150) / 100
    price = _SHAPE[local.hour] * level + ripple
    is_windy = _draw(f"wind {day}", _NEGATIVE_ONE_DAY_IN) == 0
    return price - _WIND.get(local.hour, 0) if is_windy else price


def _draw(name: str, below: int) -> int:
    """A number from 0 to ``below`` - 1 that always belongs to ``name``."""
    return int.from_bytes(sha256(name.encode()).digest()[:8]) % below
