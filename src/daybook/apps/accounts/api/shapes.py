"""The shapes of what the API says and hears about the safety of an account."""

from typing import Final

from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.accounts.api.people import Password
from daybook.apps.accounts.domain import TOKEN_NAME_LENGTH
from daybook.core.rest import Instant

EVENT: Final[dict[str, JsonValue]] = {
    "kind": "signed-in",
    "at": "2026-03-03T09:10:00Z",
    "address": "203.0.113.*",
    "device": "Firefox on Windows",
    "subject": "",
    "times": 1,
}
SESSION: Final[dict[str, JsonValue]] = {
    "id": 7,
    "kind": "page",
    "device": "Firefox on Windows",
    "address": "203.0.113.*",
    "signed_in_at": "2026-03-03T09:10:00Z",
    "last_seen_at": "2026-03-03T09:25:00Z",
    "is_this": True,
}
TOKEN: Final[dict[str, JsonValue]] = {
    "id": 3,
    "name": "Heat pump",
    "scopes": ["read"],
    "hint": "dbk_4f9a",
    "made_at": "2026-03-03T09:10:00Z",
    "expires_at": "2026-06-01T09:10:00Z",
    "last_used_at": None,
}


def _shaped(example: dict[str, JsonValue]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class PasswordIn(Schema):
    """The password there is and the one to come."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"current": "nine green bottles", "new": "seven quiet rivers"}]
        },
    )

    current: Password
    new: Password


class EventOut(Schema):
    """One line of the security log."""

    kind: str = Field(description="Stable: branch on this.", examples=["signed-in"])
    at: Instant
    address: str = Field(description="Shortened.", examples=["203.0.113.*"])
    device: str = Field(examples=["Firefox on Windows"])
    subject: str = Field(description="The name of the token or device it is about.")
    times: int = Field(description="Wrong passwords of an hour are one line.")


class EventsOut(Schema):
    """A page of the security log, newest first."""

    model_config = _shaped({"items": [EVENT], "count": 1})

    items: list[EventOut]
    count: int


class SessionOut(Schema):
    """Where the account is open."""

    id: int
    kind: str = Field(description="`page` or `program`.")
    device: str
    address: str
    signed_in_at: Instant
    last_seen_at: Instant
    is_this: bool = Field(description="Whether it is the one that asks.")


class SessionsOut(Schema):
    """All sessions, last seen first."""

    model_config = _shaped({"items": [SESSION]})

    items: list[SessionOut]


class EndAllIn(Schema):
    """Whether scripts are stopped as well."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"has_tokens_revoked": False}]}
    )

    has_tokens_revoked: bool = False


class TokenIn(Schema):
    """A name for the script, what it may do, and for how many days."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Heat pump", "scopes": ["read"], "days": 90}]},
    )

    name: str = Field(max_length=TOKEN_NAME_LENGTH)
    scopes: list[str] = Field(max_length=10, description="Some of `read`, `write`, `account`.")
    days: int = Field(ge=1, le=366, description="30, 90 or 365.")


class TokenOut(Schema):
    """A personal access token, without its secret."""

    id: int
    name: str
    scopes: list[str]
    hint: str = Field(description="How it begins.")
    made_at: Instant
    expires_at: Instant
    last_used_at: Instant | None


class PersonalTokensOut(Schema):
    """All personal access tokens, newest first."""

    model_config = _shaped({"items": [TOKEN]})

    items: list[TokenOut]


class NewTokenOut(Schema):
    """A token just made; ``secret`` is shown this once."""

    model_config = _shaped({"secret": "dbk_4f9aXk1vQm", "token": TOKEN})

    secret: str
    token: TokenOut
