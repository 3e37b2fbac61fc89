"""What the API of costs takes and tells, each with an example."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final

from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue, PlainSerializer, WithJsonSchema

from daybook.apps.consumption.api.tariff_shapes import Places6
from daybook.apps.consumption.domain import Utility
from daybook.lib.money import rounded

COST: Final[dict[str, JsonValue]] = {
    "pounds": "2.63",
    "pounds_exc_vat": "2.50",
    "vat_pounds": "0.13",
    "energy_pence": "210.000000",
    "standing_pence": "52.500000",
    "credit_pence": "0.000000",
    "costed": "10.000000",
    "approximate": False,
    "missing_half_hours": 0,
    "half_hours_without_rate": 0,
    "days_without_use": 0,
    "days_at_mean_rate": 0,
    "days_without_tariff": 0,
}
Pounds = Annotated[
    Decimal,
    PlainSerializer(lambda amount: f"{rounded(amount):f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{2}$", "examples": ["2.63"]}),
]


class CostOut(Schema):
    """What something cost; pounds are rounded, pence are with VAT. Missing parts are not in it."""

    model_config = ConfigDict(json_schema_extra={"examples": [COST]})

    pounds: Pounds
    pounds_exc_vat: Pounds
    vat_pounds: Pounds
    energy_pence: Places6
    standing_pence: Places6
    credit_pence: Places6 = Field(description="What negative rates give back, above 0.")
    costed: Places6 = Field(description="The use that is in it, in the standard unit.")
    approximate: bool
    missing_half_hours: int
    half_hours_without_rate: int
    days_without_use: int
    days_at_mean_rate: int
    days_without_tariff: int


class By(StrEnum):
    """What the parts of the costs are."""

    DAY = "day"
    MONTH = "month"
    RECORD = "record"


class CostsAsked(Schema):
    """Costs of what, over which days, and in which parts."""

    utility: Utility = Utility.ELECTRICITY
    since: dt.date = Field(examples=["2026-02-01"])
    until: dt.date = Field(
        description="That day too; at most 800 days in all.", examples=["2026-02-28"]
    )
    by: By = By.MONTH


class CostPartOut(Schema):
    """The cost of a day, a month or a record; of a record without the standing charge."""

    first_day: dt.date
    last_day: dt.date
    record_id: int | None = None
    cost: CostOut


class CostsOut(Schema):
    """What the days cost together, and in parts."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "utility": "electricity",
                    "sample": False,
                    "total": COST,
                    "parts": [
                        {
                            "first_day": "2026-03-01",
                            "last_day": "2026-03-01",
                            "record_id": None,
                            "cost": COST,
                        }
                    ],
                }
            ]
        }
    )

    utility: Utility
    sample: bool = Field(description="Whether some of the use, or a tariff, is generated.")
    total: CostOut
    parts: list[CostPartOut]
