"""What the API of tariffs takes and tells, each with an example."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Final, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue, PlainSerializer, WithJsonSchema

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.domain.tariffs import (
    USUAL_NIGHT_PERCENT,
    USUAL_RETURNED_PERCENT,
    Band,
    Flat,
    HalfHourly,
    Own,
    TwoRate,
    UnitRates,
    rate_pence,
    share_percent,
)
from daybook.apps.consumption.models import NAME_LENGTH
from daybook.core.rest import Instant, WallTime
from daybook.lib.money import rounded

RATES: Final[dict[str, JsonValue]] = {"kind": "flat", "pence": "24.5"}
TARIFF: Final[dict[str, JsonValue]] = {
    "utility": "electricity",
    "name": "Fixed for a year",
    "first_day": "2026-01-01",
    "last_day": None,
    "standing_pence": "53.8",
    "vat_percent": "5",
    "includes_vat": True,
    "rates": RATES,
}
TOLD: Final[dict[str, JsonValue]] = {
    **TARIFF,
    "id": 1,
    "standing_pence": "53.800000",
    "vat_percent": "5.000000",
    "sample": False,
    "made_at": "2026-03-03T09:10:00Z",
    "changed_at": "2026-03-03T09:10:00Z",
}

GivenNumber = Annotated[
    str,
    Field(max_length=16, examples=["24.5"], description="A decimal number, as a string."),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d{1,5}(\.\d{1,6})?$", "examples": ["24.5"]}),
]
Places6 = Annotated[
    Decimal,
    PlainSerializer(lambda amount: f"{rounded(amount, 6):f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{6}$", "examples": ["24.500000"]}),
]


class FlatRates(Schema):
    """One rate all day; of water with what is asked for wastewater."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["flat"]
    pence: GivenNumber
    wastewater_pence: GivenNumber = "0"
    returned_percent: GivenNumber = f"{USUAL_RETURNED_PERCENT}"

    def rates(self) -> UnitRates:
        """The rates, as the rules take them."""
        return Flat(
            pence=_rate(self.pence),
            wastewater_pence=_rate(self.wastewater_pence),
            returned_percent=share_percent(domain.number(self.returned_percent)),
        )


class TwoRates(Schema):
    """A rate by day and one by night, on the clock of London."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["two-rate"]
    pence: GivenNumber
    night_pence: GivenNumber
    night_from: WallTime = dt.time(0, 30)
    night_until: WallTime = dt.time(7, 30)
    night_percent: GivenNumber = f"{USUAL_NIGHT_PERCENT}"

    def rates(self) -> UnitRates:
        """The rates, as the rules take them."""
        return TwoRate(
            day_pence=_rate(self.pence),
            night_pence=_rate(self.night_pence),
            night_from=self.night_from,
            night_until=self.night_until,
            night_percent=share_percent(domain.number(self.night_percent)),
        )


class HalfHourlyRates(Schema):
    """The published rates of an Octopus product in a region."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["half-hourly"]
    product: str = Field(max_length=60, examples=["AGILE-24-10-01"])
    region: str = Field(max_length=2, examples=["C"])

    def rates(self) -> UnitRates:
        """The rates, as the rules take them."""
        return HalfHourly(product=self.product, region=self.region)


class BandRate(Schema):
    """A rate from a time on."""

    model_config = ConfigDict(extra="forbid")

    from_time: WallTime
    pence: GivenNumber


class OwnRates(Schema):
    """Rates by the time of the day; no weekends: like weekdays."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["own"]
    weekdays: list[BandRate] = Field(min_length=1, max_length=48)
    weekends: list[BandRate] = Field(default=[], max_length=48)

    def rates(self) -> UnitRates:
        """The rates, as the rules take them."""
        return Own(weekdays=_bands(self.weekdays), weekends=_bands(self.weekends))


Rates = Annotated[FlatRates | TwoRates | HalfHourlyRates | OwnRates, Field(discriminator="kind")]


class TariffIn(Schema):
    """A tariff; times without a last day run until the next one of the utility begins."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [TARIFF]})

    utility: Utility
    name: str = Field(min_length=1, max_length=NAME_LENGTH)
    first_day: dt.date
    last_day: dt.date | None = Field(None, description="That day too.")
    standing_pence: GivenNumber = Field("0", description="Pence a day.")
    vat_percent: GivenNumber = "5"
    includes_vat: bool = Field(True, description="Whether these prices are with VAT.")
    rates: Rates


class NewTariffIn(TariffIn):
    """A tariff to be added, once for each ``key``."""

    key: UUID | None = Field(
        None, description="The same key again answers with the tariff added first."
    )


class TariffOut(Schema):
    """One tariff; which of the rates mean something depends on its kind."""

    model_config = ConfigDict(json_schema_extra={"examples": [TOLD]})

    id: int
    utility: Utility
    name: str
    first_day: dt.date
    last_day: dt.date | None
    standing_pence: Places6
    vat_percent: Places6
    includes_vat: bool
    rates: Rates
    sample: bool = Field(description="Generated, not real.")
    made_at: Instant
    changed_at: Instant


class TariffsOut(Schema):
    """All tariffs, by utility, the newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"tariffs": [TOLD]}]})

    tariffs: list[TariffOut]


def _rate(text: str) -> Decimal:
    return rate_pence(domain.number(text))


def _bands(bands: list[BandRate]) -> tuple[Band, ...]:
    return tuple(Band(band.from_time, _rate(band.pence)) for band in bands)
