"""Settings as a site for others gets them, and as a home does."""

import json
import os
import subprocess
import sys

import pytest

KEY = "correct horse battery staple 0123456789 ABCDEFGHIJKLMNOP"
SHOWN = (
    "DEBUG",
    "ALLOWED_HOSTS",
    "SESSION_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
)
SHOW = f"""
import json; from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {SHOWN!r}}}))
"""
PRODUCTION = {
    "DAYBOOK_MODE": "production",
    "DAYBOOK_SECRET_KEY": KEY,
    "DAYBOOK_ALLOWED_HOSTS": "day.example.org",
}


@pytest.fixture
def run(tmp_path):
    def start(*command, **variables):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DAYBOOK_")}
        environment = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "daybook.config.settings",
            "DAYBOOK_DATA_DIR": str(tmp_path),
            "DATABASE_URL": "",
            "REDIS_URL": "",
            **variables,
        }
        run = [sys.executable, *command]
        return subprocess.run(run, env=environment, capture_output=True, text=True, check=False)

    return start


def shown(result):
    return json.loads(result.stdout.splitlines()[-1])


class TestLocal:
    def test_is_not_in_debug_and_answers_to_this_machine_only(self, run):
        settings = shown(run("-c", SHOW))
        assert settings["DEBUG"] is False
        assert set(settings["ALLOWED_HOSTS"]) == {"localhost", "127.0.0.1", "[::1]"}

    def test_works_without_https(self, run):
        settings = shown(run("-c", SHOW))
        assert not settings["SESSION_COOKIE_SECURE"]
        assert not settings["SECURE_SSL_REDIRECT"]


class TestProduction:
    def test_passes_the_deployment_check(self, run):
        result = run("-m", "daybook", "check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
        assert result.returncode == 0, result.stderr
        assert "no issues" in result.stdout

    def test_is_strict_about_cookies_and_hosts(self, run):
        settings = shown(run("-c", SHOW, **PRODUCTION))
        assert settings["SESSION_COOKIE_SECURE"]
        assert settings["ALLOWED_HOSTS"] == ["day.example.org"]
        assert settings["SECURE_HSTS_SECONDS"] >= 31_536_000

    def test_can_live_behind_something_that_does_https_elsewhere(self, run):
        settings = shown(run("-c", SHOW, DAYBOOK_HTTPS="false", **PRODUCTION))
        assert not settings["SECURE_SSL_REDIRECT"]

    def test_does_not_start_with_a_weak_key(self, run):
        result = run("-c", SHOW, **{**PRODUCTION, "DAYBOOK_SECRET_KEY": "changeme"})
        assert result.returncode == 1
        assert "DAYBOOK_SECRET_KEY" in result.stderr
        assert "Traceback" not in result.stderr


def test_a_wrong_value_stops_the_start_with_a_sentence(run):
    result = run("-c", SHOW, DAYBOOK_PORT="eighty")
    assert result.returncode == 1
    assert "DAYBOOK_PORT is wrong" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_wsgi_application_answers(run):
    ask = """
from daybook.config.wsgi import application
from django.test import RequestFactory
environ = RequestFactory().get("/healthz", HTTP_HOST="localhost").environ
body = application(environ, lambda status, headers: print(status))
print(b"".join(body))
"""
    result = run("-c", ask)
    assert result.stdout.splitlines()[-2:] == ["200 OK", "b'ok'"], result.stderr
