"""Error pages: what happened and what to do, in the house's look; problem documents for the API."""

from math import ceil

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from daybook.core.rest import problem

API = "/api/"

PROBLEMS = {
    400: ("bad-request", "The request makes no sense."),
    403: ("forbidden", "You may not do this."),
    404: ("not-found", "There is no such thing."),
    405: ("method-not-allowed", "This address does not answer to that method."),
    409: ("conflict", "The state of things does not allow this."),
    422: ("invalid", "The request is not valid."),
    429: ("too-many-requests", "Too many requests. Please try again later."),
    500: ("bug", "Something broke here. It has been logged."),
    503: ("unavailable", "A service this depends on does not answer."),
}
OWN_PAGES = {400, 403, 404, 405, 429, 500}


def error_page(
    request: HttpRequest, status: int, detail: str = "", *, retry_after: int = 0
) -> HttpResponse:
    """The page for ``status``, or its problem document for a caller of the API.

    ``retry_after`` says in how many seconds it is worth another try, where that is known.
    """
    if request.path.startswith(API):
        code, sentence = PROBLEMS[status]
        return _with_wait(problem(status, code, detail or sentence), retry_after)
    if not hasattr(request, "user"):  # it failed before anybody looked who is asking
        request.user = AnonymousUser()
    template = f"web/errors/{status if status in OWN_PAGES else 'refusal'}.html"
    context = {
        "status": status,
        "detail": detail,
        "retry_after": retry_after,
        "retry_minutes": ceil(retry_after / 60),
        "request_id": getattr(request, "request_id", ""),
    }
    return _with_wait(render(request, template, context, status=status), retry_after)


def _with_wait(response: HttpResponse, seconds: int) -> HttpResponse:
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for a request that makes no sense."""
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for something this person may see but not do."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was open too long or came from elsewhere."""
    return error_page(request, 403, "form")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for an address that leads nowhere."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own mistakes; it says by what number the log knows this one."""
    return error_page(request, 500)
