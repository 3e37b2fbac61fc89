"""The shapes of what the API says and hears about a person's data."""

from typing import Final
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.accounts.api.people import Password
from daybook.core.rest import Instant

ARCHIVE: Final[dict[str, JsonValue]] = {
    "id": "019cb2a0-5c80-7f3a-9c1e-5b0d8e2f7a64",
    "state": "ready",
    "asked_at": "2026-03-03T09:10:00Z",
    "steps": 6,
    "steps_done": 6,
    "rows": 482,
    "name": "daybook-my-data-2026-03-03.zip",
    "size": 20480,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "ready_at": "2026-03-03T09:10:04Z",
    "expires_at": "2026-03-10T09:10:04Z",
}
CONSENT: Final[dict[str, JsonValue]] = {
    "purpose": "notifications.marketing",
    "label": "News",
    "text": "Yes, send me news about Daybook.",
    "version": 1,
    "place": "/inbox/settings/",
    "at": "2026-03-03T09:10:00Z",
    "is_given": True,
    "is_in_force": True,
}
KEPT: Final[dict[str, JsonValue]] = {
    "name": "notifications.messages",
    "label": "Messages, and what you want to be told",
    "retention": "Messages are deleted after a year.",
}


def _shaped(example: dict[str, JsonValue]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class ArchiveOut(Schema):
    """A copy of your data, and how far it is."""

    model_config = _shaped(ARCHIVE)

    id: UUID
    state: str = Field(description="`waiting`, `making`, `ready` or `failed`.")
    asked_at: Instant
    steps: int = Field(description="Parts of Daybook that are asked.")
    steps_done: int
    rows: int = Field(description="Entries so far.")
    name: str
    size: int = Field(description="In bytes.")
    sha256: str
    ready_at: Instant | None
    expires_at: Instant | None


class ArchivesOut(Schema):
    """All copies that have not run out, newest first."""

    model_config = _shaped({"items": [ARCHIVE]})

    items: list[ArchiveOut]


class ProofIn(Schema):
    """The password once more, and a code where an app shows them."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"password": "nine green bottles", "code": ""}]},
    )

    password: Password
    code: str = Field("", max_length=32)


class LeaveIn(ProofIn):
    """The same, and whether the last operator knows what that means."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"password": "nine green bottles"}]}
    )

    accepts_no_operator: bool = False


class LeavingOut(Schema):
    """When the account goes."""

    model_config = _shaped({"closes_at": "2026-03-17T09:10:00Z"})

    closes_at: Instant


class ConsentOut(Schema):
    """The newest word of a person on one purpose."""

    purpose: str
    label: str
    text: str = Field(description="The very words that were agreed to.")
    version: int
    place: str = Field(description="The page it was said on.")
    at: Instant
    is_given: bool = Field(description="False once it was taken back.")
    is_in_force: bool = Field(description="False also when the text has been replaced since.")


class ConsentsOut(Schema):
    """Every purpose a person has ever agreed to."""

    model_config = _shaped({"items": [CONSENT]})

    items: list[ConsentOut]


class KeptEntry(Schema):
    """What one part of Daybook keeps, and for how long."""

    name: str
    label: str
    retention: str


class KeptOut(Schema):
    """Every part of Daybook that keeps something about people."""

    model_config = _shaped({"items": [KEPT]})

    items: list[KeptEntry]
