"""Every error page says what happened and what to do, whatever else is broken."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

PAGES = [400, 403, 404, 405, 429, 500]


def page(status, *, name=None, request=None, **context):
    if request is None:
        request = RequestFactory().get("/somewhere/")
        request.user = AnonymousUser()
    template = f"web/errors/{name or status}.html"
    return render_to_string(
        template, {"status": status, "request_id": "7FN5WA6E", **context}, request
    )


class Broken:
    """A person nobody can look up, because the database is away."""

    @property
    def is_authenticated(self):
        raise RuntimeError("the database is away")


@pytest.mark.parametrize("status", PAGES)
class TestEveryErrorPage:
    def test_says_what_happened_once(self, status):
        assert page(status).count("<h1>") == 1

    def test_names_the_error_and_the_request(self, status):
        html = page(status)
        assert f"Error {status}" in html
        assert "7FN5WA6E" in html

    def test_leads_on(self, status):
        assert 'href="/">Go to the first page' in page(status)

    def test_does_without_a_request_id(self, status):
        assert "<code>" not in page(status, request_id="")


class TestForm:
    def test_that_was_refused_says_that_nothing_was_saved(self):
        html = page(403, detail="form")
        assert "Nothing was saved" in html
        assert "This form could not be checked" in html
        assert "open too long, or cookies are not allowed" in html

    def test_refusal_of_a_person_says_something_else(self):
        assert "This form" not in page(403, detail="Only the owner may do this.")
        assert "Only the owner may do this." in page(403, detail="Only the owner may do this.")


class TestTooMany:
    def test_says_when_to_come_back(self):
        assert "Try again in 30 seconds." in page(429, retry_after=30)
        assert "Try again in 1 second." in page(429, retry_after=1)

    def test_says_soon_where_it_is_not_known(self):
        assert "in a few minutes" in page(429)


class TestRefusal:
    def test_tells_the_reason(self):
        html = page(409, name="refusal", detail="Someone has just taken <this>.")
        assert "Someone has just taken &lt;this&gt;." in html
        assert "Nothing was changed" in html

    def test_of_an_outside_service_blames_nobody(self):
        html = page(503, name="refusal", detail="Octopus does not answer.")
        assert "Nothing is wrong with what you did" in html


class TestOwnMistake:
    def test_is_told_even_when_the_database_is_away(self):
        request = RequestFactory().get("/")
        request.user = Broken()
        assert "This is our mistake" in page(500, request=request)

    def test_needs_no_query(self, client, django_assert_num_queries, db):
        with django_assert_num_queries(0):
            page(500)


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_has_a_page(client):
    response = client.get("/nowhere/at/all/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


@pytest.mark.django_db
def test_signing_in_is_advised_to_those_who_are_not(client, anna):
    assert "sign in first" in client.get("/nowhere/").content.decode()
    client.force_login(anna)
    assert "sign in first" not in client.get("/nowhere/").content.decode()
