"""Devices over the API: which browsers show messages, and what is done from them."""

from typing import Annotated, Final, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.domain.push import ENDPOINT_LENGTH
from daybook.apps.notifications.models import ActionTaken, Device
from daybook.core.bearer import PageAuth, signed_in
from daybook.core.limits import asker_of
from daybook.core.rest import Instant

router = Router(tags=["notifications"], auth=signed_in)

LARGEST_ID: Final = 2**63 - 1
KEY_LENGTH: Final = 100
TOKEN_LENGTH: Final = 300
SUBSCRIPTION: Final[dict[str, JsonValue]] = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/abc",
    "keys": {"p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx", "auth": "BTBZMqHH6r4Tts7J"},
}
DEVICE: Final[dict[str, JsonValue]] = {
    "id": 1,
    "name": "Firefox on Android",
    "added_at": "2026-03-03T09:10:00Z",
    "used_at": None,
    "is_live": True,
}
RESULT: Final[dict[str, JsonValue]] = {
    "action": "notifications.done",
    "result": "Done. The message is marked as read.",
    "taken_at": "2026-03-03T09:10:00Z",
}

DeviceId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


class PushKeyOut(Schema):
    """The public key a browser subscribes with (VAPID), in base64url."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"public_key": "BCVxsr7N_eNgVRqv"}]})

    public_key: str


class KeysIn(Schema):
    """The keys of a subscription, as ``PushSubscription.toJSON()`` names them."""

    model_config = ConfigDict(extra="forbid")

    p256dh: str = Field(max_length=KEY_LENGTH)
    auth: str = Field(max_length=KEY_LENGTH)


class SubscriptionIn(Schema):
    """A push subscription of a browser."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"examples": [SUBSCRIPTION]})

    endpoint: str = Field(max_length=ENDPOINT_LENGTH)
    keys: KeysIn


class RenewalIn(SubscriptionIn):
    """The subscription a browser has got in the place of the one the token is about."""

    model_config = ConfigDict(
        extra="ignore", json_schema_extra={"examples": [{**SUBSCRIPTION, "token": "WzEsImFiYyJd"}]}
    )

    token: str = Field(max_length=TOKEN_LENGTH)


class DeviceOut(Schema):
    """A browser that shows your messages; one that is not live gets none at present."""

    model_config = ConfigDict(json_schema_extra={"examples": [DEVICE]})

    id: int
    name: str
    added_at: Instant
    used_at: Instant | None
    is_live: bool = True


class RegisteredOut(DeviceOut):
    """The device, with the token its service worker needs when the browser renews it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**DEVICE, "token": "WzEsImFiYyJd"}]})

    token: str


class ActIn(Schema):
    """What a notification sends when one of its buttons is pressed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"token": "WzEs"}]})

    token: str = Field(max_length=TOKEN_LENGTH)


class ActionIn(Schema):
    """The name of what is to be done."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"action": "notifications.done"}]}
    )

    action: str = Field(max_length=100)


class ActionOut(Schema):
    """What was done, and what came of it; a second time the same."""

    model_config = ConfigDict(json_schema_extra={"examples": [RESULT]})

    action: str
    result: str
    taken_at: Instant


@router.get("/push-key", response=PushKeyOut, auth=None, summary="Key to subscribe with")
def push_key(request: HttpRequest) -> object:
    """The public key of this installation for `PushManager.subscribe`."""
    del request
    return {"public_key": queries.push_key()}


@router.get("/devices", response=list[DeviceOut], summary="Your devices")
def devices(request: HttpRequest) -> object:
    """The browsers that show your messages, newest first."""
    found = queries.devices_of(_person(request).pk, now=timezone.now())
    return [_device(device, is_live=is_live) for device, is_live in found]


@router.post(
    "/devices", response={201: RegisteredOut}, auth=PageAuth(), summary="Switch a device on"
)
def register_device(request: HttpRequest, body: SubscriptionIn) -> Status[object]:
    """Let this browser show your messages until you sign out in it; may be sent again.

    It takes the session of a browser: a token has no device. 409 `notifications.not-remembered`
    where the browser forgets you when it is closed, and `notifications.too-many-devices`; 422
    `notifications.wrong-subscription`.
    """
    device = actions.register_device(
        person=_person(request),
        session_key=request.session.session_key or "",
        is_remembered=not request.session.get_expire_at_browser_close(),
        endpoint=body.endpoint,
        p256dh=body.keys.p256dh,
        auth=body.keys.auth,
        user_agent=request.headers.get("User-Agent", ""),
        now=timezone.now(),
    )
    return Status(201, {**_device(device), "token": actions.renewal_token(device)})


@router.post("/devices/renew", response=RegisteredOut, auth=None, summary="Renew a device")
def renew_device(request: HttpRequest, body: RenewalIn) -> object:
    """Take the new subscription of a browser; its token says which one, nobody signs in.

    404 `notifications.no-such-device` once its person has signed out there or removed it.
    """
    del request
    device, token = actions.renew_device(
        token=body.token,
        endpoint=body.endpoint,
        p256dh=body.keys.p256dh,
        auth=body.keys.auth,
        now=timezone.now(),
    )
    return {**_device(device), "token": token}


@router.delete("/devices/{device_id}", response={204: None}, summary="Remove a device")
def remove_device(request: HttpRequest, device_id: DeviceId) -> Status[None]:
    """Send nothing there any more; 404 `notifications.no-such-device` when it is not yours."""
    actions.remove_device(person=_person(request), device_id=device_id)
    return Status(204, None)


@router.post("/act", response=ActionOut, auth=None, summary="Press a notification's button")
def act(request: HttpRequest, body: ActIn) -> object:
    """Do what the token of a notification is for, once; nobody signs in.

    404 `notifications.no-such-action` for a token that is unknown or a week old.
    """
    taken = actions.take_by_token(token=body.token, address=asker_of(request), now=timezone.now())
    return _taken(taken)


@router.post("/messages/{message_id}/act", response=ActionOut, summary="Act on a message")
def act_on_message(
    request: HttpRequest, message_id: Annotated[int, Path(ge=1, le=LARGEST_ID)], body: ActionIn
) -> object:
    """Do one of the things a message offers, once.

    404 `notifications.no-such-message` when it is not yours and `notifications.no-such-action`.
    """
    taken = actions.take_action(
        person=_person(request), message_id=message_id, action=body.action, now=timezone.now()
    )
    return _taken(taken)


def _device(device: Device, *, is_live: bool = True) -> dict[str, object]:
    return {
        "id": device.pk,
        "name": device.name,
        "added_at": device.added_at,
        "used_at": device.used_at,
        "is_live": is_live,
    }


def _taken(taken: ActionTaken) -> dict[str, object]:
    return {"action": taken.action, "result": taken.result, "taken_at": taken.at}


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
