"""Which rates are kept, and what they come to."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from daybook.apps.prices import domain
from daybook.apps.prices.domain import History, Region
from daybook.apps.prices.models import RateDay
from daybook.apps.prices.queries.stored import stored_pence
from daybook.lib.periods import InvalidPeriod

#: Two years, one of which has a day more.
LONGEST = dt.timedelta(days=731)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A tariff of which days are kept, from ``first`` to ``last``, ``days`` of them."""

    product: str
    region: Region
    first: dt.date
    last: dt.date
    days: int


def kept_tariffs() -> tuple[Kept, ...]:
    """Every tariff of which rates are kept: the one kept latest first, then by its code."""
    rows = RateDay.objects.values("product", "region").annotate(
        first=Min("day"), last=Max("day"), days=Count("pk")
    )
    return tuple(
        Kept(
            product=row["product"],
            region=domain.region(row["region"]),
            first=row["first"],
            last=row["last"],
            days=row["days"],
        )
        for row in rows.order_by("-last", "product", "region")
    )


def history(*, product: str, region: Region, first: dt.date, past: dt.date) -> History:
    """What the kept rates, with VAT, from ``first`` up to ``past`` come to.

    Raises ``InvalidPeriod`` for no day or more than two years, ``NoPrices`` when nothing is kept.
    """
    if past <= first:
        raise InvalidPeriod(_("The last day has to be on or after the first."))
    if past - first > LONGEST:
        raise InvalidPeriod(_("That is too long. Ask for at most two years at once."))
    pence = stored_pence(product=product, region=region, first=first, past=past)
    return domain.history(pence, first=first, past=past)
