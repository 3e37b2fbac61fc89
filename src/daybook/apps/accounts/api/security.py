"""Password, sessions, personal tokens and the security log over the API."""

from typing import Annotated, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.api.people import TokensOut, origin_of
from daybook.apps.accounts.api.shapes import (
    EndAllIn,
    EventsOut,
    NewTokenOut,
    PasswordIn,
    PersonalTokensOut,
    SessionsOut,
    TokenIn,
)
from daybook.apps.accounts.models import SecurityEvent, SignIn, User
from daybook.core.bearer import signed_in_for_account, signed_in_with_password

router = Router(tags=["accounts"])
A_PAGE = 20


@router.get(
    "/security", response=EventsOut, auth=signed_in_for_account, summary="Your security log"
)
def security_log(
    request: HttpRequest, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> dict[str, object]:
    """What has happened to your account in the last year, 20 a page."""
    paginator = Paginator(queries.security_events_of(_person(request)), A_PAGE)
    items: list[SecurityEvent] = (
        [*paginator.page(page).object_list] if page <= paginator.num_pages else []
    )
    return {"items": items, "count": paginator.count}


@router.post(
    "/password", response=TokensOut, auth=signed_in_with_password, summary="Change your password"
)
def change_password(request: HttpRequest, response: HttpResponse, body: PasswordIn) -> object:
    """Change the password: every session and token ends, and new tokens are answered."""
    user, now = _person(request), timezone.now()
    actions.change_password(
        user=user, current=body.current, new=body.new, origin=origin_of(request), now=now
    )
    response["Cache-Control"] = "no-store"
    return actions.issue_tokens(user=user, origin=origin_of(request), now=now)


@router.get("/sessions", response=SessionsOut, auth=signed_in_for_account, summary="Your sessions")
def sessions(request: HttpRequest) -> dict[str, object]:
    """Where your account is open, last seen first."""
    here = _session_key(request)
    return {"items": [_session(row, here) for row in queries.sign_ins_of(_person(request))]}


def _session(row: SignIn, here: str) -> dict[str, object]:
    names = ("id", "kind", "device", "address", "signed_in_at", "last_seen_at")
    return {name: getattr(row, name) for name in names} | {"is_this": row.session_id == here}


def _session_key(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return queries.session_key_behind(token.strip())
    return request.session.session_key or ""


@router.delete(
    "/sessions/{int:session_id}",
    response={204: None},
    auth=signed_in_for_account,
    summary="End a session",
)
def end_session(request: HttpRequest, session_id: int) -> Status[None]:
    """End one session with its tokens; 404 `accounts.no-such-session` when it is not yours."""
    actions.end_session(
        user=_person(request),
        sign_in_id=session_id,
        origin=origin_of(request),
        now=timezone.now(),
    )
    return Status(204, None)


@router.post(
    "/sessions/end-all",
    response={204: None},
    auth=signed_in_for_account,
    summary="Sign out everywhere",
)
def sign_out_everywhere(request: HttpRequest, body: EndAllIn) -> Status[None]:
    """End every session with all their tokens, this one too; personal tokens where asked."""
    actions.sign_out_everywhere(
        user=_person(request),
        has_tokens_revoked=body.has_tokens_revoked,
        origin=origin_of(request),
        now=timezone.now(),
    )
    return Status(204, None)


@router.get(
    "/tokens", response=PersonalTokensOut, auth=signed_in_with_password, summary="Your tokens"
)
def tokens(request: HttpRequest) -> dict[str, object]:
    """Your personal access tokens, newest first."""
    return {"items": [*queries.tokens_of(_person(request))]}


@router.post(
    "/tokens", response={201: NewTokenOut}, auth=signed_in_with_password, summary="Make a token"
)
def make_token(request: HttpRequest, response: HttpResponse, body: TokenIn) -> Status[object]:
    """Make a token for a script; 409 `accounts.too-many-tokens` when there are 20."""
    new = actions.make_token(
        user=_person(request),
        name=body.name,
        scopes=body.scopes,
        days=body.days,
        origin=origin_of(request),
        now=timezone.now(),
    )
    response["Cache-Control"] = "no-store"
    return Status(201, new)


@router.delete(
    "/tokens/{int:token_id}",
    response={204: None},
    auth=signed_in_with_password,
    summary="Revoke a token",
)
def revoke_token(request: HttpRequest, token_id: int) -> Status[None]:
    """End a token at once; 404 `accounts.no-such-token` when it is not yours."""
    actions.revoke_token(
        user=_person(request), token_id=token_id, origin=origin_of(request), now=timezone.now()
    )
    return Status(204, None)


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
