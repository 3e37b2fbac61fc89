"""Imports over HTTP: what a file would bring, bringing it, and taking it back."""

from typing import Annotated, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status
from pydantic import ValidationError

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.api.import_shapes import (
    MOST_BAD,
    TAKES,
    BatchesAsked,
    BatchesOut,
    BatchOut,
    ImportAsked,
    MappingIn,
    PreviewOut,
)
from daybook.apps.consumption.api.shapes import LARGEST_ID
from daybook.apps.consumption.domain import LARGEST_BYTES, PlainLayout, plain_layout
from daybook.apps.consumption.errors import InvalidLayout, UnreadableFile
from daybook.core.bearer import signed_in
from daybook.core.rest import problem
from daybook.core.uploads import content_length, is_too_large

router = Router(tags=["consumption"], auth=signed_in)
TOO_LARGE = "That file is too large. It may have at most 5 MB."


@router.post(
    "",
    response={200: PreviewOut, 201: BatchOut},
    summary="Import a file",
    openapi_extra=TAKES,
)
def import_file(request: HttpRequest, asked: Query[ImportAsked]) -> object:
    """Import a CSV file of days or half-hours, or say with `dry_run` what it would bring.

    What is there already is not added again. 422 `consumption.unreadable-file` or
    `consumption.invalid-layout` says what is wrong with it; 409 `consumption.imported-before`,
    `consumption.nothing-to-import` or `consumption.preview-changed` why nothing was added.
    """
    if is_too_large(request) or (not _is_form(request) and content_length(request) > LARGEST_BYTES):
        return problem(413, "consumption.file-too-large", TOO_LARGE)
    person, now = _person(request), timezone.now()
    name, content = _file(request)
    if len(content) > LARGEST_BYTES:
        return problem(413, "consumption.file-too-large", TOO_LARGE)
    reading = actions.read_file(
        person_id=person.pk,
        name=(asked.name or name).replace("\0", ""),  # which PostgreSQL takes in no text
        content=content,
        said=_said(asked.mapping),
        now=now,
    )
    if not asked.dry_run:
        agreed = asked.agreed or None
        batch = actions.import_reading(person=person, reading=reading, agreed=agreed, now=now)
        return Status(201, batch)
    preview = queries.preview_of(person.pk, reading.entries)
    told = {
        "digest": preview.digest,
        "added": preview.added,
        "known": preview.known,
        "differing": preview.differing,
        "bad": len(preview.bad),
        "bad_rows": preview.bad[:MOST_BAD],
        "mapping": plain_layout(reading.layout),
    }
    return Status(200, told)


@router.get("", response=BatchesOut, summary="Your imports")
def imported(request: HttpRequest, asked: Query[BatchesAsked]) -> object:
    """A page of your imports, undone ones too; beyond the last page it is the last."""
    page = queries.batches_of(_person(request).pk, page=asked.page)
    return {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "imports": list(page.object_list),
    }


@router.delete("/{int:batch_id}", response=BatchOut, summary="Undo an import")
def undo_import(
    request: HttpRequest, batch_id: Annotated[int, Path(ge=1, le=LARGEST_ID)]
) -> object:
    """Take back all that came with an import; 404 `consumption.no-such-import` if not yours.

    409 `consumption.nothing-to-undo` when it is undone already.
    """
    return actions.undo_batch(person=_person(request), batch_id=batch_id, now=timezone.now())


def _is_form(request: HttpRequest) -> bool:
    return request.content_type == "multipart/form-data"


def _file(request: HttpRequest) -> tuple[str, bytes]:
    """The file, from a form or as the body itself, and what it is called."""
    if not _is_form(request):
        return "", request.read(LARGEST_BYTES + 1)
    file = request.FILES.get("file")
    if file is None:
        raise UnreadableFile("Send the file as “file” of the form.")
    return file.name or "", file.read()


def _said(text: str) -> PlainLayout:
    if not text:
        return {}
    try:
        return MappingIn.model_validate_json(text).model_dump(mode="json")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidLayout(f"The mapping is not valid: {where} {first['msg']}") from None


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
