"""Notifications over the API: the inbox, and what a person wants to be told."""

import datetime as dt
from typing import Annotated, Final, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, JsonValue, WithJsonSchema

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.api import addresses, devices, history, phone
from daybook.apps.notifications.domain import Channel
from daybook.apps.notifications.models import Message
from daybook.core.bearer import signed_in
from daybook.core.rest import Instant

router = Router(tags=["notifications"], auth=signed_in)
router.add_router("/phone", phone.router)
router.add_router("", addresses.router)
router.add_router("", history.router)
router.add_router("", devices.router)

LARGEST_ID: Final = 2**63 - 1
LAST_PAGE: Final = 1_000_000
MESSAGE: Final[dict[str, JsonValue]] = {
    "id": 1,
    "kind": "notifications.trial",
    "subject": "A test message",
    "text": "This is how Daybook tells you things.",
    "shown_at": "2026-03-03T09:10:00Z",
    "read_at": None,
    "actions": [
        {"name": "notifications.done", "label": "Done", "is_taken": False, "result": ""},
    ],
}
WISHES: Final[dict[str, JsonValue]] = {
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "paused_until": None,
    "kinds": [{"kind": "notifications.trial", "channel": "email", "is_on": False}],
}
WISHED: Final[dict[str, JsonValue]] = {
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "paused_until": None,
    "kinds": [
        {"kind": "notifications.trial", "channel": "email", "is_on": False, "may_be_off": True}
    ],
}

LocalTime = Annotated[
    dt.time,
    WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d$", "examples": ["22:00"]}),
]
MessageId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


def _shaped(example: dict[str, JsonValue]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class OfferOut(Schema):
    """Something that can be done with a message, or what came of it."""

    name: str
    label: str
    is_taken: bool
    result: str


class MessageOut(Schema):
    """One message, as only its person sees it."""

    model_config = _shaped(MESSAGE)

    id: int
    kind: str
    subject: str
    text: str
    shown_at: Instant
    read_at: Instant | None
    actions: list[OfferOut]

    @staticmethod
    def resolve_actions(message: Message) -> list[queries.Offer]:
        """What can be done with it."""
        return queries.offers_of(message)


class InboxOut(Schema):
    """A page of the inbox, newest first, 20 a page."""

    model_config = _shaped({"count": 1, "unread": 1, "page": 1, "pages": 1, "messages": [MESSAGE]})

    count: int = Field(description="All messages of the inbox.")
    unread: int = Field(description="Those never opened.")
    page: int
    pages: int
    messages: list[MessageOut]


class ReadOut(Schema):
    """How many messages were marked."""

    model_config = _shaped({"marked": 3})

    marked: int


class WishOut(Schema):
    """Whether messages of a kind take a channel."""

    kind: str
    channel: Channel
    is_on: bool
    may_be_off: bool


class WishesOut(Schema):
    """What a person wants to be told, and when to be left alone; times are local."""

    model_config = _shaped(WISHED)

    quiet_from: str | None
    quiet_until: str | None
    paused_until: dt.date | None
    kinds: list[WishOut]


class WishIn(Schema):
    """Switch messages of a kind on or off for a channel."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=100)
    channel: Channel
    is_on: bool


class WishesIn(Schema):
    """What to change; what is left out stays as it is, and null means none."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [WISHES]})

    quiet_from: LocalTime | None = Field(None, description="Local time in whole minutes.")
    quiet_until: LocalTime | None = Field(None, description="Local time in whole minutes.")
    paused_until: dt.date | None = Field(None, description="A local day, within a year.")
    kinds: list[WishIn] = Field([], max_length=500)


@router.get("/messages", response=InboxOut, summary="Your inbox")
def messages(request: HttpRequest, page: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1) -> object:
    """A page of your inbox; one beyond the last is the last."""
    now = timezone.now()
    person = _person(request)
    found = queries.inbox_of(person.pk, page=page, now=now, has_actions=True)
    return {
        "count": found.paginator.count,
        "unread": queries.unread_count(person.pk, now=now),
        "page": found.number,
        "pages": found.paginator.num_pages,
        "messages": list(found.object_list),
    }


@router.post("/messages/read", response=ReadOut, summary="Mark everything as read")
def read_all(request: HttpRequest) -> object:
    """Mark all messages of your inbox as read."""
    return {"marked": actions.read_all(person=_person(request), now=timezone.now())}


@router.post("/messages/{message_id}/read", response=MessageOut, summary="Mark as read")
def read(request: HttpRequest, message_id: MessageId) -> Message:
    """Mark one message as read; 404 `notifications.no-such-message` when it is not yours."""
    return actions.read(person=_person(request), message_id=message_id, now=timezone.now())


@router.delete("/messages/{message_id}", response={204: None}, summary="Delete a message")
def delete(request: HttpRequest, message_id: MessageId) -> Status[None]:
    """Take one message out of your inbox; 404 `notifications.no-such-message` when not yours."""
    actions.delete(person=_person(request), message_id=message_id, now=timezone.now())
    return Status(204, None)


@router.get("/settings", response=WishesOut, summary="What you want to be told")
def settings(request: HttpRequest) -> object:
    """Your quiet hours, your pause, and each kind of message by each channel."""
    return _wishes(_person(request))


@router.patch("/settings", response=WishesOut, summary="Change what you want to be told")
def change_settings(request: HttpRequest, body: WishesIn) -> object:
    """Change some of it, or nothing when something is wrong.

    409 `notifications.always-on` for a kind that cannot be switched and
    `notifications.phone-not-confirmed` for SMS to a number that is not, 422
    `notifications.unknown-kind` and `notifications.wrong-wish`.
    """
    person = _person(request)
    rest = queries.rest_of(person.pk)
    given = {
        field: getattr(body if field in body.model_fields_set else rest, field)
        for field in ("quiet_from", "quiet_until", "paused_until")
    }
    actions.change_wishes(
        person=person,
        switched=[(wish.kind, wish.channel, wish.is_on) for wish in body.kinds],
        now=timezone.now(),
        **given,
    )
    return _wishes(person)


def _wishes(person: AbstractBaseUser) -> dict[str, object]:
    rest = queries.rest_of(person.pk)
    return {
        "quiet_from": f"{rest.quiet_from:%H:%M}" if rest.quiet_from else None,
        "quiet_until": f"{rest.quiet_until:%H:%M}" if rest.quiet_until else None,
        "paused_until": rest.paused_until,
        "kinds": [wish for kind in queries.wishes_of(person.pk) for wish in kind.wishes],
    }


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
