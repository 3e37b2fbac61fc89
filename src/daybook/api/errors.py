"""The one place where domain errors become HTTP for the API."""

from http import HTTPStatus

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from daybook.core.rest import problem, status_of
from daybook.lib.errors import DomainError

log = structlog.get_logger(__name__)


def install(api: NinjaAPI) -> None:
    """Answer every error of ``api`` with a problem document."""
    _refuse_bodies(api)

    @api.exception_handler(DomainError)
    def domain(_request: HttpRequest, error: DomainError) -> HttpResponse:
        response = problem(status_of(error), error.code, error.message, **error.details)
        if wait := error.details.get("retry_after_seconds"):
            response["Retry-After"] = str(wait)
        return response

    @api.exception_handler(ValidationError)
    def shape(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = [
            {"loc": [*map(str, e["loc"])], "msg": str(e["msg"]).removeprefix("Value error, ")}
            for e in error.errors
        ]
        detail = "; ".join(f"{field['loc'][-1]}: {field['msg']}" for field in fields)
        return problem(422, "validation", detail or "The request is not valid.", errors=fields)

    @api.exception_handler(AuthenticationError)
    def anonymous(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        response = problem(401, "unauthenticated", "Please sign in.")
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(Http404)
    def missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return problem(404, "not-found", "There is no such thing.")

    @api.exception_handler(PermissionDenied)
    def denied(_request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
        return problem(403, "forbidden", "You may not do this.")

    @api.exception_handler(Throttled)
    def throttled(_request: HttpRequest, error: Throttled) -> HttpResponse:
        response = problem(429, "too-many-requests", "Too many requests. Please try again later.")
        response["Retry-After"] = str(error.wait or 60)
        return response

    @api.exception_handler(HttpError)
    def other(_request: HttpRequest, error: HttpError) -> HttpResponse:
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        return problem(error.status_code, code, error.message)

    @api.exception_handler(Exception)
    def bug(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("api.bug", path=request.path, exc_info=error)
        return problem(500, "bug", "Something broke here. It has been logged.")


def _refuse_bodies(api: NinjaAPI) -> None:
    """Answer those whose body cannot be read; that is no bug of ours."""

    @api.exception_handler(RequestDataTooBig)
    def too_big(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
        return problem(413, "too-large", "The body of the request is too large.")

    @api.exception_handler(UnreadablePostError)
    def broken_off(_request: HttpRequest, _error: UnreadablePostError) -> HttpResponse:
        return problem(400, "bad-request", "The body of the request broke off.")
