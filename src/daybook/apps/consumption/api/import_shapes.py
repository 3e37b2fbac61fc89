"""What the API of imports takes and tells, each with an example."""

from typing import Annotated, Any, Final

from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.consumption.domain import DateOrder, Decimals, RowKind, Unit, Utility
from daybook.core.rest import PROBLEM, Instant

LAST_PAGE: Final = 1_000_000
MOST_BAD: Final = 100
BATCH: Final[dict[str, JsonValue]] = {
    "id": 1,
    "source": "octopus-csv",
    "name": "consumption.csv",
    "added_rows": 48,
    "known_rows": 0,
    "bad_rows": 0,
    "made_at": "2026-03-03T09:10:00Z",
    "undone_at": None,
}
CHOSEN: Final[dict[str, JsonValue]] = {
    "kind": "half-hours",
    "start": 1,
    "end": 2,
    "value": 0,
    "notes": None,
    "utility": "electricity",
    "unit": "kWh",
    "date_order": "day-first",
    "decimals": "point",
    "is_sure": False,
}
BINARY: Final[dict[str, Any]] = {"type": "string", "format": "binary"}
TAKES: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The CSV file as it is, or as `file` of a form; at most 5 MB.",
        "content": {
            "text/csv": {"schema": BINARY},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": BINARY},
                }
            },
        },
    },
    "responses": {
        413: {
            "description": "Larger than 5 MB",
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    },
}

Column = Annotated[int, Field(ge=0, le=99)] | Annotated[str, Field(max_length=200)]


class MappingIn(Schema):
    """What stands in which column, by its name or its number from 0; the rest is guessed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"start": "Date", "value": "kWh", "utility": "gas"}]},
    )

    kind: RowKind | None = None
    start: Column | None = None
    end: Column | None = None
    value: Column | None = None
    notes: Column | None = None
    utility: Utility | None = None
    utility_column: Column | None = None
    unit: Unit | None = None
    unit_column: Column | None = None
    date_order: DateOrder | None = None
    decimals: Decimals | None = None
    is_sure: bool | None = None


class ImportAsked(Schema):
    """How a file is imported."""

    name: str = Field("", max_length=200, description="What the file is called.")
    dry_run: bool = Field(False, description="Say what would be imported, and import nothing.")
    agreed: str = Field(
        "",
        max_length=64,
        description="The `digest` of a dry run: 409 where something else would be imported now.",
    )
    mapping: str = Field(
        "",
        max_length=4000,
        description="What stands in which column, as JSON; see the guide of the API.",
        json_schema_extra={"examples": ['{"utility": "gas", "unit": "m3"}']},
    )


class BadRowOut(Schema):
    """A row that cannot be imported, and why."""

    line: int
    reason: str


class ChosenOut(Schema):
    """What was taken to stand in which column, counted from 0."""

    model_config = ConfigDict(json_schema_extra={"examples": [CHOSEN]})

    kind: RowKind
    start: int
    end: int | None
    value: int
    notes: int | None
    utility: int | Utility
    unit: int | Unit
    date_order: DateOrder
    decimals: Decimals
    is_sure: bool


class PreviewOut(Schema):
    """What importing a file would do; `differing` half-hours stay as they are known."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "digest": "0" * 64,
                    "added": 48,
                    "known": 0,
                    "differing": 0,
                    "bad": 0,
                    "bad_rows": [],
                    "mapping": CHOSEN,
                }
            ]
        }
    )

    digest: str
    added: int
    known: int
    differing: int
    bad: int
    bad_rows: list[BadRowOut] = Field(description="The first hundred.")
    mapping: ChosenOut


class BatchOut(Schema):
    """One import; once it is undone nothing of it is left but this line."""

    model_config = ConfigDict(json_schema_extra={"examples": [BATCH]})

    id: int
    source: str
    name: str
    added_rows: int
    known_rows: int
    bad_rows: int
    made_at: Instant
    undone_at: Instant | None


class BatchesOut(Schema):
    """A page of imports, 20 a page, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"count": 1, "page": 1, "pages": 1, "imports": [BATCH]}]}
    )

    count: int
    page: int
    pages: int
    imports: list[BatchOut]


class BatchesAsked(Schema):
    """Which imports."""

    page: int = Field(1, ge=1, le=LAST_PAGE)
