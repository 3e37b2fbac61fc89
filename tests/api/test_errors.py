"""Bodies nobody can read are the caller's mistake, not a bug of ours."""

import pytest
from django.http import HttpRequest
from django.http.request import UnreadablePostError

LOGIN = "/api/v1/auth/login"


@pytest.mark.django_db
class TestBody:
    def test_that_is_too_large_is_refused(self, client, settings):
        body = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)

        response = client.post(LOGIN, body, content_type="application/json")

        assert (response.status_code, response.json()["type"]) == (413, "urn:daybook:too-large")

    def test_that_breaks_off_is_refused(self, client, monkeypatch):
        monkeypatch.setattr(HttpRequest, "body", property(broken_off))

        response = client.post(LOGIN, "{}", content_type="application/json")

        assert (response.status_code, response.json()["status"]) == (400, 400)


def broken_off(_request):
    raise UnreadablePostError("the line is dead")
