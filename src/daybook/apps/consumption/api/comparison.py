"""Comparing tariffs over HTTP."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Final, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.consumption import queries
from daybook.apps.consumption.api.shapes import Amount
from daybook.apps.consumption.domain import EARLIEST, LATEST, ONE_DAY, Days
from daybook.apps.consumption.domain.tariffs import (
    rate_pence,
    standing_pence,
)
from daybook.apps.consumption.errors import InvalidDays, InvalidTariff
from daybook.apps.consumption.queries import Candidate
from daybook.core.bearer import signed_in
from daybook.core.rest import WallTime

router = Router(tags=["consumption"], auth=signed_in)

LONGEST_DAYS: Final = 1100
A_YEAR: Final = dt.timedelta(days=365)
ZERO: Final = Decimal(0)
MORE: Final[dict[str, JsonValue]] = {
    "tariff": "flat",
    "energy_pence": "24500.000000",
    "standing_pence": "18250.000000",
    "total_pence": "42750.000000",
    "months": [{"month": "2026-03", "total_pence": "42750.000000"}],
    "shifts": [{"kwh_a_day": "1.000000", "saved_pence": "0.000000"}],
}
COMPARED: Final[dict[str, JsonValue]] = {
    "first_day": "2025-03-03",
    "last_day": "2026-03-02",
    "kwh": "1000.000000",
    "compared_days": 365,
    "days_without_use": 0,
    "days_without_prices": 0,
    "days_without_your_tariff": 0,
    "missing_half_hours": 0,
    "sample": False,
    "tariffs": [MORE],
}


class CompareAsked(Schema):
    """Which days, and which tariffs; prices are pence with VAT."""

    since: dt.date | None = Field(None, description="The first day; a year before `until`.")
    until: dt.date | None = Field(None, description="The last day; yesterday.")
    product: str = Field("", max_length=60, description="Half-hourly, such as AGILE-24-10-01.")
    region: str = Field("", max_length=1, description="Its region, a letter.")
    product_standing: Decimal | None = Field(None, description="A day; else the published one.")
    flat_rate: Decimal | None = Field(None, description="One rate, a kWh.")
    flat_standing: Decimal = Field(ZERO, description="A day.")
    day_rate: Decimal | None = Field(None, description="By day, a kWh.")
    night_rate: Decimal | None = Field(None, description="By night, a kWh.")
    night_from: WallTime = Field(dt.time(0, 30), description="On the hour or at half past.")
    night_until: WallTime = Field(dt.time(7, 30), description="On the hour or at half past.")
    two_rate_standing: Decimal = Field(ZERO, description="A day.")


class MonthCostOut(Schema):
    """What a month costs, its standing charges included."""

    month: str
    total_pence: Amount


class ShiftOut(Schema):
    """What moving so much each day to the cheapest hours would have saved."""

    kwh_a_day: Amount
    saved_pence: Amount


class ComparedOut(Schema):
    """One tariff; `present` are your own."""

    model_config = ConfigDict(json_schema_extra={"examples": [MORE]})

    tariff: Annotated[str, Field(examples=["present", "agile", "flat", "two-rate"])]
    energy_pence: Amount
    standing_pence: Amount
    total_pence: Amount
    months: list[MonthCostOut]
    shifts: list[ShiftOut]


class ComparisonOut(Schema):
    """Tariffs over the same half-hours."""

    model_config = ConfigDict(json_schema_extra={"examples": [COMPARED]})

    first_day: dt.date
    last_day: dt.date
    kwh: Amount
    compared_days: int
    days_without_use: int
    days_without_prices: int
    days_without_your_tariff: int = Field(description="Of those; 0 where you have none at all.")
    missing_half_hours: int
    sample: bool = Field(description="Whether some of the use, or a tariff of yours, is generated.")
    tariffs: list[ComparedOut]


@router.get("", response=ComparisonOut, summary="Your half-hours on other tariffs")
def compare(request: HttpRequest, asked: Query[CompareAsked]) -> dict[str, Any]:
    """What your half-hours of electricity cost on your tariffs and on those you name.

    A half-hour counts when your use and the rate of every tariff are known.
    """
    person = cast("AbstractBaseUser", request.user)
    outcome = queries.outcome_of(person.pk, _days(asked), _candidates(asked))
    found = outcome.comparison
    return {
        "first_day": outcome.days.first,
        "last_day": outcome.days.last,
        "kwh": found.kwh,
        "compared_days": found.days,
        "days_without_use": outcome.days.count - outcome.use_days,
        "days_without_prices": outcome.unpriced_days,
        "days_without_your_tariff": outcome.uncovered_days,
        "missing_half_hours": found.missing_half_hours,
        "sample": outcome.is_sample,
        "tariffs": [
            {
                "tariff": one.key,
                "energy_pence": one.energy_pence,
                "standing_pence": one.standing_pence,
                "total_pence": one.total_pence,
                "months": [
                    {"month": f"{month:%Y-%m}", "total_pence": pence}
                    for month, pence in sorted(one.months.items())
                ],
                "shifts": [
                    {"kwh_a_day": kwh, "saved_pence": shift.saved_pence}
                    for kwh, shift in zip(queries.SHIFTS_KWH, outcome.shifts[one.key], strict=True)
                ],
            }
            for one in found.offers
        ],
    }


def _days(asked: CompareAsked) -> Days:
    last = asked.until or timezone.localdate() - ONE_DAY
    if not EARLIEST <= min(last, asked.since or last) <= max(last, asked.since or last) <= LATEST:
        raise InvalidDays("Give days since 1970.")
    days = Days(asked.since or last - A_YEAR + ONE_DAY, last + ONE_DAY)
    if days.count > LONGEST_DAYS:
        raise InvalidDays("That is too long. Compare at most three years.")
    return days


def _candidates(asked: CompareAsked) -> list[Candidate]:
    found: list[Candidate] = []
    if asked.product or asked.region:
        standing = asked.product_standing
        kept = None if standing is None else standing_pence(standing)
        found.append(queries.agile(product=asked.product, region=asked.region, standing=kept))
    if asked.flat_rate is not None:
        pence, standing = rate_pence(asked.flat_rate), standing_pence(asked.flat_standing)
        found.append(queries.flat(pence=pence, standing=standing))
    if asked.day_rate is not None and asked.night_rate is not None:
        found.append(
            queries.two_rate(
                day_pence=rate_pence(asked.day_rate),
                night_pence=rate_pence(asked.night_rate),
                night=(asked.night_from, asked.night_until),
                standing=standing_pence(asked.two_rate_standing),
            )
        )
    elif asked.day_rate is not None or asked.night_rate is not None:
        raise InvalidTariff("Give the rate by day and the one by night.", field="night_rate")
    return found
