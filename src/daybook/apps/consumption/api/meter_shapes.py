"""What the API of meters and readings takes and tells, each with an example."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from ninja import Schema
from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    WithJsonSchema,
)

from daybook.apps.consumption.api.shapes import LARGEST_ID, LAST_PAGE, Amount
from daybook.apps.consumption.domain import (
    FEWEST_DIGITS,
    MOST_DECIMALS,
    MOST_DIGITS,
    Fate,
    Unit,
    Utility,
)
from daybook.apps.consumption.models import (
    METER_NAME_LENGTH,
    READING_NOTES_LENGTH,
    SERIAL_LENGTH,
)
from daybook.core.rest import Instant, PlainText, WallTime

READING: Final[dict[str, JsonValue]] = {
    "id": 2,
    "meter_id": 1,
    "day": "2026-03-01",
    "time": None,
    "number": "1242.500",
    "is_estimated": False,
    "notes": "",
    "rolled_over": False,
    "is_sure": False,
    "fate": "counted",
    "since": "2026-02-01",
    "amount": "42.500000",
    "amount_unit": "m3",
    "made_at": "2026-03-01T09:10:00Z",
    "changed_at": "2026-03-01T09:10:00Z",
}
METER_GIVEN: Final[dict[str, JsonValue]] = {
    "utility": "water",
    "name": "Cellar",
    "unit": "m3",
    "digits": 5,
    "decimals": 3,
}
METER: Final[dict[str, JsonValue]] = METER_GIVEN | {
    "id": 1,
    "serial": "",
    "multiplier": "1.0000",
    "installed_on": None,
    "removed_on": None,
    "sample": False,
    "reading_count": 2,
    "latest": {"day": "2026-03-01", "number": "1242.500"},
    "a_day": "1.517857",
    "a_day_unit": "m3",
    "made_at": "2026-02-01T09:10:00Z",
    "changed_at": "2026-02-01T09:10:00Z",
}

DialNumber = Annotated[
    Decimal,
    PlainSerializer(lambda number: f"{number:.3f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d+\.\d{3}$", "examples": ["1242.500"]}),
]
Multiplier = Annotated[
    Decimal,
    PlainSerializer(lambda number: f"{number:.4f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d+\.\d{4}$", "examples": ["1.0000"]}),
]
GivenNumber = Annotated[
    str,
    Field(max_length=20, examples=["1242.5"], description="As on the dial, as a string."),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,8}(\.\d{1,3})?$", "examples": ["1242.5"]}),
]
GivenMultiplier = Annotated[
    str,
    Field(max_length=10, examples=["1"], description="What one on the dial stands for."),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,4}(\.\d{1,4})?$", "examples": ["1"]}),
]


def _on_the_wall(time: dt.time) -> dt.time:
    if time.tzinfo is not None:
        raise ValueError("Give the time of the clock on the wall, without an offset.")
    return time


def _shown(example: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class LatestOut(Schema):
    """The latest reading of a meter."""

    day: dt.date
    number: DialNumber


class MeterOut(Schema):
    """A meter; ``a_day`` is the mean use of the year up to its latest reading."""

    model_config = _shown(METER)

    id: int
    utility: Utility
    name: str
    serial: str
    unit: Unit
    multiplier: Multiplier
    digits: int
    decimals: int
    installed_on: dt.date | None
    removed_on: dt.date | None
    sample: bool = Field(description="Generated, not real.")
    reading_count: int
    latest: LatestOut | None
    a_day: Amount | None
    a_day_unit: Unit
    made_at: Instant
    changed_at: Instant


class MetersOut(Schema):
    """All your meters, those in use first."""

    model_config = _shown({"meters": [METER]})

    meters: list[MeterOut]


class MeterIn(Schema):
    """What hangs on the wall."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [METER_GIVEN]})

    utility: Utility = Field(description="It cannot be changed later.")
    name: PlainText = Field(max_length=METER_NAME_LENGTH)
    serial: PlainText = Field("", max_length=SERIAL_LENGTH)
    unit: Unit
    multiplier: GivenMultiplier = "1"
    digits: int = Field(5, ge=FEWEST_DIGITS, le=MOST_DIGITS, description="Before the point.")
    decimals: int = Field(0, ge=0, le=MOST_DECIMALS, description="After the point.")
    installed_on: dt.date | None = None
    removed_on: dt.date | None = None


class NewMeterIn(MeterIn):
    """A meter to be added, once for each ``key``."""

    key: UUID | None = Field(
        None, description="The same key again answers with the meter made first."
    )


class ReadingIn(Schema):
    """The number on a dial at the start of a day.

    ``rolled_over`` and ``is_sure`` explain a step that would be questioned.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"day": "2026-03-01", "number": "1242.5"}]},
    )

    day: dt.date
    number: GivenNumber
    time: Annotated[WallTime, AfterValidator(_on_the_wall)] | None = None
    is_estimated: bool = False
    notes: PlainText = Field("", max_length=READING_NOTES_LENGTH)
    rolled_over: bool = Field(False, description="The dial has begun again with 0.")
    is_sure: bool = Field(False, description="The number is right, whatever it looks like.")


class NewReadingIn(ReadingIn):
    """A reading of one of your meters."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"meter_id": 1, "day": "2026-03-01", "number": "1242.5"}]},
    )

    meter_id: int = Field(ge=1, le=LARGEST_ID)


class ReadingOut(Schema):
    """A reading, what became of it, and the ``amount`` used from ``since`` up to its day."""

    model_config = _shown(READING)

    id: int
    meter_id: int
    day: dt.date
    time: WallTime | None
    number: DialNumber
    is_estimated: bool
    notes: str
    rolled_over: bool = Field(description="Somebody has said so.")
    is_sure: bool = Field(description="Somebody has said so.")
    fate: Fate = Field(
        description="`lower`: use unknown; `overtaken`, `too-low`: an estimate left out."
    )
    since: dt.date | None
    amount: Amount | None
    amount_unit: Unit
    made_at: Instant
    changed_at: Instant


class ReadingsOut(Schema):
    """Readings, newest first, 20 a page; beyond the last page it is the last."""

    model_config = _shown({"count": 1, "page": 1, "pages": 1, "readings": [READING]})

    count: int
    page: int
    pages: int
    readings: list[ReadingOut]


class PageAsked(Schema):
    """Which page."""

    page: int = Field(1, ge=1, le=LAST_PAGE)


class ReadingsAsked(PageAsked):
    """Which readings."""

    meter: int | None = Field(None, ge=1, le=LARGEST_ID, description="Of this meter only.")


class GoneOut(Schema):
    """What was deleted, and can be brought back for thirty days."""

    model_config = _shown({"deletion": "0195f000-0000-7000-8000-000000000000"})

    deletion: UUID


class BackOut(Schema):
    """The meter that came back, or whose reading did."""

    model_config = _shown({"meter_id": 1})

    meter_id: int
