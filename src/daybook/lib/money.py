"""Money as exact decimals: pence and pounds, VAT, rounding, sharing out.

Nothing here touches a float. Amounts stay exact until ``rounded`` is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

from daybook.lib.errors import Invalid

PENCE_PER_POUND: Final = 100
# Domestic fuel and power are taxed at the reduced rate (VAT Notice 701/19).
ENERGY_VAT: Final = Decimal("0.05")

_PLACES: Final = {"GBP": 2, "EUR": 2, "USD": 2, "CHF": 2, "JPY": 0}


class InvalidMoney(Invalid):
    """An amount that is not a number, or a currency that is not known."""

    code = "invalid-money"


class CurrencyMismatch(Invalid):
    """Two amounts of different currencies cannot be added or compared."""

    code = "currency-mismatch"


def pounds_from_pence(pence: Decimal) -> Decimal:
    """Pence as pounds, exactly."""
    return pence.scaleb(-2)


def pence_from_pounds(pounds: Decimal) -> Decimal:
    """Pounds as pence, exactly."""
    return pounds * PENCE_PER_POUND


def rounded(amount: Decimal, places: int = 2) -> Decimal:
    """``amount`` to so many decimals, halves away from zero, as a bill rounds.

    Minus nothing comes back as nothing: -0.004 to two places is 0.00.
    """
    result = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(result) if result.is_zero() else result


def with_energy_vat(exc_vat: Decimal) -> Decimal:
    """A domestic energy price with VAT: exactly 1.05 times the price without."""
    return exc_vat * (1 + ENERGY_VAT)


def without_energy_vat(inc_vat: Decimal) -> Decimal:
    """A domestic energy price without its VAT, to the 28 digits of the decimal context."""
    return inc_vat / (1 + ENERGY_VAT)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of one currency, such as ``Money(Decimal("9.99"), "GBP")``.

    Raises ``InvalidMoney`` for NaN, infinity and currencies nobody here uses;
    adding, subtracting or comparing two currencies raises ``CurrencyMismatch``.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise InvalidMoney("An amount of money has to be a number.")
        if self.currency not in _PLACES:
            known = ", ".join(sorted(_PLACES))
            raise InvalidMoney(f"The currency has to be one of {known}.")

    @property
    def places(self) -> int:
        """How many decimals the smallest coin of the currency needs."""
        return _PLACES[self.currency]

    def rounded(self) -> "Money":
        """The amount to the smallest coin, halves away from zero."""
        return Money(rounded(self.amount, self.places), self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def split(self, parts: int) -> tuple["Money", ...]:
        """Share the amount into equal ``parts`` that add up to it again.

        What does not divide goes one coin at a time to the first parts.
        """
        return self.allocate([1] * parts)

    def allocate(self, weights: Sequence[int | Decimal]) -> tuple["Money", ...]:
        """Share the amount in proportion to ``weights``, losing no coin.

        Each share is cut down to the smallest coin; the coins left over go one
        each to the shares that were cut most, of equals to the first. Raises
        ``InvalidMoney`` when the amount is not in whole coins, a weight is
        negative or not a number, or all weights are nothing.
        """
        whole = sum(map(Decimal, weights), Decimal(0))
        if not whole.is_finite() or whole <= 0 or min(weights) < 0:
            raise InvalidMoney("Shares need weights of 0 or more, at least one of them above 0.")
        coins = self.amount.scaleb(self.places)
        if coins != coins.to_integral_value():
            raise InvalidMoney("Round the amount to the smallest coin before sharing it out.")
        exact = [coins * weight / whole for weight in weights]
        shares = [share.to_integral_value(rounding=ROUND_DOWN) for share in exact]
        left = int(coins - sum(shares))
        step = 1 if left > 0 else -1
        by_loss = sorted(range(len(shares)), key=lambda i: -abs(exact[i] - shares[i]))
        for index in by_loss[: abs(left)]:
            shares[index] += step
        return tuple(Money(share.scaleb(-self.places), self.currency) for share in shares)

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise CurrencyMismatch(
                f"{self.currency} and {other.currency} cannot be put together without a rate."
            )
        return other.amount
