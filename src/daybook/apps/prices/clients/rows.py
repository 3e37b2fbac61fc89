"""Reading the rows Octopus sends: strict about what is needed, blind to the rest.

Every reader takes JSON as it was fetched or as the answer cache kept it (decimals as strings),
and raises ``Confused`` for a row that is not what it should be.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from daybook.apps.prices.domain import Product, Region, Slot, normalised, region
from daybook.apps.prices.errors import UnknownRegion
from daybook.core.http import Confused, Json, JsonObject
from daybook.lib.errors import Invalid
from daybook.lib.periods import HALF_HOUR, LONDON, Period, half_hour_of, instant

#: Rows of variable tariffs are repeated for other ways to pay; these are the ones meant.
PAYMENT_METHODS: Final = (None, "DIRECT_DEBIT")
LARGEST_PENCE: Final = Decimal(100_000)
PRODUCT_FLAGS: Final = (
    "is_variable",
    "is_green",
    "is_tracker",
    "is_prepay",
    "is_business",
    "is_restricted",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A price in pence and how long it holds; an open side is ``None``."""

    since: dt.datetime | None
    until: dt.datetime | None
    pence_inc_vat: Decimal
    pence_exc_vat: Decimal

    def holds_at(self, at: dt.datetime) -> bool:
        """Tell whether this is the price at the instant ``at``."""
        begun = self.since is None or self.since <= at
        return begun and (self.until is None or at < self.until)


def objects(answer: Json) -> list[JsonObject]:
    """The rows of a list of objects."""
    if not isinstance(answer, list):
        raise _confused()
    rows = [row for row in answer if isinstance(row, dict)]
    if len(rows) != len(answer):
        raise _confused()
    return rows


def rates(answer: Json) -> tuple[Rate, ...]:
    """Unit rates or standing charges for those who pay by direct debit, as they came."""
    return tuple(
        Rate(
            since=_instant(row.get("valid_from")),
            until=_instant(row.get("valid_to")),
            pence_inc_vat=_pence(row.get("value_inc_vat")),
            pence_exc_vat=_pence(row.get("value_exc_vat")),
        )
        for row in objects(answer)
        if row.get("payment_method") in PAYMENT_METHODS
    )


def slots(answer: Json, period: Period) -> tuple[Slot, ...]:
    """The half-hours of ``period`` that have a rate, earliest first.

    A rate that holds longer, as those of flat tariffs do, is cut into half-hours; what lies
    outside ``period`` is left out. Raises ``InvalidSlots`` when rows contradict each other.
    """
    return normalised(slot for rate in rates(answer) for slot in _half_hourly(rate, period))


def products(answer: Json) -> tuple[Product, ...]:
    """The products of the list, in its order."""
    return tuple(product(row) for row in objects(answer))


def product(row: JsonObject) -> Product:
    """One product, from the list or from its own page (which has no brand and direction)."""
    available_from = _instant(row.get("available_from"))
    if available_from is None:
        raise _confused()
    flags = {flag: row.get(flag) is True for flag in PRODUCT_FLAGS}
    return Product(
        code=_text(row, "code"),
        full_name=_text(row, "full_name"),
        display_name=_text(row, "display_name"),
        brand=_text(row, "brand", ""),
        direction=_text(row, "direction", ""),
        available_from=available_from,
        available_to=_instant(row.get("available_to")),
        **flags,
    )


def regions(answer: Json) -> tuple[Region, ...]:
    """The regions of grid supply points, each once, by letter."""
    try:
        found = {region(_text(row, "group_id")) for row in objects(answer)}
    except UnknownRegion:
        raise _confused() from None
    return tuple(sorted(found, key=lambda region: region.letter))


def _half_hourly(rate: Rate, period: Period) -> Iterable[Slot]:
    starts_at = max(rate.since or period.starts_at, period.starts_at)
    until = min(rate.until or period.ends_at, period.ends_at)
    if half_hour_of(starts_at) != starts_at:
        starts_at = half_hour_of(starts_at) + HALF_HOUR
    while starts_at + HALF_HOUR <= until:
        ends_at = starts_at + HALF_HOUR
        yield Slot(starts_at, ends_at, rate.pence_inc_vat, rate.pence_exc_vat)
        starts_at = ends_at


def _instant(value: Json) -> dt.datetime | None:
    if value is None:
        return None
    try:
        return instant(str(value), LONDON)
    except Invalid:
        raise _confused() from None


def _pence(value: Json) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise _confused()
    try:
        pence = Decimal(value)
    except InvalidOperation:
        raise _confused() from None
    if not pence.is_finite() or abs(pence) > LARGEST_PENCE:
        raise _confused()
    return pence


def _text(row: JsonObject, key: str, otherwise: str | None = None) -> str:
    value = row.get(key, otherwise)
    if not isinstance(value, str):
        raise _confused()
    return value


def _confused() -> Confused:
    return Confused(_("Octopus sent an answer of another shape."))
