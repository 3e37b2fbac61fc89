import re
from pathlib import Path

import pytest

from daybook.config import env
from daybook.config.products import PRODUCTS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / ".env.example").read_text()
KEY = "k9" * 10 + "abcdefghijklmnopqrstuvwxyz0123456789"


def documented() -> dict[str, str]:
    return dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for field in env.Environment.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)


class TestTheExample:
    def test_names_every_variable_and_no_other(self):
        known = {field.alias for field in env.Environment.model_fields.values()}
        assert set(documented()) == known

    def test_can_be_used_as_it_is(self, monkeypatch):
        for name, value in re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE):
            monkeypatch.setenv(name, value)
        assert env.read() == env.Environment()

    def test_shows_the_defaults(self, monkeypatch):
        defaults = env.read()
        for name, value in re.findall(r"^([A-Z_]+)=(.+)$", EXAMPLE, re.MULTILINE):
            monkeypatch.setenv(name, value)
        assert env.read() == defaults


class TestRead:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("DAYBOOK_PORT", "eighty"),
            ("DAYBOOK_PORT", "0"),
            ("DAYBOOK_PORT", "65536"),
            ("DAYBOOK_MODE", "staging"),
            ("DAYBOOK_APPS", "prices,teleport"),
            ("DAYBOOK_DEBUG", "perhaps"),
            ("DAYBOOK_OCTOPUS_URL", "octopus.energy"),
            ("DAYBOOK_CARBON_URL", "ftp://carbon"),
            ("DAYBOOK_PASSWORDS_URL", "pwnedpasswords.com"),
            ("DAYBOOK_SITE_URL", "daybook.example"),
            ("DATABASE_URL", "mysql://somewhere"),
            ("REDIS_URL", "memcached://somewhere"),
            ("DAYBOOK_EMAIL_URL", "mail.example.org"),
            ("DAYBOOK_LOG_LEVEL", "LOUD"),
            ("DAYBOOK_PROXIES", "-1"),
        ],
    )
    def test_names_the_variable_that_is_wrong(self, monkeypatch, name, value):
        monkeypatch.setenv(name, value)
        with pytest.raises(env.WrongEnvironment, match=rf"^{name} is wrong: "):
            env.read()

    def test_names_all_that_are_wrong_at_once(self, monkeypatch):
        monkeypatch.setenv("DAYBOOK_PORT", "x")
        monkeypatch.setenv("DAYBOOK_MODE", "x")
        with pytest.raises(env.WrongEnvironment) as caught:
            env.read()
        assert len(str(caught.value).splitlines()) == 2

    def test_never_shows_a_secret(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "mysql://anna:hunter2@db/daybook")
        with pytest.raises(env.WrongEnvironment) as caught:
            env.read()
        assert "hunter2" not in str(caught.value)

    def test_addresses_end_with_a_slash(self, monkeypatch):
        monkeypatch.setenv("DAYBOOK_OCTOPUS_URL", "http://127.0.0.1:9000/v1")
        assert env.read().octopus_url == "http://127.0.0.1:9000/v1/"

    @pytest.mark.parametrize(
        ("value", "products"),
        [("all", tuple(PRODUCTS)), ("prices", ("prices",)), ("none", ()), ("", ())],
    )
    def test_switches_products_on_and_off(self, monkeypatch, value, products):
        monkeypatch.setenv("DAYBOOK_APPS", value)
        assert env.read().apps == products

    @pytest.mark.parametrize(
        ("host", "site"),
        [
            ("127.0.0.1", "http://127.0.0.1:8123/"),
            ("0.0.0.0", "http://127.0.0.1:8123/"),
            ("::", "http://[::1]:8123/"),
        ],
    )
    def test_leads_from_letters_to_this_machine(self, monkeypatch, host, site):
        monkeypatch.setenv("DAYBOOK_HOST", host)
        monkeypatch.setenv("DAYBOOK_PORT", "8123")
        assert env.read().site == site

    def test_leads_from_letters_where_it_is_told_to(self, monkeypatch):
        monkeypatch.setenv("DAYBOOK_SITE_URL", "https://day.example")
        assert env.read().site == "https://day.example/"


