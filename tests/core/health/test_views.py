import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.utils import timezone

from daybook.core.health.views import may_read_metrics, readiness
from daybook.core.jobs import beats


@pytest.fixture(autouse=True)
def ask_anew():
    readiness.forget()
    yield
    readiness.forget()


@pytest.fixture
def env(settings):
    """Changes the typed environment the settings carry."""

    def change(**values: object) -> None:
        settings.ENV = settings.ENV.model_copy(update=values)

    return change


class TestHealthz:
    def test_says_ok(self, client):
        assert client.get("/healthz").content == b"ok"

    def test_refuses_to_be_written_to(self, client):
        assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
class TestReadyz:
    def test_is_ready_with_a_worker(self, client):
        beats.beat("w", now=timezone.now())
        answer = client.get("/readyz")
        assert answer.status_code == 200
        assert answer.json()["checks"] == {
            "core.database": "ok",
            "core.migrations": "ok",
            "jobs.worker": "ok",
        }

    def test_is_not_ready_without_a_worker(self, client):
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["checks"]["jobs.worker"] == "warning"

    def test_asks_the_database_once_however_often_it_is_asked(
        self, client, django_assert_num_queries
    ):
        client.get("/readyz")
        with django_assert_num_queries(0):
            client.get("/readyz")


class TestMetrics:
    @pytest.mark.django_db
    def test_shows_figures_to_this_machine(self, client):
        figures = client.get("/metrics").content
        assert b"django_http_requests" in figures
        assert b"daybook_jobs_workers 0.0" in figures

    def test_shows_the_other_figures_when_the_database_is_away(self, client, monkeypatch):
        def away(*, now):
            raise OperationalError("the server is being restarted")

        monkeypatch.setattr("daybook.core.health.views.gauges.text", away)
        assert b"django_http_requests" in client.get("/metrics").content

    def test_is_not_there_for_others(self, client):
        assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404

    def test_opens_to_the_token(self, env):
        env(metrics_token="let me in")
        request = RequestFactory(REMOTE_ADDR="192.0.2.7").get
        assert may_read_metrics(request("/", headers={"Authorization": "Bearer let me in"}))
        assert not may_read_metrics(request("/", headers={"Authorization": "Bearer no"}))

    def test_an_unset_token_opens_nothing(self):
        request = RequestFactory(REMOTE_ADDR="192.0.2.7").get(
            "/", headers={"Authorization": "Bearer "}
        )
        assert not may_read_metrics(request)

    def test_does_not_take_a_proxy_for_this_machine(self, env, rf):
        assert not may_read_metrics(rf.get("/", headers={"X-Forwarded-For": "192.0.2.7"}))
        env(proxies=1)
        assert not may_read_metrics(rf.get("/"))

    def test_survives_a_server_that_names_no_address(self):
        assert not may_read_metrics(RequestFactory(REMOTE_ADDR="").get("/"))
