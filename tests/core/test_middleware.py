import logging

import pytest
from django.http import HttpResponse
from django.urls import ResolverMatch
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs

from daybook.core.middleware import request_log, shown_path


def answered(request, status=200):
    with capture_logs() as lines:
        response = request_log(lambda _: HttpResponse(status=status))(request)
    return response, lines


class TestRequestLog:
    def test_gives_each_request_an_id_and_says_it(self, rf):
        request = rf.get("/")
        response, _ = answered(request)
        assert response["X-Request-ID"] == request.request_id
        assert len(request.request_id) >= 8

    def test_keeps_a_sensible_id_of_the_caller(self, rf):
        response, _ = answered(rf.get("/", headers={"X-Request-ID": "abcdef12-3456"}))
        assert response["X-Request-ID"] == "abcdef12-3456"

    @pytest.mark.parametrize("wrong", ["short", "x" * 65, 'a"b\\c<script>'])
    def test_replaces_an_id_that_could_break_a_line(self, rf, wrong):
        response, _ = answered(rf.get("/", headers={"X-Request-ID": wrong}))
        assert response["X-Request-ID"] != wrong

    def test_logs_one_line_without_the_query(self, rf):
        _, lines = answered(rf.get("/prices/?postcode=BS1&token=abc"))
        assert len(lines) == 1
        assert (lines[0]["path"], lines[0]["status"]) == ("/prices/", 200)
        assert "abc" not in str(lines)

    @pytest.mark.parametrize(
        ("path", "status", "level"),
        [("/", 200, "info"), ("/", 404, "info"), ("/", 500, "warning"), ("/healthz", 200, "debug")],
    )
    def test_chooses_the_level(self, rf, path, status, level, monkeypatch):
        said = []
        from daybook.core import middleware

        class Log:
            def __getattr__(self, name):
                return lambda *_args, **_fields: said.append(name)

        monkeypatch.setattr(middleware, "log", Log())
        request_log(lambda _: HttpResponse(status=status))(rf.get(path))
        assert said == [level]

    def test_binds_the_id_for_every_line_meanwhile(self, rf):
        seen = []
        request = rf.get("/")
        request_log(lambda _: seen.append(get_contextvars()) or HttpResponse())(request)
        assert seen == [{"request_id": request.request_id}]


class TestShownPath:
    def test_hides_a_key_in_the_path(self, rf):
        request = rf.get("/confirm/s3cr3t/")
        request.resolver_match = ResolverMatch(
            print, (), {"key": "s3cr3t"}, route="confirm/<str:key>/"
        )
        assert shown_path(request) == "/confirm/<str:key>/"

    def test_hides_where_somebody_lives(self, rf):
        request = rf.get("/postcodes/SW1A1AA")
        request.resolver_match = ResolverMatch(
            print, (), {"postcode": "SW1A1AA"}, route="postcodes/<postcode>"
        )
        assert shown_path(request) == "/postcodes/<postcode>"

    def test_shows_any_other_path_as_it_is(self, rf):
        assert shown_path(rf.get("/prices/?region=C")) == "/prices/"


@pytest.mark.django_db
class TestThroughTheWholeHouse:
    def test_a_stranger_costs_no_query(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert client.get("/healthz").content == b"ok"

    def test_a_person_is_named_by_number(self, client, anna, caplog):
        client.force_login(anna)
        with caplog.at_level(logging.INFO), capture_logs() as lines:
            client.get("/admin/")
        assert [line["user_id"] for line in lines if line["event"] == "request"] == [anna.pk]
