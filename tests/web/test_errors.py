"""Errors from end to end: a page for people, a problem document for callers of the API."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from daybook.lib.errors import Conflict, Forbidden, Invalid, NotFound, TooMany, Unavailable

PROBLEM = "application/problem+json"
RAISED = {
    "bad": BadRequest("odd"),
    "denied": PermissionDenied("no"),
    "invalid": Invalid("Choose a later day."),
    "lost": NotFound("There is no such <thing>."),
    "forbidden": Forbidden("Only the owner may do this."),
    "taken": Conflict("Somebody has just taken it."),
    "often": TooMany("Please wait a little.", retry_after_seconds=42),
    "away": Unavailable("Octopus does not answer."),
    "bug": RuntimeError("secret detail"),
    "database": OperationalError("no such table"),
}


def failing(error):
    """A view that raises ``error``."""

    def view(request):
        raise error

    return view


def bare(request, status):
    """A view that answers with a status and hardly a word."""
    return HttpResponse("x" * 20, status=status)


views = [path(f"{name}/", failing(error)) for name, error in RAISED.items()]
bare_views = [path("bare/<int:status>/", bare)]
urlpatterns = [
    path("try/", include((views + bare_views, "try"))),
    path("api/try/", include((views + bare_views, "api-try"))),
    path("", include("daybook.config.urls")),
]
handler400 = "daybook.web.views.errors.bad_request"
handler403 = "daybook.web.views.errors.forbidden"
handler404 = "daybook.web.views.errors.not_found"
handler500 = "daybook.web.views.errors.server_error"

CASES = [
    ("bad", 400, "This request makes no sense here"),
    ("denied", 403, "You may not do this"),
    ("forbidden", 403, "Only the owner may do this."),
    ("lost", 404, "There is no such &lt;thing&gt;."),
    ("nowhere", 404, "There is nothing at this address"),
    ("taken", 409, "Somebody has just taken it."),
    ("invalid", 422, "Choose a later day."),
    ("often", 429, "Try again in 42 seconds."),
    ("bug", 500, "Something broke here"),
    ("database", 500, "Something broke here"),
    ("away", 503, "Octopus does not answer."),
]


@pytest.fixture
def visit(settings):
    """Opens a page that fails, as a browser sees it."""
    settings.ROOT_URLCONF = __name__
    browser = Client(raise_request_exception=False)

    def visit(where, **headers):
        return browser.get(where, headers=headers)

    return visit


@pytest.mark.parametrize(("name", "status", "told"), CASES)
class TestPage:
    def test_says_what_happened(self, visit, name, status, told):
        answer = visit(f"/try/{name}/")
        assert answer.status_code == status
        assert answer["Content-Type"].startswith("text/html")
        assert told in answer.content.decode()

    def test_shows_the_number_of_the_request(self, visit, name, status, told):
        answer = visit(f"/try/{name}/", **{"X-Request-ID": "7FN5WA6E"})
        assert "7FN5WA6E" in answer.content.decode()
        assert answer["X-Request-ID"] == "7FN5WA6E"

    def test_tells_no_secret(self, visit, name, status, told):
        text = visit(f"/try/{name}/").content.decode()
        assert "secret detail" not in text
        assert "no such table" not in text
        assert "Traceback" not in text

    def test_has_no_body_for_head(self, settings, name, status, told):
        settings.ROOT_URLCONF = __name__
        answer = Client(raise_request_exception=False).head(f"/try/{name}/")
        assert (answer.status_code, answer.content) == (status, b"")

    def test_is_a_problem_document_for_callers_of_the_api(self, visit, name, status, told):
        answer = visit(f"/api/try/{name}/")
        body = answer.json()
        assert answer["Content-Type"] == PROBLEM
        assert answer.status_code == body["status"] == status
        assert body["type"].startswith("urn:daybook:")
        assert body["title"]
        assert body["detail"]
        assert "secret" not in body["detail"]


def test_no_error_page_asks_the_database(visit, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        for name, _, _ in CASES:
            visit(f"/try/{name}/")


class TestRefusal:
    def test_of_the_domain_keeps_its_words_in_a_problem_document(self, visit):
        assert visit("/api/try/taken/").json()["detail"] == "Somebody has just taken it."

    def test_tells_a_long_wait_in_minutes(self, visit, monkeypatch):
        monkeypatch.setitem(RAISED["often"].details, "retry_after_seconds", 283)
        assert "Try again in 5 minutes." in visit("/try/often/").content.decode()

    @pytest.mark.parametrize("where", ["/try/often/", "/api/try/often/"])
    def test_says_when_to_come_back(self, visit, where):
        assert visit(where)["Retry-After"] == "42"

    def test_reaches_htmx_with_its_status(self, visit):
        answer = visit("/try/taken/", **{"HX-Request": "true"})
        assert answer.status_code == 409
        assert "Somebody has just taken it." in answer.content.decode()


class TestForm:
    def test_without_its_token_is_told_kindly(self):
        answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})
        assert answer.status_code == 403
        assert "This form could not be checked" in answer.content.decode()
        assert "Nothing was saved" in answer.content.decode()

    def test_too_large_is_refused_with_a_page(self, settings, client):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
        answer = client.post("/accounts/login/", {"login": "a" * 100})
        assert answer.status_code == 400
        assert "This request makes no sense here" in answer.content.decode()

    def test_from_an_unknown_host_is_refused_with_a_page(self, client):
        answer = client.get("/", headers={"Host": "elsewhere.example"})
        assert answer.status_code == 400
        assert "This request makes no sense here" in answer.content.decode()
