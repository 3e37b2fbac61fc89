"""One message with what happened to it, and how what is not urgent comes."""

import datetime as dt
from typing import Annotated, Final, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Schema
from pydantic import ConfigDict, Field, JsonValue, WithJsonSchema

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.domain import Channel, Happening, Pace, State
from daybook.apps.notifications.queries.history import history_of
from daybook.core.bearer import signed_in
from daybook.core.rest import Instant

router = Router(tags=["notifications"], auth=signed_in)

LARGEST_ID: Final = 2**63 - 1
AT: Final = "2026-03-03T09:10:00Z"
TRACE: Final[dict[str, JsonValue]] = {
    "channel": "email",
    "state": "sent",
    "attempts": 1,
    "digest_at": None,
    "segments": 0,
    "steps": [
        {"what": "queued", "at": AT, "note": ""},
        {"what": "sent", "at": "2026-03-03T09:10:02Z", "note": ""},
    ],
}
DIGEST: Final[dict[str, JsonValue]] = {
    "pace": "morning",
    "morning_at": "07:00",
    "notes_openings": True,
}

MessageId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
LocalTime = Annotated[
    dt.time,
    WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d$", "examples": ["07:00"]}),
]


class StepOut(Schema):
    """One thing that happened, or will (`due`); `note` says why, where there is a reason."""

    what: Happening
    at: Instant
    note: str


class TraceOut(Schema):
    """What happened to a message by one channel, in order."""

    channel: Channel
    state: State
    attempts: int = Field(description="How often it was tried.")
    digest_at: Instant | None = Field(description="When the digest was made that carried it.")
    steps: list[StepOut]
    segments: int = Field(description="How many an SMS took; 0 for whatever is none.")


class HistoryOut(Schema):
    """One message, with what happened to it by each channel."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": 1,
                    "kind": "notifications.trial",
                    "subject": "A test message",
                    "text": "This is how Daybook tells you things.",
                    "shown_at": AT,
                    "read_at": None,
                    "history": [TRACE],
                }
            ]
        }
    )

    id: int
    kind: str
    subject: str
    text: str
    shown_at: Instant
    read_at: Instant | None
    history: list[TraceOut]


class DigestOut(Schema):
    """How what is not urgent comes by e-mail; the time is local."""

    model_config = ConfigDict(json_schema_extra={"examples": [DIGEST]})

    pace: Pace
    morning_at: str
    notes_openings: bool


class DigestIn(Schema):
    """What to change; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [DIGEST]})

    pace: Pace | None = Field(None, description="At once, or in a digest.")
    morning_at: LocalTime | None = Field(None, description="Local time in whole minutes.")
    notes_openings: bool | None = Field(
        None, description="Whether it is noted that a link in a mail was opened."
    )


@router.get("/messages/{message_id}/history", response=HistoryOut, summary="Its history")
def history(request: HttpRequest, message_id: MessageId) -> object:
    """One message with what happened to it; 404 `notifications.no-such-message` if not yours.

    It is not marked as read.
    """
    found = queries.message_of(_person(request).pk, message_id, now=timezone.now())
    return {
        "id": found.pk,
        "kind": found.kind,
        "subject": found.subject,
        "text": found.text,
        "shown_at": found.shown_at,
        "read_at": found.read_at,
        "history": history_of(found),
    }


@router.get("/settings/digest", response=DigestOut, summary="How what is not urgent comes")
def digest(request: HttpRequest) -> object:
    """Your pace, the time of your morning digest, and whether opened links are noted."""
    return _digest(_person(request))


@router.patch("/settings/digest", response=DigestOut, summary="Change how it comes")
def change_digest(request: HttpRequest, body: DigestIn) -> object:
    """Change some of it; 422 `notifications.wrong-wish` for a time that makes no sense."""
    person = _person(request)
    rest = queries.rest_of(person.pk)
    actions.change_pace(
        person=person,
        pace=body.pace or Pace(rest.pace),
        morning_at=rest.morning_at if body.morning_at is None else body.morning_at,
        notes_openings=(
            rest.notes_openings if body.notes_openings is None else body.notes_openings
        ),
        now=timezone.now(),
    )
    return _digest(person)


def _digest(person: AbstractBaseUser) -> dict[str, object]:
    rest = queries.rest_of(person.pk)
    return {
        "pace": rest.pace,
        "morning_at": f"{rest.morning_at:%H:%M}",
        "notes_openings": rest.notes_openings,
    }


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
