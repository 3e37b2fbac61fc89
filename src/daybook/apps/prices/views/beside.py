"""What stands beside the prices of a day: rates of what is sent out, and the standing charge.

Neither is worth keeping anybody from the prices: where it is not to be had it is left out.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from daybook.apps.prices import domain, queries
from daybook.apps.prices.views import choice
from daybook.lib.errors import DomainError
from daybook.lib.periods import Period

PATIENCE_SECONDS: Final = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The export rates, if any are wanted, why there are none, and pence a day."""

    export_product: str = ""
    export: queries.Rates | None = None
    export_trouble: str = ""
    standing_pence: Decimal | None = None

    @property
    def export_fetched_at(self) -> dt.datetime | None:
        """When Octopus gave the export rates."""
        return self.export.fetched_at if self.export else None

    @property
    def export_slots(self) -> tuple[domain.Slot, ...]:
        """The export rates as far as they are known."""
        return self.export.slots if self.export else ()


NOTHING: Final = Beside()


def export_wish(request: HttpRequest, asked: Mapping[str, str]) -> str:
    """The code of the export product: what was asked for, else what the person has said."""
    is_said = "export" in asked or not choice.is_whole(request)
    if is_said or not request.user.is_authenticated:
        return asked.get("export", "")
    preference = queries.preference_of(request.user.pk)
    return preference.export_product if preference else ""


def beside_of(rates: queries.Rates, export_wish: str, now: dt.datetime) -> Beside:
    """What there is beside ``rates``, of the same region and period."""
    region = rates.region
    if region is None:
        return Beside()
    # Octopus is asked what holds now; of days that are over nothing is claimed.
    is_current = rates.period.ends_at > now
    standing = _standing_pence(rates.product, region, now) if is_current else None
    if not export_wish:
        return Beside(standing_pence=standing)
    try:
        code = domain.product_code(export_wish)
        export = _export(code, region, rates.period, now)
    except DomainError:
        trouble = _("The rates of %s for what you send out are not to be had.") % export_wish[:60]
        return Beside(standing_pence=standing, export_trouble=trouble)
    return Beside(standing_pence=standing, export_product=code, export=export)


def _export(code: str, region: domain.Region, period: Period, now: dt.datetime) -> queries.Rates:
    return queries.rates_or_stored(product=code, region=region, period=period, now=now)


def _standing_pence(product: str, region: domain.Region, now: dt.datetime) -> Decimal | None:
    try:
        charge = queries.standing_charge(
            product=product, region=region, now=now, patience_seconds=PATIENCE_SECONDS
        )
    except DomainError:
        return None
    return charge.pence_inc_vat
