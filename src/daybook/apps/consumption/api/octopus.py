"""The person's Octopus account over HTTP; the key goes in and never comes out."""

import datetime as dt
from typing import Annotated, Final, Literal, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field, JsonValue, SecretStr

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Trouble, Unit, Utility
from daybook.apps.consumption.models import OctopusAccount
from daybook.core.bearer import signed_in
from daybook.core.rest import Instant
from daybook.lib.periods import LONDON, local_date

router = Router(tags=["consumption"], auth=signed_in)

GasUnit = Literal[Unit.CUBIC_METRE, Unit.KWH]
AGREEMENT: Final[dict[str, JsonValue]] = {
    "utility": "electricity",
    "meter_point": "1200000000000",
    "is_export": False,
    "tariff_code": "E-1R-AGILE-24-10-01-C",
    "valid_from": "2025-04-01T00:00:00Z",
    "valid_to": None,
}
ACCOUNT: Final[dict[str, JsonValue]] = {
    "number": "A-1B2C3D4E",
    "key_hint": "x7Qa",
    "gas_unit": "m3",
    "trouble": "",
    "percent_filled": 100,
    "known_since": "2025-04-01",
    "connected_at": "2026-03-03T09:10:00Z",
    "answered_at": "2026-03-03T09:10:00Z",
    "agreements": [AGREEMENT],
}
GAP: Final[dict[str, JsonValue]] = {
    "utility": "electricity",
    "day": "2026-03-01",
    "starts": ["2026-03-01T02:00:00Z"],
}


class AgreementOut(Schema):
    """A tariff of a meter point; `valid_to` is null while it holds."""

    utility: Utility
    meter_point: str = Field(description="MPAN or MPRN.")
    is_export: bool
    tariff_code: str
    valid_from: Instant
    valid_to: Instant | None


class OctopusOut(Schema):
    """A connected account, without its key."""

    model_config = ConfigDict(json_schema_extra={"examples": [ACCOUNT]})

    number: str
    key_hint: str = Field(description="How the key ends.")
    gas_unit: GasUnit
    trouble: Trouble = Field(
        description="`key`, `account` and `seal` wait for the key to be sent again; `away` passes."
    )
    percent_filled: int = Field(description="How much of the past has been fetched.")
    known_since: dt.date = Field(description="The first day that has been fetched.")
    connected_at: Instant
    answered_at: Instant
    agreements: list[AgreementOut]


class OctopusIn(Schema):
    """An account number, and a key to it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"number": "A-1B2C3D4E", "api_key": "sk_live_…", "gas_unit": "m3"}]
        },
    )

    number: str = Field(max_length=24)
    api_key: SecretStr = Field(max_length=120)
    gas_unit: GasUnit = Field(Unit.CUBIC_METRE, description="What the gas meter counts.")


class GapOut(Schema):
    """The half-hours of a day that Octopus has not sent."""

    utility: Utility
    day: dt.date
    starts: list[Instant]


class GapsOut(Schema):
    """What is missing of the last sixty days."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"gaps": [GAP]}]})

    gaps: list[GapOut]


@router.get("", response=OctopusOut, summary="Your Octopus account")
def octopus(request: HttpRequest) -> object:
    """The account that is connected; 404 `consumption.not-connected` without one."""
    return _told(queries.octopus_of(_person(request).pk))


@router.put("", response=OctopusOut, summary="Connect an Octopus account")
@sensitive_variables()
def connect(request: HttpRequest, body: OctopusIn) -> object:
    """Connect an account, or give a new key for it; its half-hours are fetched in the background.

    422 `consumption.key-refused`, `consumption.account-unknown` or `consumption.no-meter-point`
    when Octopus says so, 409 `consumption.other-account` while another one is connected, 503 when
    Octopus does not answer.
    """
    account = actions.connect_octopus(
        person=_person(request),
        number=body.number,
        key=body.api_key.get_secret_value(),
        gas_unit=body.gas_unit,
        now=timezone.now(),
    )
    return _told(account)


@router.delete("", response={204: None}, summary="Disconnect the Octopus account")
def disconnect(
    request: HttpRequest,
    keep: Annotated[bool, Query(description="Whether the half-hours stay.")] = True,
) -> Status[None]:
    """Forget the account and its key; 404 `consumption.not-connected` without one."""
    actions.disconnect_octopus(person=_person(request), keeps=keep, now=timezone.now())
    return Status(204, None)


@router.post("/renew", response={202: OctopusOut}, summary="Fetch what is new")
def renew(request: HttpRequest) -> Status[object]:
    """Have Octopus asked now; 409 `consumption.connection-paused` until the key is sent again."""
    account = actions.renew_octopus(person=_person(request), now=timezone.now())
    return Status(202, _told(account))


@router.get("/gaps", response=GapsOut, summary="Half-hours that are missing")
def gaps(request: HttpRequest) -> object:
    """The half-hours of the last sixty days that Octopus has not sent, by utility and day."""
    account = queries.octopus_of(_person(request).pk)
    found = queries.octopus_gaps(account, today=local_date(timezone.now(), LONDON))
    return {
        "gaps": [
            {"utility": utility, "day": gap.day, "starts": list(gap.starts)}
            for utility, missing in found.items()
            for gap in missing
        ]
    }


def _told(account: OctopusAccount) -> dict[str, object]:
    return {
        "number": account.number,
        "key_hint": account.key_hint,
        "gas_unit": account.gas_unit,
        "trouble": account.trouble,
        "percent_filled": account.percent_filled,
        "known_since": account.filled_since,
        "connected_at": account.connected_at,
        "answered_at": account.answered_at,
        "agreements": [
            {
                "utility": one.utility,
                "meter_point": one.number,
                "is_export": one.is_export,
                "tariff_code": one.tariff_code,
                "valid_from": one.valid_from,
                "valid_to": one.valid_to,
            }
            for one in queries.agreements_of(account.person_id)
        ],
    }


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
