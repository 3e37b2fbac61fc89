"""Middleware of the whole house."""

import time
from collections.abc import Callable
from typing import Final

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars

from daybook.lib import ids

log = structlog.get_logger("daybook.request")

HEADER: Final = "X-Request-ID"
ATTRIBUTE: Final = "request_id"
UNREMARKABLE: Final = ("/healthz", "/readyz", "/metrics", "/static/")
SECRET_PARTS: Final = frozenset(
    {"key", "token", "code", "secret", "signature", "uidb36", "postcode"}
)
SERVER_ERROR: Final = 500

Respond = Callable[[HttpRequest], HttpResponse]


def request_log(respond: Respond) -> Respond:
    """Give each request an id, put it on every line logged meanwhile, and log one line at its end.

    A sensible ``X-Request-ID`` of the caller is kept. The id is ``request.request_id`` and goes
    back in the answer's header, so that an error page and the log can be brought together.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = _id_for(request)
        setattr(request, ATTRIBUTE, request_id)
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        response = respond(request)
        response[HEADER] = request_id
        _tell(request, response, (time.perf_counter() - started) * 1000)
        return response

    return middleware


def _id_for(request: HttpRequest) -> str:
    wanted: str = request.META.get("HTTP_X_REQUEST_ID", "")
    return wanted if ids.is_request_id(wanted) else ids.request_id()


def _tell(request: HttpRequest, response: HttpResponse, milliseconds: float) -> None:
    if response.status_code >= SERVER_ERROR:
        say = log.warning
    elif request.path.startswith(UNREMARKABLE):
        say = log.debug
    else:
        say = log.info
    say(
        "request",
        method=request.method,
        path=shown_path(request),
        status=response.status_code,
        duration_ms=round(milliseconds, 1),
        user_id=_user_id(request),
    )


def shown_path(request: HttpRequest) -> str:
    """The path without its query; the route where the path has a secret or a home in it."""
    match = request.resolver_match
    if match is not None and not SECRET_PARTS.isdisjoint(match.kwargs):
        return f"/{match.route}"
    return request.path


def _user_id(request: HttpRequest) -> object:
    """Who asked, if the request found that out anyway: logging loads no session and no person."""
    user = getattr(request, "_cached_user", None) or getattr(request, "auth", None)
    return getattr(user, "pk", None)
