"""What a person says about themselves, over the API."""

import datetime as dt
from typing import Annotated, Final, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import ConfigDict, Field, JsonValue, WithJsonSchema

from daybook.apps.accounts import actions
from daybook.apps.accounts.domain import (
    LINE_LENGTH,
    NAME_LENGTH,
    PHONE_LENGTH,
    POSTCODE_LENGTH,
)
from daybook.apps.accounts.models import User
from daybook.core.bearer import signed_in_for_account
from daybook.core.rest import Instant

router = Router(tags=["accounts"])

ANNA: Final[dict[str, JsonValue]] = {
    "id": 1,
    "email": "anna@example.com",
    "name": "Anna",
    "time_zone": "Europe/London",
    "language": "en-gb",
    "day_starts_at": "06:30",
    "first_weekday": 0,
    "currency": "GBP",
    "phone": "+447700900123",
    "address_line1": "12 Mill Lane",
    "address_line2": "",
    "city": "Lewes",
    "county": "East Sussex",
    "postcode": "BN7 2AA",
    "country": "GB",
    "avatar_url": "/accounts/avatar/4f9a1c0be2d75a38/256/",
    "joined_at": "2026-03-03T09:10:00Z",
}

LocalTime = Annotated[  # the format "time" of JSON Schema would want an offset
    dt.time,
    WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d$", "examples": ["06:30"]}),
]
Line = Annotated[str, Field(max_length=LINE_LENGTH)]


class ProfileIn(Schema):
    """What to change; what is left out, or null, stays as it is, and an empty text is cleared."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"time_zone": "Europe/Paris", "day_starts_at": "06:30"}]},
    )

    name: str | None = Field(None, max_length=NAME_LENGTH)
    time_zone: str | None = Field(None, max_length=64)
    language: str | None = Field(None, max_length=16)
    day_starts_at: LocalTime | None = Field(None, description="Local time in whole minutes.")
    first_weekday: int | None = Field(None, ge=0, le=6, description="0 Monday to 6 Sunday.")
    currency: str | None = Field(None, max_length=3, description="ISO 4217.")
    phone: str | None = Field(
        None, max_length=PHONE_LENGTH, description="Kept as E.164; British without a `+`."
    )
    address_line1: Line | None = None
    address_line2: Line | None = None
    city: Line | None = None
    county: Line | None = None
    postcode: str | None = Field(None, max_length=POSTCODE_LENGTH)
    country: str | None = Field(None, max_length=2, description="ISO 3166, two letters.")


class PersonOut(Schema):
    """A person, as only that person sees it."""

    model_config = ConfigDict(json_schema_extra={"examples": [ANNA]})

    id: int
    email: str
    name: str
    time_zone: str
    language: str
    day_starts_at: str = Field(description="Local time.")
    first_weekday: int = Field(description="0 Monday to 6 Sunday.")
    currency: str = Field(description="ISO 4217.")
    phone: str = Field(description="E.164, or empty.")
    address_line1: str
    address_line2: str
    city: str
    county: str
    postcode: str
    country: str = Field(description="ISO 3166, two letters.")
    avatar_url: str | None = Field(description="For pages; changes with the picture.")
    joined_at: Instant

    @staticmethod
    def resolve_day_starts_at(user: User) -> str:
        """The time without its seconds, which are always zero."""
        return f"{user.day_starts_at:%H:%M}"

    @staticmethod
    def resolve_avatar_url(user: User) -> str | None:
        """The address of the picture, if there is one."""
        version = user.avatar_version
        return reverse("accounts:avatar", args=[version, 256]) if version else None


@router.get("/me", response=PersonOut, auth=signed_in_for_account, summary="Your profile")
def me(request: HttpRequest, response: HttpResponse) -> User:
    """The person who is asking."""
    response["Cache-Control"] = "no-store"
    return cast("User", request.user)


@router.patch("/me", response=PersonOut, auth=signed_in_for_account, summary="Change your profile")
def change_me(request: HttpRequest, response: HttpResponse, body: ProfileIn) -> User:
    """Change some of your profile; 422 `accounts.not-valid` tells each wrong field."""
    response["Cache-Control"] = "no-store"
    return actions.change_profile(user=cast("User", request.user), **body.dict(exclude_none=True))
