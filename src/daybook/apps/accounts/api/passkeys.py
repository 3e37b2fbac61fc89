"""Passkeys over the API; they are made on a page, because only a browser can ask the device."""

import datetime as dt
from typing import Final, cast

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.api.people import Password, origin_of
from daybook.apps.accounts.domain import TOKEN_NAME_LENGTH
from daybook.apps.accounts.models import User
from daybook.core.bearer import signed_in_with_password
from daybook.core.rest import Instant

router = Router(tags=["accounts"])

PASSKEY: Final[dict[str, JsonValue]] = {
    "id": 5,
    "name": "My phone",
    "made_at": "2026-03-03T09:10:00Z",
    "last_used_at": None,
}


class PasskeyOut(Schema):
    """A passkey as its person knows it; nothing of its key."""

    model_config = ConfigDict(json_schema_extra={"examples": [PASSKEY]})

    id: int
    name: str
    made_at: Instant
    last_used_at: Instant | None

    @staticmethod
    def resolve_name(row: Authenticator) -> str:
        """What the person calls it."""
        return str(row.data["name"])

    @staticmethod
    def resolve_made_at(row: Authenticator) -> dt.datetime:
        """When it was added."""
        return cast("dt.datetime", row.created_at)


class PasskeysOut(Schema):
    """The passkeys of an account, newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [PASSKEY]}]})

    items: list[PasskeyOut]


class PasskeyNameIn(Schema):
    """What to call a passkey."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "Old phone"}]}
    )

    name: str = Field(max_length=TOKEN_NAME_LENGTH)


class RemovePasskeyIn(Schema):
    """The password, as the proof that it is the person who removes it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"password": "nine green bottles"}]}
    )

    password: Password


@router.get(
    "/passkeys", response=PasskeysOut, auth=signed_in_with_password, summary="Your passkeys"
)
def passkeys(request: HttpRequest) -> dict[str, object]:
    """Your passkeys, newest first."""
    return {"items": [*queries.passkeys_of(_person(request))]}


@router.patch(
    "/passkeys/{int:passkey_id}",
    response=PasskeyOut,
    auth=signed_in_with_password,
    summary="Rename a passkey",
)
def rename_passkey(request: HttpRequest, passkey_id: int, body: PasskeyNameIn) -> object:
    """Call it something else; 404 `accounts.no-such-passkey` when it is not yours."""
    return actions.rename_passkey(user=_person(request), passkey_id=passkey_id, name=body.name)


@router.post(
    "/passkeys/{int:passkey_id}/remove",
    response={204: None},
    auth=signed_in_with_password,
    summary="Remove a passkey",
)
def remove_passkey(request: HttpRequest, passkey_id: int, body: RemovePasskeyIn) -> Status[None]:
    """Let it open nothing any more; with the last second step the recovery codes end too."""
    actions.remove_passkey(
        user=_person(request),
        passkey_id=passkey_id,
        password=body.password,
        origin=origin_of(request),
        now=timezone.now(),
    )
    return Status(204, None)


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
