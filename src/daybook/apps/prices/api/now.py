"""The price of this moment, flat, for home automation. Open to strangers.

Its names are a promise: sensors read them for years, so that none changes or goes.
"""

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from ninja import Query, Router, Schema
from pydantic import Field

from daybook.apps.prices import domain, queries
from daybook.apps.prices.api.asked import DECIMAL, OfTariff, read
from daybook.apps.prices.api.told import shown
from daybook.apps.prices.domain import Band
from daybook.core.limits import asker_of
from daybook.core.rest import Instant, Pence
from daybook.lib.periods import HALF_HOUR, LONDON, Period, half_hour_of, local_date, local_day

router = Router(tags=["prices"])
DAY: Final = dt.timedelta(days=1)
SHORTEST_SECONDS: Final = 5
LONGEST_SECONDS: Final = 300


class AskedNow(OfTariff):
    """Which prices, and how long a block is."""

    duration: str = Field(
        "4",
        description="Hours of a block, 0.5 to 6, up to four decimals.",
        examples=["3"],
        max_length=12,
        json_schema_extra=DECIMAL,
    )
    sample: bool = Field(False, description="Generated sample prices in place of real ones.")


class NowOut(Schema):
    """This half-hour, the next, and the cheapest blocks; null is what is not known."""

    model_config = shown(
        at="2026-03-03T09:10:00Z",
        current_pence="18.2910",
        current_starts_at="2026-03-03T09:00:00Z",
        current_ends_at="2026-03-03T09:30:00Z",
        is_negative=False,
        band="fair",
        rank=29,
        known_half_hours=48,
        missing_half_hours=0,
        next_pence="17.2400",
        next_is_negative=False,
        today_block_starts_at="2026-03-03T01:00:00Z",
        today_block_ends_at="2026-03-03T05:00:00Z",
        today_block_mean_pence="9.1245",
        is_in_today_block=False,
        next_block_starts_at="2026-03-04T01:00:00Z",
        next_block_ends_at="2026-03-04T05:00:00Z",
        next_block_mean_pence="9.0120",
        is_in_next_block=False,
        fetched_at="2026-03-03T09:10:00Z",
        stale=False,
        sample=False,
    )

    at: Instant
    current_pence: Pence | None = Field(description="Pence per kWh with VAT.")
    current_starts_at: Instant | None
    current_ends_at: Instant | None
    is_negative: bool | None = Field(description="You are paid for what you use.")
    band: Band | None = Field(description="How the price stands within its day.")
    rank: int | None = Field(description="1 is the cheapest half-hour of today; equal ones share.")
    known_half_hours: int = Field(description="Half-hours of today with a price.")
    missing_half_hours: int = Field(description="Half-hours of today without one.")
    next_pence: Pence | None = Field(description="Pence per kWh of the half-hour after this one.")
    next_is_negative: bool | None
    today_block_starts_at: Instant | None = Field(description="The cheapest block of all today.")
    today_block_ends_at: Instant | None
    today_block_mean_pence: Pence | None
    is_in_today_block: bool = Field(description="Switch on while this is true.")
    next_block_starts_at: Instant | None = Field(
        description="The cheapest block from this half-hour on, as far as prices are known. It "
        "is found anew each time."
    )
    next_block_ends_at: Instant | None
    next_block_mean_pence: Pence | None
    is_in_next_block: bool
    fetched_at: Instant | None = Field(description="When Octopus gave the prices.")
    stale: bool = Field(description="Octopus does not answer: these are its last good prices.")
    sample: bool = Field(description="Generated, not real.")


@router.get("", response=NowOut, summary="The price of this moment")
def now(request: HttpRequest, response: HttpResponse, asked: Query[AskedNow]) -> dict[str, Any]:
    """The unit rate that holds now, how it stands within today, and the cheapest blocks.

    One flat object whose names do not change, made for sensors that ask every few minutes.
    `Cache-Control` says for how long the answer holds.
    """
    at = timezone.now()
    found = _rates(asked, at, asker_of(request))
    hours = read("duration", domain.duration, asked.duration)
    patch_cache_control(response, public=True, max_age=_holds_for(found, at))
    return {
        "at": at,
        **_standing(domain.standing(found.slots, hours, at), at),
        "fetched_at": found.fetched_at,
        "stale": found.is_stale,
        "sample": found.is_sample,
    }


def _rates(asked: AskedNow, at: dt.datetime, asker: str) -> queries.Rates:
    region = read("region", domain.region, asked.region)
    product = read("product", domain.product_code, asked.product)
    read("duration", domain.duration, asked.duration)
    today = local_date(at, LONDON)
    ends_at = local_day(today + DAY, LONDON).ends_at
    period = Period(local_day(today, LONDON).starts_at, ends_at)
    if asked.sample:
        return queries.sample_rates(period=period, now=at)
    return queries.rates_or_stored(
        product=product, region=region, period=period, now=at, asker=asker
    )


def _holds_for(found: queries.Rates, at: dt.datetime) -> int:
    """Until the next half-hour begins or the prices are to be renewed, in seconds."""
    ends = [half_hour_of(at) + HALF_HOUR, *([found.expires_at] if found.expires_at else [])]
    seconds = int((min(ends) - at).total_seconds())
    return min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS)


def _standing(found: domain.Standing, at: dt.datetime) -> dict[str, Any]:
    current, following = found.current, found.following
    today = local_day(local_date(at, LONDON), LONDON)
    return {
        "current_pence": current and current.pence_inc_vat,
        "current_starts_at": current and current.starts_at,
        "current_ends_at": current and current.ends_at,
        "is_negative": _is_negative(current),
        "band": found.band,
        "rank": found.rank,
        "known_half_hours": found.known,
        "missing_half_hours": today.duration // HALF_HOUR - found.known,
        "next_pence": following and following.pence_inc_vat,
        "next_is_negative": _is_negative(following),
        **_block("today", found.block_today, at),
        **_block("next", found.block_next, at),
    }


def _is_negative(slot: domain.Slot | None) -> bool | None:
    return None if slot is None else slot.pence_inc_vat < Decimal(0)


def _block(name: str, block: domain.Window | None, at: dt.datetime) -> dict[str, Any]:
    return {
        f"{name}_block_starts_at": block and block.starts_at,
        f"{name}_block_ends_at": block and block.ends_at,
        f"{name}_block_mean_pence": block and block.mean_pence,
        f"is_in_{name}_block": block is not None and block.period.contains(at),
    }
