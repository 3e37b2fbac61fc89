"""Keeping standing charges."""

from collections.abc import Iterable

from django.db import transaction

from daybook.apps.prices.clients.rows import Rate
from daybook.apps.prices.domain import Region
from daybook.apps.prices.models import StandingChargePeriod
from daybook.lib.periods import LONDON, local_date


@transaction.atomic
def keep_standing_charges(*, product: str, region: Region, charges: Iterable[Rate]) -> None:
    """Keep the standing charges of a tariff, in pence per day; those known are corrected.

    A charge without a beginning says nothing about when it holds, and is left out.
    """
    rows = {
        first: StandingChargePeriod(
            product=product,
            region=region.letter,
            first=first,
            past=None if charge.until is None else local_date(charge.until, LONDON),
            pence_inc_vat=charge.pence_inc_vat,
            pence_exc_vat=charge.pence_exc_vat,
        )
        for charge in charges
        if charge.since is not None
        for first in [local_date(charge.since, LONDON)]
    }
    StandingChargePeriod.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["product", "region", "first"],
        update_fields=["past", "pence_inc_vat", "pence_exc_vat"],
    )
