"""The use of half-hours, days or months over HTTP."""

import datetime as dt
from typing import Annotated, Final, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from daybook.apps.consumption import domain, queries
from daybook.apps.consumption.api.shapes import Amount
from daybook.apps.consumption.domain import ONE_DAY, Days, Unit, Utility, standard_unit
from daybook.core.bearer import signed_in
from daybook.core.rest import utc_text

router = Router(tags=["consumption"], auth=signed_in)

WEEK: Final = 7
STEPS: Final = {
    "half-hour": queries.half_hour_steps,
    "day": queries.day_steps,
    "month": queries.month_steps,
}


class UseAsked(Schema):
    """Which use, and in which steps."""

    utility: Utility = Utility.ELECTRICITY
    since: dt.date | None = Field(None, description="The first day; a week before `until`.")
    until: dt.date | None = Field(None, description="The last day, that day too; yesterday.")
    by: Annotated[str, Field(pattern="^(half-hour|day|month)$")] = Field(
        "day", json_schema_extra={"enum": list(STEPS)}
    )


class UseStepOut(Schema):
    """One half-hour, day or month; no amount where nothing is known of it."""

    starts: str = Field(description="An instant for half-hours, else the first day.")
    amount: Amount | None
    missing: int = Field(description="Half-hours of a half-hour or day; days of a month.")


class UseOut(Schema):
    """The steps of some days, all of them, in order."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "utility": "electricity",
                    "unit": "kWh",
                    "since": "2026-03-01",
                    "until": "2026-03-01",
                    "by": "day",
                    "steps": [{"starts": "2026-03-01", "amount": "8.300000", "missing": 0}],
                }
            ]
        }
    )

    utility: Utility
    unit: Unit
    since: dt.date
    until: dt.date
    by: str
    steps: list[UseStepOut]


@router.get("", response=UseOut, summary="Use by the half-hour, day or month")
def use(request: HttpRequest, asked: Query[UseAsked]) -> object:
    """What you used, in steps; days with 46 or 50 half-hours have as many.

    422 `consumption.invalid-days` for an end before the beginning, for more than 400 days of
    half-hours, and for more than 3,660 of days or months.
    """
    person = cast("AbstractBaseUser", request.user)
    until = min(asked.until or timezone.localdate() - ONE_DAY, domain.LATEST)
    week_before = max(until, domain.EARLIEST) - (WEEK - 1) * ONE_DAY
    since = max(asked.since or week_before, domain.EARLIEST)
    found = STEPS[asked.by](person.pk, asked.utility, Days(since, until + ONE_DAY))
    return {
        "utility": asked.utility,
        "unit": standard_unit(asked.utility),
        "since": since,
        "until": until,
        "by": asked.by,
        "steps": [
            {"starts": _starts(step), "amount": step.amount, "missing": step.missing}
            for step in found
        ],
    }


def _starts(step: queries.Step) -> str:
    at = step.starts
    return utc_text(at) if isinstance(at, dt.datetime) else at.isoformat()
