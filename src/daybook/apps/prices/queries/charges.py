"""Standing charges that were kept."""

import datetime as dt

from django.db.models import Q

from daybook.apps.prices.domain import Region
from daybook.apps.prices.models import StandingChargePeriod
from daybook.apps.prices.queries.places import StandingCharge

_DAY = dt.timedelta(days=1)


def stored_standing_charges(
    *, product: str, region: Region, first: dt.date, past: dt.date
) -> dict[dt.date, StandingCharge]:
    """The kept standing charge of each day from ``first`` up to, and not including, ``past``.

    A day of which none is kept is left out. One question, made for sums over years.
    """
    rows = StandingChargePeriod.objects.filter(product=product, region=region.letter)
    rows = rows.filter(Q(past=None) | Q(past__gt=first), first__lt=past).order_by("first")
    found: dict[dt.date, StandingCharge] = {}
    for row in rows:
        charge = StandingCharge(pence_inc_vat=row.pence_inc_vat, pence_exc_vat=row.pence_exc_vat)
        begins, ends = max(row.first, first), past if row.past is None else min(row.past, past)
        found |= {begins + n * _DAY: charge for n in range((ends - begins).days)}
    return found


def stored_standing_charge(*, product: str, region: Region, day: dt.date) -> StandingCharge | None:
    """The kept standing charge of one day, ``None`` where none is kept."""
    found = stored_standing_charges(product=product, region=region, first=day, past=day + _DAY)
    return found.get(day)
