"""What the first page shows of prices: today, where the person lives or in London."""

import datetime as dt

from django.http import HttpRequest

from daybook.apps.prices import domain, queries
from daybook.apps.prices.views import choice
from daybook.apps.prices.views.day import Wanted, day_of_prices
from daybook.core.contributions import TodayCard
from daybook.core.limits import asker_of
from daybook.lib.errors import DomainError
from daybook.lib.periods import LONDON, Period, local_date

SHOWN_REGION = "C"
PATIENCE_SECONDS = 1.5  # nobody came for prices yet


def today(request: HttpRequest, now: dt.datetime) -> TodayCard:
    """Today's prices; a day marked as sample when there is nothing real to show."""
    asked = choice.remembered(request)
    day = local_date(now, LONDON)
    wanted = Wanted(day=day, hours=domain.duration(choice.DEFAULT_DURATION))
    period = wanted.period(now)
    region = domain.region(asked.get("region") or SHOWN_REGION)
    try:
        rates = _rates(request, asked, region, period, now)
    except DomainError:
        region = domain.region(SHOWN_REGION)
        rates = queries.sample_rates(period=period, now=now)
    is_known = bool(asked.get("region"))
    context = {
        "day": day_of_prices(rates, wanted, day=day, now=now),
        "region": region,
        "is_sample": rates.is_sample,
        "is_known": is_known,
    }
    return TodayCard("prices/_landing.html", context)


def _rates(
    request: HttpRequest,
    asked: dict[str, str],
    region: domain.Region,
    period: Period,
    now: dt.datetime,
) -> queries.Rates:
    if asked.get("sample"):
        return queries.sample_rates(period=period, now=now)
    asker = asker_of(request)
    return queries.rates(
        product=domain.product_code(asked.get("product") or _newest(now, asker)),
        region=region,
        period=period,
        now=now,
        asker=asker,
        patience_seconds=PATIENCE_SECONDS,
    )


def _newest(now: dt.datetime, asker: str) -> str:
    found = queries.products(now=now, asker=asker, patience_seconds=PATIENCE_SECONDS).products
    return found[0].code if found else ""
