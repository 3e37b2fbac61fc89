"""The picture of a person over the API: the bare file, in and out."""

from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from ninja import Router, Status

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.api.profile import PersonOut
from daybook.apps.accounts.domain import PICTURE_BYTES
from daybook.apps.accounts.models import User
from daybook.core.bearer import signed_in_for_account
from daybook.core.rest import PROBLEM, problem
from daybook.core.uploads import content_length

router = Router(tags=["accounts"])

BINARY: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}
TAKES: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The file as it is, at most 5 MB.",
        "content": dict.fromkeys(("image/png", "image/jpeg", "image/webp"), BINARY),
    },
    "responses": {
        413: {
            "description": "Larger than 5 MB",
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    },
}
GIVES: Final[dict[str, Any]] = {
    "responses": {
        200: {"description": "256 pixels square", "content": {queries.PICTURE_TYPE: BINARY}},
        304: {"description": "The one whose `ETag` you have"},
    }
}


@router.get(
    "/me/avatar",
    response=None,
    auth=signed_in_for_account,
    summary="Your picture",
    openapi_extra=GIVES,
)
def avatar(request: HttpRequest) -> HttpResponse:
    """The picture as WebP, 256 pixels square; 404 when there is none."""
    found = queries.avatar_of(cast("User", request.user), is_small=False)
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.large), content_type=queries.PICTURE_TYPE)
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag = f'"{found.version}"'
    return get_conditional_response(request, etag=etag, response=response) or response


@router.put(
    "/me/avatar",
    response=PersonOut,
    auth=signed_in_for_account,
    summary="Change your picture",
    openapi_extra=TAKES,
)
def change_avatar(request: HttpRequest, response: HttpResponse) -> object:
    """Send a PNG, JPEG or WebP file as the body; 422 `accounts.not-valid` tells what is wrong.

    Its middle is kept, as a square, drawn anew: nothing else of the file stays.
    """
    if content_length(request) > PICTURE_BYTES:
        return problem(413, "accounts.picture-too-large", "A picture may have at most 5 MB.")
    data = request.read(PICTURE_BYTES + 1)
    response["Cache-Control"] = "no-store"
    return actions.change_avatar(user=cast("User", request.user), data=data, now=timezone.now())


@router.delete(
    "/me/avatar", response={204: None}, auth=signed_in_for_account, summary="Remove your picture"
)
def remove_avatar(request: HttpRequest) -> Status[None]:
    """Remove your picture; removing none is fine."""
    actions.remove_avatar(user=cast("User", request.user))
    return Status(204, None)
