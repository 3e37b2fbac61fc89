"""The plan for an appliance, with the prices and the carbon forecast that can be had now."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from daybook.apps.prices import domain
from daybook.apps.prices.domain import Machine, Plan, Region
from daybook.apps.prices.errors import CarbonUnavailable
from daybook.apps.prices.queries.carbon import carbon_intensities
from daybook.apps.prices.queries.rates import DAY, Rates, rates, sample_rates
from daybook.lib.errors import TooMany
from daybook.lib.periods import LONDON, Period, local_date, local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan and what it rests on; ``carbon_failure`` says why it knows nothing of carbon."""

    plan: Plan
    rates: Rates
    carbon_failure: str = ""


def planned(
    *,
    machine: Machine,
    rates: Rates,
    now: dt.datetime,
    at: dt.datetime,
    tolerance_pence: Decimal,
    asker: str = "",
) -> Planned:
    """The best plan for ``machine`` from ``at`` on, which may be later than ``now``.

    Without a carbon forecast it is made all the same; a sample has none. Raises what
    ``domain.plan`` raises.
    """
    carbon: dict[dt.datetime, int] = {}
    failure = ""
    if rates.region is not None:
        try:
            carbon = carbon_intensities(region=rates.region, now=now, asker=asker)
        except (CarbonUnavailable, TooMany) as error:
            failure = error.message
    plan = domain.plan(rates.slots, machine, now=at, tolerance_pence=tolerance_pence, carbon=carbon)
    return Planned(plan=plan, rates=rates, carbon_failure=failure)


def rates_to_plan(
    *, product: str, region: Region, now: dt.datetime, is_sample: bool = False, asker: str = ""
) -> Rates:
    """Today's prices and tomorrow's, as far as they are known; raises what ``rates`` raises."""
    today = local_date(now, LONDON)
    period = Period(local_day(today, LONDON).starts_at, local_day(today + DAY, LONDON).ends_at)
    if is_sample:
        return sample_rates(period=period, now=now)
    return rates(product=product, region=region, period=period, now=now, asker=asker)
