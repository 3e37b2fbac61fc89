"""Bare answers are given a page; whatever has one already is left alone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory

from daybook.lib.errors import Conflict
from daybook.web.middleware import FriendlyErrors

PROBLEM = "application/problem+json"


def through(answer, where="/somewhere/"):
    """What becomes of ``answer`` on its way out."""
    request = RequestFactory().get(where)
    request.user = AnonymousUser()
    return FriendlyErrors(lambda _request: answer)(request)


class TestBareAnswer:
    def test_to_a_wrong_method_becomes_a_page_that_keeps_what_is_allowed(self):
        answer = through(HttpResponseNotAllowed(["GET", "HEAD"]))
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
        assert b"<h1>" in answer.content

    def test_to_a_wrong_method_becomes_a_problem_in_the_api(self):
        answer = through(HttpResponseNotAllowed(["GET"]), "/api/v1/prices/rates")
        assert (answer["Content-Type"], answer["Allow"]) == (PROBLEM, "GET")

    def test_to_too_many_tries_keeps_when_to_come_back(self):
        answer = through(HttpResponse(status=429, headers={"Retry-After": "30"}))
        assert answer["Retry-After"] == "30"
        assert b"Try again in 30 seconds." in answer.content


class TestOtherAnswers:
    @pytest.mark.parametrize("status", [200, 204, 302, 404, 422])
    def test_pass_as_they_are(self, status):
        answer = HttpResponse("as it is", status=status)
        assert through(answer) is answer

    def test_with_a_page_of_their_own_pass_as_they_are(self):
        answer = HttpResponse("<h1>Too many</h1>" * 50, status=429)
        assert through(answer) is answer

    def test_that_are_problems_already_pass_as_they_are(self):
        answer = JsonResponse({}, status=429, content_type=PROBLEM)
        assert through(answer) is answer

    def test_that_stream_pass_as_they_are(self):
        answer = StreamingHttpResponse(iter([b"x"]), status=429)
        assert through(answer) is answer


class TestException:
    def test_of_the_domain_becomes_a_page(self):
        request = RequestFactory().get("/somewhere/")
        request.user = AnonymousUser()
        page = FriendlyErrors(HttpResponse).process_exception(request, Conflict("Taken."))
        assert page.status_code == 409

    def test_that_is_a_bug_goes_on(self):
        request = RequestFactory().get("/somewhere/")
        assert FriendlyErrors(HttpResponse).process_exception(request, ValueError()) is None
