"""Octopus products: which of them are Agile, and how their codes are written."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from daybook.apps.prices.domain.refusals import InvalidProduct
from daybook.apps.prices.domain.regions import Region

LONGEST_CODE: Final = 40
_CODE: Final = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_TARIFF: Final = re.compile(r"E-[12]R-(?P<product>.+)-[A-HJ-NP]")
_JOINTS: Final = re.compile("[\\s\u2010-\u2014-]+")
_SHORTEST_CODE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product as Octopus lists it; ``direction`` is IMPORT or EXPORT."""

    code: str
    full_name: str
    display_name: str
    brand: str
    direction: str
    is_variable: bool = False
    is_green: bool = False
    is_tracker: bool = False
    is_prepay: bool = False
    is_business: bool = False
    is_restricted: bool = False
    available_from: dt.datetime
    available_to: dt.datetime | None = None

    def is_available(self, now: dt.datetime) -> bool:
        """Tell whether somebody could sign up for it at ``now``."""
        ended = self.available_to is not None and self.available_to <= now
        return self.available_from <= now and not ended

    @property
    def is_agile(self) -> bool:
        """Tell whether it is Octopus's own Agile for households.

        The code decides, since no flag tells (``is_variable`` is true of many);
        twins of other brands, exports and special meters are not meant.
        """
        ours = self.direction == "IMPORT" and self.is_for_households and not self.is_tracker
        return ours and self.code.startswith("AGILE-")

    @property
    def is_agile_export(self) -> bool:
        """Tell whether it pays households half-hourly for what they send out."""
        ours = self.direction == "EXPORT" and self.is_for_households
        return ours and self.code.startswith("AGILE-OUTGOING")

    @property
    def is_for_households(self) -> bool:
        """Tell whether it is Octopus's own, and open to any household."""
        special = self.is_business or self.is_prepay or self.is_restricted
        return self.brand == "OCTOPUS_ENERGY" and not special


def agile_products(products: Iterable[Product], now: dt.datetime) -> tuple[Product, ...]:
    """The Agile products on offer at ``now``, newest first, each code once."""
    return _newest_first(p for p in products if p.is_agile and p.is_available(now))


def export_products(products: Iterable[Product], now: dt.datetime) -> tuple[Product, ...]:
    """The half-hourly export products on offer at ``now``, newest first, each code once."""
    return _newest_first(p for p in products if p.is_agile_export and p.is_available(now))


def household_products(products: Iterable[Product], now: dt.datetime) -> tuple[Product, ...]:
    """All import products a household can buy at ``now``, newest first, each code once."""
    return _newest_first(
        p
        for p in products
        if p.direction == "IMPORT" and p.is_for_households and p.is_available(now)
    )


def _newest_first(products: Iterable[Product]) -> tuple[Product, ...]:
    on_offer = {p.code: p for p in products}
    by_code = sorted(on_offer.values(), key=lambda product: product.code)
    return tuple(sorted(by_code, key=lambda product: product.available_from, reverse=True))


def product_code(text: str) -> str:
    """The code of a product as Octopus writes it, such as ``AGILE-24-10-01``.

    Lower case, spaces and dashes of other kinds are put right, and the code of
    an electricity tariff (``E-1R-AGILE-24-10-01-C``, as on a bill) gives its
    product. Raises ``InvalidProduct`` for what cannot be a code.
    """
    joined = _JOINTS.sub("-", text.strip())
    # Only A to Z have capitals here: the capital of a sharp s would be two letters.
    code = joined.upper() if joined.isascii() else joined
    tariff = _TARIFF.fullmatch(code)
    if tariff is not None:
        code = tariff["product"]
    fits = _SHORTEST_CODE <= len(code) <= LONGEST_CODE
    if not fits or _CODE.fullmatch(code) is None:
        raise InvalidProduct(
            "That is not a product code. Write it like AGILE-24-10-01: letters, digits and hyphens."
        )
    return code


def tariff_code(product: str, region: Region) -> str:
    """The code of a product's single-register electricity tariff in ``region``."""
    return f"E-1R-{product}-{region.letter}"
