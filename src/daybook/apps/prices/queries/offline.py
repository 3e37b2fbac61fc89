"""Prices of days that are kept, for when nobody else has them."""

import datetime as dt

from daybook.apps.prices import domain
from daybook.apps.prices.domain import Region
from daybook.apps.prices.errors import OctopusUnavailable
from daybook.apps.prices.queries.rates import Rates, rates
from daybook.apps.prices.queries.stored import stored_slots
from daybook.lib.periods import LONDON, Period, days

DAY = dt.timedelta(days=1)


def stored_rates(*, product: str, region: Region, period: Period) -> Rates:
    """What is kept of the half-hours ``period`` touches; Octopus is not asked."""
    touched = days(period, LONDON)
    kept = stored_slots(product=product, region=region, first=touched[0], past=touched[-1] + DAY)
    slots = domain.touching(kept, period)
    return Rates(
        period=period,
        slots=slots,
        missing=domain.missing(period, slots),
        product=product,
        region=region,
        is_stored=True,
    )


def rates_or_stored(
    *, product: str, region: Region, period: Period, now: dt.datetime, asker: str = ""
) -> Rates:
    """As ``rates``; days that are over and kept are not asked for again.

    When Octopus does not answer, what is kept has to do. Raises what ``rates`` does,
    ``OctopusUnavailable`` only where nothing is kept either.
    """
    is_over = period.ends_at <= now
    if is_over:
        kept = stored_rates(product=product, region=region, period=period)
        if not kept.missing:
            return kept
    try:
        return rates(product=product, region=region, period=period, now=now, asker=asker)
    except OctopusUnavailable:
        kept = stored_rates(product=product, region=region, period=period)
        if not kept.slots:
            raise
        return kept
