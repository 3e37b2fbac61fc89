"""What prices answers, each with an example."""

from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue

from daybook.core.rest import Instant, Pence, Pounds

LONDON: dict[str, JsonValue] = {"letter": "C", "name": "London"}
FETCHED: dict[str, JsonValue] = {
    "missing_slots": 2,
    "fetched_at": "2026-03-03T09:10:00Z",
    "stale": False,
    "sample": False,
}


def shown(**example: JsonValue) -> ConfigDict:
    """The schema's example."""
    return ConfigDict(json_schema_extra={"examples": [example]})


class RegionOut(Schema):
    """An electricity region."""

    letter: str = Field(examples=["C"])
    name: str = Field(examples=["London"])


class RegionsOut(Schema):
    """The regions of Great Britain."""

    model_config = shown(regions=[{"letter": "A", "name": "Eastern England"}, LONDON])

    regions: list[RegionOut]


class PostcodeOut(Schema):
    """The regions a postcode lies in; nearly always one."""

    model_config = shown(postcode="SW1A 1AA", regions=[LONDON])

    postcode: str = Field(examples=["SW1A 1AA"])
    regions: list[RegionOut]


class ProductOut(Schema):
    """A half-hourly product that can be bought now."""

    code: str = Field(examples=["AGILE-24-10-01"])
    full_name: str
    display_name: str
    available_from: Instant | None
    available_to: Instant | None


class ProductsOut(Schema):
    """The products on sale, newest first."""

    model_config = shown(
        products=[
            {
                "code": "AGILE-24-10-01",
                "full_name": "Agile Octopus October 2024 v1",
                "display_name": "Agile Octopus",
                "available_from": "2024-09-30T23:00:00Z",
                "available_to": None,
            }
        ],
        fetched_at="2026-03-03T09:10:00Z",
        stale=False,
    )

    products: list[ProductOut]
    fetched_at: Instant
    stale: bool


class RateOut(Schema):
    """The unit rate of one half-hour, in pence per kWh."""

    starts_at: Instant
    ends_at: Instant
    pence_inc_vat: Pence = Field(examples=["18.2910"])
    pence_exc_vat: Pence = Field(examples=["17.4200"])


class Source(Schema):
    """How good the prices are."""

    missing_slots: int = Field(description="Half-hours of the period without a price.")
    fetched_at: Instant | None = Field(description="When Octopus gave them; null for a sample.")
    stale: bool = Field(description="Octopus does not answer: this is its last good answer.")
    sample: bool = Field(description="Generated, not real.")


class RatesOut(Source):
    """Unit rates, earliest first."""

    model_config = shown(
        rates=[
            {
                "starts_at": "2026-03-03T09:30:00Z",
                "ends_at": "2026-03-03T10:00:00Z",
                "pence_inc_vat": "18.2910",
                "pence_exc_vat": "17.4200",
            }
        ],
        **FETCHED,
    )

    rates: list[RateOut]


class WindowOut(Schema):
    """One block and what the energy costs in it."""

    starts_at: Instant
    ends_at: Instant
    mean_pence: Pence = Field(examples=["12.3456"])
    cost_pounds: Pounds = Field(examples=["1.23"])


class WindowsOut(Source):
    """Separate blocks, best first."""

    model_config = shown(
        windows=[
            {
                "starts_at": "2026-03-03T12:30:00Z",
                "ends_at": "2026-03-03T15:30:00Z",
                "mean_pence": "12.3456",
                "cost_pounds": "1.23",
            }
        ],
        **FETCHED,
    )

    windows: list[WindowOut]