class TestJobs:
    def test_in_redis_need_its_address(self, monkeypatch):
        monkeypatch.setenv("DAYBOOK_JOBS", "redis")
        with pytest.raises(env.WrongEnvironment, match="REDIS_URL must say where"):
            env.read()
        monkeypatch.setenv("REDIS_URL", "redis://cache:6379/0")
        assert env.read().jobs == "redis"

    def test_cannot_lie_anywhere_else(self, monkeypatch):
        monkeypatch.setenv("DAYBOOK_JOBS", "memory")
        with pytest.raises(env.WrongEnvironment, match="DAYBOOK_JOBS"):
            env.read()


class TestTwilio:
    GIVEN = {
        "DAYBOOK_TWILIO_ACCOUNT": "AC1",
        "DAYBOOK_TWILIO_TOKEN": "a-token-of-the-tests",
        "DAYBOOK_TWILIO_FROM": "+447700900000",
    }

    def give(self, monkeypatch, **given):
        for name, value in (self.GIVEN | given).items():
            monkeypatch.setenv(name, value)

    @pytest.mark.parametrize("sender", ["+447700900000", "MG" + "0a" * 16])
    def test_is_an_account_its_token_and_who_sends(self, monkeypatch, sender):
        self.give(monkeypatch, DAYBOOK_TWILIO_FROM=sender)
        assert env.read().twilio_from == sender

    @pytest.mark.parametrize("name", GIVEN)
    def test_is_whole_or_not_at_all(self, monkeypatch, name):
        self.give(monkeypatch, **{name: ""})
        with pytest.raises(env.WrongEnvironment, match="give all three") as refused:
            env.read()
        assert "a-token-of-the-tests" not in str(refused.value)

    @pytest.mark.parametrize("sender", ["07700900000", "Daybook", "MG123"])
    def test_sends_from_where_people_can_answer_stop(self, monkeypatch, sender):
        self.give(monkeypatch, DAYBOOK_TWILIO_FROM=sender)
        with pytest.raises(env.WrongEnvironment, match="DAYBOOK_TWILIO_FROM"):
            env.read()


class TestProduction:
    @pytest.fixture(autouse=True)
    def production(self, monkeypatch):
        monkeypatch.setenv("DAYBOOK_MODE", "production")
        monkeypatch.setenv("DAYBOOK_SECRET_KEY", KEY)
        monkeypatch.setenv("DAYBOOK_ALLOWED_HOSTS", "day.example.org, www.example.org")

    def test_starts_with_a_strong_key_and_its_hosts(self):
        read = env.read()
        assert read.allowed_hosts == ("day.example.org", "www.example.org")
        assert read.serves_https

    @pytest.mark.parametrize("key", ["", "secret", "a" * 60])
    def test_refuses_a_weak_key(self, monkeypatch, key):
        monkeypatch.setenv("DAYBOOK_SECRET_KEY", key)
        with pytest.raises(env.WrongEnvironment, match="DAYBOOK_SECRET_KEY must be at least 50"):
            env.read()

    def test_refuses_to_serve_any_host(self, monkeypatch):
        monkeypatch.setenv("DAYBOOK_ALLOWED_HOSTS", "")
        with pytest.raises(env.WrongEnvironment, match="DAYBOOK_ALLOWED_HOSTS"):
            env.read()

    def test_refuses_debug_pages(self, monkeypatch):
        monkeypatch.setenv("DAYBOOK_DEBUG", "true")
        with pytest.raises(env.WrongEnvironment, match="DAYBOOK_DEBUG"):
            env.read()

    def test_leads_from_letters_to_the_first_host(self):
        assert env.read().site == "https://day.example.org/"
