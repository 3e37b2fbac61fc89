"""What the API of consumption takes and tells, each with an example."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue, PlainSerializer, WithJsonSchema

from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.models import NOTES_LENGTH
from daybook.apps.consumption.queries import NEWEST, SORTS
from daybook.core.rest import Instant, PlainText

LAST_PAGE: Final = 1_000_000
LARGEST_ID: Final = 2**63 - 1
RECORD: Final[dict[str, JsonValue]] = {
    "id": 1,
    "utility": "gas",
    "value": "12.500000",
    "unit": "m3",
    "amount": "142.033333",
    "amount_unit": "kWh",
    "first_day": "2026-03-01",
    "last_day": "2026-03-01",
    "notes": "guests",
    "sample": False,
    "made_at": "2026-03-03T09:10:00Z",
    "changed_at": "2026-03-03T09:10:00Z",
}
GIVEN: Final[dict[str, JsonValue]] = {
    "utility": "gas",
    "value": "12.5",
    "unit": "m3",
    "first_day": "2026-03-01",
}
TOTAL: Final[dict[str, JsonValue]] = {
    "utility": "gas",
    "unit": "kWh",
    "amount": "142.033333",
    "count": 1,
}
STATS: Final[dict[str, JsonValue]] = {
    "utility": "gas",
    "unit": "kWh",
    "amount": "142.033333",
    "known_days": 1,
    "first_day": "2026-03-01",
    "last_day": "2026-03-01",
    "sample": False,
    "month_average": "4323.139574",
    "this_month": {"amount": "142.033333", "known_days": 1, "missing_days": 2},
    "change_on_last_month": None,
    "change_on_last_year": None,
    "months": [{"month": "2026-03", "amount": "142.033333", "known_days": 1}],
    "completeness": {
        "days": 2,
        "known_days": 1,
        "missing_half_hours": 0,
        "share": "0.5000",
    },
    "month_projection": None,
    "year": {
        "first_day": "2026-02-01",
        "last_day": "2027-01-31",
        "contract": True,
        "amount": "142.033333",
        "known_days": 1,
        "missing_days": 30,
        "passed": "0.0849",
        "change_on_year_before": None,
        "projection": None,
        "goal": "12000.000000",
        "used": "0.0118",
    },
}


def amount_text(amount: Decimal) -> str:
    """Six decimals, plainly written."""
    return f"{amount:.6f}"


Amount = Annotated[
    Decimal,
    PlainSerializer(amount_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d+\.\d{6}$", "examples": ["12.500000"]}),
]
Share = Annotated[
    Decimal,
    PlainSerializer(lambda share: f"{share:.4f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{4}$", "examples": ["0.0310"]}),
]
GivenAmount = Annotated[
    str,
    Field(max_length=24, examples=["12.5"], description="A decimal number, as a string."),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,7}(\.\d{1,6})?$", "examples": ["12.5"]}),
]


def _shown(example: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class RecordOut(Schema):
    """One record; ``amount`` is its value in the standard unit, kWh or for water m³."""

    model_config = _shown(RECORD)

    id: int
    utility: Utility
    value: Amount
    unit: Unit
    amount: Amount
    amount_unit: Unit
    first_day: dt.date
    last_day: dt.date = Field(description="That day too.")
    notes: str
    sample: bool = Field(description="Generated, not real.")
    made_at: Instant
    changed_at: Instant


class UtilityTotalOut(Schema):
    """What the records that were found add up to."""

    utility: Utility
    unit: Unit
    amount: Amount
    count: int


class RecordsOut(Schema):
    """A page of records, 20 a page, and the totals of all that were found."""

    model_config = _shown(
        {"count": 1, "page": 1, "pages": 1, "totals": [TOTAL], "records": [RECORD]}
    )

    count: int
    page: int
    pages: int
    totals: list[UtilityTotalOut]
    records: list[RecordOut]


class RecordIn(Schema):
    """An amount used on a day, or over several."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [GIVEN]})

    utility: Utility
    value: GivenAmount
    unit: Unit
    first_day: dt.date
    last_day: dt.date | None = Field(None, description="That day too; null for one day.")
    notes: PlainText = Field("", max_length=NOTES_LENGTH)
    is_sure: bool = Field(False, description="Let an amount pass that is unusually large.")


class NewRecordIn(RecordIn):
    """A record to be made, once for each ``key``."""

    key: UUID | None = Field(
        None, description="The same key again answers with the record made first."
    )


class RecordsAsked(Schema):
    """Which records."""

    utility: Utility | None = None
    since: dt.date | None = Field(None, description="Records that touch this day or later ones.")
    until: dt.date | None = Field(None, description="Records that touch this day or earlier ones.")
    words: PlainText = Field("", max_length=100, description="Words in the notes.")
    sort: str = Field(
        NEWEST, json_schema_extra={"enum": list(SORTS)}, pattern=f"^({'|'.join(SORTS)})$"
    )
    page: int = Field(1, ge=1, le=LAST_PAGE)


class DeletionIn(Schema):
    """Records to delete together: all of them, or none."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"ids": [1, 2]}]})

    ids: list[Annotated[int, Field(ge=1, le=LARGEST_ID)]] = Field(min_length=1, max_length=1000)


class DeletionOut(Schema):
    """What was deleted together, and can be brought back for thirty days."""

    model_config = _shown({"deletion": "0195f000-0000-7000-8000-000000000000", "count": 2})

    deletion: UUID
    count: int


class RestoredOut(Schema):
    """How many records came back."""

    model_config = _shown({"count": 2})

    count: int


class MonthOut(Schema):
    """The use of a calendar month, as far as it is known."""

    month: str = Field(pattern=r"^\d{4}-\d\d$", examples=["2026-03"])
    amount: Amount
    known_days: int


class SoFarOut(Schema):
    """The running month up to today."""

    amount: Amount
    known_days: int
    missing_days: int


class CompletenessOut(Schema):
    """How much is known of the last year up to yesterday, less where records began later."""

    days: int
    known_days: int
    missing_half_hours: int = Field(description="Of the days that are known.")
    share: Share


class ProjectionOut(Schema):
    """What days will come to: in eight of ten cases between ``low`` and ``high``."""

    low: Amount
    middle: Amount
    high: Amount
    expected_days: int = Field(description="How many of them are not known.")


class YearOut(Schema):
    """The year of the contract, or without one the last twelve months, which have no projection."""

    first_day: dt.date
    last_day: dt.date
    contract: bool
    amount: Amount
    known_days: int
    missing_days: int = Field(description="Up to the last day that is known of.")
    passed: Share
    change_on_year_before: Share | None
    projection: ProjectionOut | None
    goal: Amount | None
    used: Share | None = Field(description="Of the goal.")


class UtilityStatsOut(Schema):
    """What is known of one utility, in its standard unit; changes compare the use a day."""

    model_config = _shown(STATS)

    utility: Utility
    unit: Unit
    amount: Amount
    known_days: int
    first_day: dt.date
    last_day: dt.date
    sample: bool = Field(description="Generated records are among them.")
    month_average: Amount
    this_month: SoFarOut
    change_on_last_month: Share | None
    change_on_last_year: Share | None
    months: list[MonthOut]
    completeness: CompletenessOut
    month_projection: ProjectionOut | None = Field(
        description="Null below seven known days of the last four weeks."
    )
    year: YearOut


class StatsOut(Schema):
    """Statistics by utility; those without records are left out."""

    model_config = _shown({"utilities": [STATS]})

    utilities: list[UtilityStatsOut]
