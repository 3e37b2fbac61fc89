"""What products cost on one day, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.prices.domain.products import Product
from daybook.apps.prices.domain.slots import Slot, average, highest, lowest, touching
from daybook.lib.money import pounds_from_pence
from daybook.lib.periods import Period

DAYS_OF_A_YEAR: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A product on one day: unit rates in pence per kWh, standing charge in pence, with VAT."""

    product: Product
    mean_pence: Decimal
    lowest_pence: Decimal
    highest_pence: Decimal
    standing_pence: Decimal
    missing_slots: int

    @property
    def is_flat(self) -> bool:
        """Tell whether the unit rate is the same all day."""
        return self.lowest_pence == self.highest_pence

    def day_pounds(self, yearly_kwh: Decimal) -> Decimal:
        """What the day costs a household that uses so much a year, in pounds, not rounded.

        Each day and each half-hour has its even share of the use.
        """
        pence = self.mean_pence * yearly_kwh / DAYS_OF_A_YEAR + self.standing_pence
        return pounds_from_pence(pence)


def offer_of(
    product: Product, slots: Sequence[Slot], standing_pence: Decimal, day: Period
) -> Offer:
    """``product`` on ``day`` from its ``slots``; raises ``NoPrices`` when it has none."""
    mean, known = average(slots, day), touching(slots, day)
    return Offer(
        product=product,
        mean_pence=mean.mean_pence,
        lowest_pence=lowest(known).pence_inc_vat,
        highest_pence=highest(known).pence_inc_vat,
        standing_pence=standing_pence,
        missing_slots=mean.missing_slots,
    )
