"""Passwords that were stolen elsewhere, asked at a server of our own."""

import hashlib
import time

import pytest
from django.urls import reverse
from structlog.testing import capture_logs

from daybook.apps.accounts import actions
from daybook.apps.accounts.clients.breached import BreachedPasswordValidator, is_breached
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.models import Link, Purpose, User
from tests.loopback import BROKEN, EMPTY, HALF, MISSING, WEB_PAGE, Replay, Reply, busy

STOLEN = "seven stolen rivers"
FINE = "nine quiet rivers"
NOWHERE = Origin()


def name_of(password):
    return hashlib.sha1(password.encode()).hexdigest().upper()


def lines(*rows):
    return Reply("\r\n".join(rows).encode(), content_type="text/plain")


def path_of(password):
    return f"/range/{name_of(password)[:5]}"


@pytest.fixture
def pwned(settings):
    """A service that knows one stolen password, among others and padding."""
    with Replay() as service:
        settings.PASSWORDS_URL = service.url
        known = f"{name_of(STOLEN)[5:]}:412"
        padding = f"{name_of(FINE)[5:]}:0"
        for password in (STOLEN, FINE):
            service.always(path_of(password), lines("0" * 35 + ":3", known, padding))
        yield service


class TestAsking:
    def test_knows_a_stolen_password(self, pwned):
        assert is_breached(STOLEN)

    def test_takes_padding_for_nothing(self, pwned):
        assert not is_breached(FINE)

    def test_sends_five_signs_and_asks_for_padding(self, pwned):
        is_breached(STOLEN)

        assert pwned.requests == [(path_of(STOLEN), {})]
        assert len(pwned.requests[0][0].rpartition("/")[2]) == 5

    def test_asks_nobody_when_it_is_off(self, pwned, settings):
        settings.PASSWORDS_URL = ""

        assert not is_breached(STOLEN)
        assert pwned.count() == 0

    @pytest.mark.parametrize("password", ["", "ü" * 40, "\0", "\ud800", "x" * 256])
    def test_asks_about_any_password(self, pwned, password):
        assert not is_breached(password)

    @pytest.mark.parametrize(
        "rows",
        [
            ("garbage",),
            (":", "::", "1:2:3"),
            (f"{name_of(STOLEN)[5:]}",),
            (f"{name_of(STOLEN)[5:]}:many",),
            (f"{name_of(STOLEN)[5:]}:-1",),
            (f"{name_of(STOLEN)[5:]}:٣x",),
        ],
    )
    def test_reads_no_password_out_of_garbage(self, pwned, rows):
        pwned.always(path_of(STOLEN), lines(*rows))

        assert not is_breached(STOLEN)

    def test_reads_small_letters_too(self, pwned):
        pwned.always(path_of(STOLEN), lines(f"{name_of(STOLEN)[5:].lower()}:1"))

        assert is_breached(STOLEN)


class TestAnOutage:
    @pytest.mark.parametrize(
        "fault",
        [BROKEN, MISSING, EMPTY, HALF, WEB_PAGE, busy("1"), Reply(b"\xff:1"), Reply(b"x", 403)],
        ids=str,
    )
    def test_lets_the_password_pass_and_says_so_without_it(self, pwned, fault):
        pwned.always("*", fault)
        pwned.always(path_of(STOLEN), fault)

        with capture_logs() as logs:
            assert not is_breached(STOLEN)
        said = str(logs)
        assert "accounts.breached-passwords-unknown" in said
        assert STOLEN not in said
        assert name_of(STOLEN)[:5] not in said

    def test_costs_about_a_second(self, pwned):
        pwned.always(path_of(STOLEN), Reply(b"", delay_seconds=30))

        started = time.monotonic()
        assert not is_breached(STOLEN)
        assert time.monotonic() - started < 10

    def test_of_somebody_who_drips_ends_as_well(self, pwned):
        slow = Reply(f"{name_of(STOLEN)[5:]}:1".encode() * 20, drip_seconds=0.3)
        pwned.always(path_of(STOLEN), slow)

        assert not is_breached(STOLEN)

    def test_costs_the_next_person_nothing(self, pwned):
        pwned.always(path_of(STOLEN), BROKEN)
        is_breached(STOLEN)
        pwned.normal()

        assert not is_breached(STOLEN)
        assert pwned.count() == 1

    def test_of_a_service_that_is_gone(self, settings):
        with Replay() as service:
            settings.PASSWORDS_URL = service.url

        assert not is_breached(STOLEN)

    def test_good_answers_say_nothing_of_the_password_in_the_log(self, pwned):
        with capture_logs() as logs:
            is_breached(STOLEN)

        assert [line["event"] for line in logs] == ["outside_call"]
        assert name_of(STOLEN)[:5] not in str(logs)


class TestEveryDoor:
    """Wherever a password is chosen, one that was stolen is refused, and nothing is written."""

    def test_says_it_before_too(self):
        assert "stolen" in BreachedPasswordValidator().get_help_text()

    def test_signing_up_on_a_page(self, pwned, client, db):
        typed = {"name": "Dora", "email": "dora@example.com"}
        typed |= {"password": STOLEN, "confirmation": STOLEN}
        response = client.post(reverse("account_signup"), typed)

        assert response.status_code == 422
        assert "was stolen from another site" in response.content.decode()
        assert not User.objects.exists()

    def test_signing_up_over_the_api(self, pwned, call, db):
        body = {"name": "Dora", "email": "dora@example.com", "password": STOLEN}
        answer = call("post", "register", body)

        assert answer.json()["errors"][0]["loc"] == ["body", "password"]
        assert not User.objects.exists()

    def test_changing_it(self, pwned, anna, password, now):
        before = anna.password
        with pytest.raises(NotValid, match="stolen"):
            actions.change_password(
                user=anna, current=password, new=STOLEN, origin=NOWHERE, now=now
            )
        anna.refresh_from_db()
        assert anna.password == before

    def test_resetting_it_keeps_the_link(self, pwned, anna, now, letterbox):
        actions.send_link(user_id=anna.pk, purpose=Purpose.RESET, now=now)
        secret = letterbox.secret("accounts.password-reset")

        with pytest.raises(NotValid, match="stolen"):
            actions.reset_password(secret=secret, password=STOLEN, origin=NOWHERE, now=now)
        assert Link.objects.get().purpose == "reset"
        assert actions.reset_password(secret=secret, password=FINE, origin=NOWHERE, now=now)

    def test_signing_in_is_not_asked_about(self, pwned, anna, call, password):
        call("post", "login", {"email": anna.email, "password": password})

        assert pwned.count() == 0

    @pytest.mark.django_db(transaction=True)
    def test_nobody_is_asked_inside_a_transaction(self, anna, now, letterbox, monkeypatch):
        from django.db import connection

        inside = []
        monkeypatch.setattr(
            "daybook.apps.accounts.clients.breached.is_breached",
            lambda _: inside.append(connection.in_atomic_block),
        )
        actions.send_link(user_id=anna.pk, purpose=Purpose.RESET, now=now)
        secret = letterbox.secret("accounts.password-reset")
        actions.reset_password(secret=secret, password=FINE, origin=NOWHERE, now=now)
        anna.refresh_from_db()
        actions.change_password(user=anna, current=FINE, new=STOLEN, origin=NOWHERE, now=now)
        actions.register(
            name="Dora", email="dora@example.com", password=FINE, address="192.0.2.1", now=now
        )

        assert inside == [False, False, False]
