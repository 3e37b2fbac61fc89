"""Errors of pages, in the house's look: refusals of the domain and answers without a body."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from daybook.core.rest import status_of
from daybook.lib.errors import DomainError
from daybook.web.views.errors import error_page

log = structlog.get_logger(__name__)
BARE = {405, 429}
BARE_BODY_LENGTH = 200  # what Django writes itself is shorter than any page


class FriendlyErrors:
    """Give a page to a ``DomainError`` no view expected, a wrong method, too many requests."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Dress up what Django answers with a bare text."""
        response = self.respond(request)
        if response.status_code not in BARE or _has_a_page(response):
            return response
        wait = response.get("Retry-After", "")
        seconds = int(wait) if wait.isdecimal() else 0
        page = error_page(request, response.status_code, retry_after=seconds)
        for header in ("Allow", "Retry-After"):
            if header in response:
                page[header] = response[header]
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of an anticipated refusal; everything else is a bug and goes on."""
        if not isinstance(error, DomainError):
            return None
        log.info("page.refused", code=error.code, path=request.path)
        wait = error.details.get("retry_after_seconds", 0)
        return error_page(request, status_of(error), error.message, retry_after=wait)


def _has_a_page(response: HttpResponse) -> bool:
    return (
        response.streaming
        or response["Content-Type"].startswith("application/problem")
        or len(response.content) > BARE_BODY_LENGTH
    )
