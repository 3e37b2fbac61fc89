"""All products of a region side by side, over HTTP. Open to strangers."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.prices import domain, queries
from daybook.apps.prices.api.asked import DECIMAL, LONG_ENOUGH, read
from daybook.core.limits import asker_of
from daybook.core.rest import Instant, Pence, Pounds

router = Router(tags=["prices"])

COMPARED: Final[dict[str, JsonValue]] = {
    "offers": [
        {
            "code": "AGILE-24-10-01",
            "display_name": "Agile Octopus",
            "mean_pence": "17.1760",
            "lowest_pence": "6.4995",
            "highest_pence": "36.2040",
            "standing_pence": "47.3796",
            "day_pounds": "1.93",
            "missing_slots": 0,
        }
    ],
    "failed": [],
    "fetched_at": "2026-03-03T09:10:00Z",
    "stale": False,
}


class AskedComparison(Schema):
    """Where, and for how much use."""

    region: str = Field(
        description="The letter of the electricity region.",
        examples=["C"],
        max_length=LONG_ENOUGH,
        json_schema_extra={"pattern": "^[A-HJ-NP]$"},
    )
    kwh: str = Field(
        f"{domain.TYPICAL_KWH}",
        description="What is used in a year, 1 to 100,000 kWh. Each half-hour has an even share.",
        examples=["3100"],
        max_length=12,
        json_schema_extra=DECIMAL,
    )


class ProductOfferOut(Schema):
    """A product and what it costs today, with VAT."""

    code: str = Field(examples=["AGILE-24-10-01"])
    display_name: str
    mean_pence: Pence
    lowest_pence: Pence
    highest_pence: Pence
    standing_pence: Pence = Field(description="Per day.")
    day_pounds: Pounds = Field(description="A 365th of the year's use, and the standing charge.")
    missing_slots: int


class ProductComparisonOut(Schema):
    """The offers, cheapest day first."""

    model_config = ConfigDict(json_schema_extra={"examples": [COMPARED]})

    offers: list[ProductOfferOut]
    failed: list[str] = Field(description="Codes of products of which Octopus told no price.")
    fetched_at: Instant
    stale: bool


@router.get("", response=ProductComparisonOut)
def compare(request: HttpRequest, asked: Query[AskedComparison]) -> dict[str, Any]:
    """What every import product a household can buy costs today."""
    yearly_kwh = read("kwh", domain.yearly_kwh, asked.kwh)
    found = queries.comparison(
        region=read("region", domain.region, asked.region),
        yearly_kwh=yearly_kwh,
        now=timezone.now(),
        asker=asker_of(request),
    )
    return {
        "offers": [
            {
                "code": offer.product.code,
                "display_name": offer.product.display_name,
                "mean_pence": offer.mean_pence,
                "lowest_pence": offer.lowest_pence,
                "highest_pence": offer.highest_pence,
                "standing_pence": offer.standing_pence,
                "day_pounds": offer.day_pounds(yearly_kwh),
                "missing_slots": offer.missing_slots,
            }
            for offer in found.offers
        ],
        "failed": [product.code for product in found.failed],
        "fetched_at": found.fetched_at,
        "stale": found.is_stale,
    }
