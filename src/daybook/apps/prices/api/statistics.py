"""Statistics of kept prices over HTTP. Open to strangers."""

import datetime as dt
from typing import Any, Final

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.prices import domain, queries
from daybook.apps.prices.api.asked import OfTariff, about, read
from daybook.core.rest import Instant, Pence
from daybook.lib.periods import InvalidPeriod

router = Router(tags=["prices"])

TALLY: Final[dict[str, JsonValue]] = {
    "mean_pence": "17.1760",
    "lowest_pence": "-1.0500",
    "known_half_hours": 1344,
    "missing_half_hours": 0,
    "negative_half_hours": 3,
    "by_clock_pence": ["14.2000"],
}
COME_TO: Final[dict[str, JsonValue]] = {
    **TALLY,
    "months": [{**TALLY, "month": "2026-02-01"}],
    "bins": [{"from_pence": 15, "count": 410}],
    "lowest": {"starts_at": "2026-02-14T03:00:00Z", "pence": "-1.0500"},
    "highest": {"starts_at": "2026-02-02T17:30:00Z", "pence": "41.3000"},
    "cheapest_hour": 3,
    "dearest_hour": 17,
}


class AskedStatistics(OfTariff):
    """Which tariff and which days."""

    since: dt.date = Field(description="The first day, in London.", examples=["2026-02-01"])
    until: dt.date = Field(description="The last day; at most two years.", examples=["2026-02-28"])


class TallyOut(Schema):
    """Some half-hours: what they come to, and what that rests on."""

    mean_pence: Pence | None
    lowest_pence: Pence | None
    known_half_hours: int
    missing_half_hours: int
    negative_half_hours: int
    by_clock_pence: list[Pence | None] = Field(
        description="The mean of each of the 48 half-hours of London's clock."
    )


class PriceMonthOut(TallyOut):
    """The part of a month that was asked for."""

    month: dt.date = Field(description="Its first day.")


class BinOut(Schema):
    """How many half-hours cost from `from_pence` up to, and not including, five pence more."""

    from_pence: int
    count: int


class ExtremeOut(Schema):
    """A half-hour and its rate."""

    starts_at: Instant
    pence: Pence


class StatisticsOut(TallyOut):
    """What the kept rates of a tariff come to, in pence per kWh with VAT."""

    model_config = ConfigDict(json_schema_extra={"examples": [COME_TO]})

    months: list[PriceMonthOut]
    bins: list[BinOut]
    lowest: ExtremeOut
    highest: ExtremeOut
    cheapest_hour: int = Field(description="The hour of the clock with the lowest mean, 0 to 23.")
    dearest_hour: int


@router.get("", response=StatisticsOut)
def statistics(request: HttpRequest, asked: Query[AskedStatistics]) -> dict[str, Any]:
    """What the kept rates of a tariff come to; 404 where none is kept of these days."""
    region = read("region", domain.region, asked.region)
    product = read("product", domain.product_code, asked.product)
    with about("until", InvalidPeriod):
        past = min(asked.until, dt.date.max - dt.timedelta(days=1)) + dt.timedelta(days=1)
        found = queries.history(product=product, region=region, first=asked.since, past=past)
    return {
        **_tally(found.whole),
        "months": [{"month": month, **_tally(tally)} for month, tally in found.months.items()],
        "bins": list(found.bins),
        "lowest": found.lowest,
        "highest": found.highest,
        "cheapest_hour": found.cheapest_hour,
        "dearest_hour": found.dearest_hour,
    }


def _tally(tally: domain.Tally) -> dict[str, Any]:
    return {
        "mean_pence": tally.mean,
        "lowest_pence": tally.lowest,
        "known_half_hours": tally.known,
        "missing_half_hours": tally.missing,
        "negative_half_hours": tally.negative,
        "by_clock_pence": list(tally.by_clock),
    }
