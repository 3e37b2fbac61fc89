"""The public part of the Octopus Energy API: prices, products and regions need no key.

https://docs.octopus.energy/rest/guides/endpoints/
"""

import datetime as dt
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from daybook.apps.prices.clients import rows
from daybook.apps.prices.domain import Product, Region, Slot, tariff_code
from daybook.apps.prices.errors import UnknownProduct, UnknownTariff
from daybook.core.http import Confused, Json, JsonClient, NothingThere, Params
from daybook.lib.periods import Period

LARGEST_PAGE: Final = 1500


class Octopus:
    """Asks Octopus; every failure is a ``DomainError`` with words for people.

    Each question comes twice: ``…_rows`` gives the rows as they are, fit to be kept, and the
    method without it what they mean.
    """

    def __init__(self, client: JsonClient | None = None) -> None:
        self._client = client or JsonClient(service="Octopus", base_url=settings.OCTOPUS_URL)

    def product_rows(self) -> Json:
        """Every product on offer, all pages."""
        return [*self._client.rows("products")]

    def products(self) -> tuple[Product, ...]:
        """Every product on offer, of all brands and directions."""
        return rows.products(self.product_rows())

    def product(self, code: str) -> Product:
        """One product, also one that is no longer on offer; raises ``UnknownProduct``."""
        try:
            row = self._client.get("products", code)
        except NothingThere:
            raise UnknownProduct(
                _("Octopus has no product %s. Check the code on your bill.") % code
            ) from None
        if not isinstance(row, dict):
            raise Confused(_("Octopus sent an answer of another shape."))
        return rows.product(row)

    def grid_supply_point_rows(self, postcode: str) -> Json:
        """The grid supply points of a postcode; none for one Octopus does not know."""
        return [*self._client.rows("industry", "grid-supply-points", params={"postcode": postcode})]

    def grid_supply_points(self, postcode: str) -> tuple[Region, ...]:
        """The regions a postcode lies in: usually one, none when it is not known."""
        return rows.regions(self.grid_supply_point_rows(postcode))

    def unit_rate_rows(self, product: str, region: Region, period: Period) -> Json:
        """Unit rates that hold in ``period``, newest first; raises ``UnknownTariff``."""
        return self._tariff_rows(product, region, "standard-unit-rates", period)

    def unit_rates(self, product: str, region: Region, period: Period) -> tuple[Slot, ...]:
        """The half-hours of ``period`` with a price, earliest first; raises ``UnknownTariff``."""
        return rows.slots(self.unit_rate_rows(product, region, period), period)

    def standing_charge_rows(self, product: str, region: Region, period: Period) -> Json:
        """Standing charges that hold in ``period``, newest first; raises ``UnknownTariff``."""
        return self._tariff_rows(product, region, "standing-charges", period)

    def standing_charges(
        self, product: str, region: Region, period: Period
    ) -> tuple[rows.Rate, ...]:
        """Standing charges in pence per day that hold in ``period``; raises ``UnknownTariff``."""
        return rows.rates(self.standing_charge_rows(product, region, period))

    def _tariff_rows(self, product: str, region: Region, kind: str, period: Period) -> Json:
        tariff = tariff_code(product, region)
        params: Params = {
            "period_from": _utc(period.starts_at),
            "period_to": _utc(period.ends_at),
            "page_size": LARGEST_PAGE,
        }
        path = ("products", product, "electricity-tariffs", tariff, kind)
        try:
            return [*self._client.rows(*path, params=params)]
        except NothingThere:
            raise UnknownTariff(
                _(
                    "Octopus has no prices for %(product)s in region %(letter)s. Check the code on "
                    "your bill, or choose a product from the list."
                )
                % {"product": product, "letter": region.letter}
            ) from None


def _utc(at: dt.datetime) -> str:
    # Octopus reads a time without an offset as London time, so the Z matters.
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
