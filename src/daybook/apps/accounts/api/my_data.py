"""Copies of your data, what you agreed to, and the end of your account, over the API."""

from typing import Any, Final, cast
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Router, Status

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.api.data_shapes import (
    ArchiveOut,
    ArchivesOut,
    ConsentsOut,
    KeptOut,
    LeaveIn,
    LeavingOut,
    ProofIn,
)
from daybook.apps.accounts.api.people import origin_of
from daybook.apps.accounts.models import Archive, User
from daybook.apps.accounts.queries import Agreement
from daybook.core.bearer import signed_in_for_account, signed_in_with_password
from daybook.core.downloads import attachment

router = Router(tags=["accounts"])

ZIP: Final[dict[str, Any]] = {
    "responses": {
        200: {
            "description": "The ZIP file",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get("/data/kept", response=KeptOut, auth=signed_in_for_account, summary="What is kept")
def kept(request: HttpRequest) -> dict[str, object]:
    """What Daybook keeps about people, and for how long."""
    return {
        "items": [
            {"name": row.name, "label": str(row.label), "retention": str(row.retention)}
            for row in queries.kept_about_people()
        ]
    }


@router.get(
    "/data/copies", response=ArchivesOut, auth=signed_in_with_password, summary="Copies of my data"
)
def archives(request: HttpRequest) -> dict[str, object]:
    """The copies of your data, newest first: one being made, and one that is ready."""
    return {"items": queries.current_archives_of(_person(request), now=timezone.now())}


@router.post(
    "/data/copies",
    response={202: ArchiveOut},
    auth=signed_in_with_password,
    summary="Ask for a copy of my data",
)
def ask_for_archive(request: HttpRequest) -> Status[Archive]:
    """Have a copy made, at most three a day; the one that is being made, if there is one."""
    archive = actions.ask_for_archive(
        user=_person(request), origin=origin_of(request), now=timezone.now()
    )
    return Status(202, archive)


@router.get(
    "/data/copies/{uuid:archive_id}",
    response=ArchiveOut,
    auth=signed_in_with_password,
    summary="A copy of my data",
)
def archive(request: HttpRequest, archive_id: UUID) -> Archive:
    """How far a copy is; 404 `accounts.no-such-archive` when it is not yours or has run out."""
    return queries.archive_called(_person(request), archive_id, now=timezone.now())


@router.post(
    "/data/copies/{uuid:archive_id}/download",
    response={200: None},
    auth=signed_in_with_password,
    summary="Download a copy of my data",
    openapi_extra=ZIP,
)
def download(request: HttpRequest, archive_id: UUID, body: ProofIn) -> StreamingHttpResponse:
    """The file of a copy, for the password and, where an app shows them, a code."""
    user, now = _person(request), timezone.now()
    archive = queries.ready_archive(user, archive_id, now=now)
    origin = origin_of(request)
    actions.check_person(user=user, password=body.password, code=body.code, origin=origin, now=now)
    actions.note_download(archive=archive, origin=origin, now=now)
    return attachment(
        queries.content_of(archive),
        name=archive.name,
        size=archive.size,
        content_type="application/zip",
    )


@router.get(
    "/consents", response=ConsentsOut, auth=signed_in_for_account, summary="What I agreed to"
)
def consents(request: HttpRequest) -> dict[str, object]:
    """The newest word on everything you ever agreed to."""
    return {"items": [_told(row) for row in queries.agreements_of(_person(request))]}


def _told(agreement: Agreement) -> dict[str, object]:
    names = ("text", "version", "place", "at", "is_given")
    return {name: getattr(agreement.newest, name) for name in names} | {
        "purpose": agreement.purpose,
        "label": str(agreement.label),
        "is_in_force": agreement.is_in_force,
    }


@router.post(
    "/consents/{purpose}/withdraw",
    response={204: None},
    auth=signed_in_for_account,
    summary="Take a consent back",
)
def withdraw(request: HttpRequest, purpose: str) -> Status[None]:
    """Take back what you agreed to; 404 `accounts.no-such-consent` when there is nothing."""
    actions.withdraw_consent(
        person=_person(request), purpose=purpose, place=request.path, now=timezone.now()
    )
    return Status(204, None)


@router.post(
    "/leave", response={202: LeavingOut}, auth=signed_in_with_password, summary="Delete my account"
)
def leave(request: HttpRequest, body: LeaveIn) -> Status[dict[str, object]]:
    """Have your account deleted after two weeks; until then you can sign in on a page and keep it.

    Every session and token ends at once. 409 `accounts.last-operator` when nobody else runs the
    place and you have not said that you know.
    """
    closes_at = actions.ask_to_leave(
        user=_person(request),
        password=body.password,
        code=body.code,
        accepts_no_operator=body.accepts_no_operator,
        origin=origin_of(request),
        now=timezone.now(),
    )
    return Status(202, {"closes_at": closes_at})


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
