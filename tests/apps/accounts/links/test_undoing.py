"""Taking a change of e-mail back takes off what a stranger may have added since it began."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.errors import LinkRefused, NotValid
from daybook.apps.accounts.models import Passkey, PersonalToken, SecurityEvent
from daybook.apps.accounts.models.links import Link
from tests.apps.accounts.passkeys.conftest import PARTY
from tests.apps.accounts.test_second_step import SECRET, code_now
from tests.authenticator import Key

NOWHERE = Origin()
HOUR = dt.timedelta(hours=1)
LONG_AGO = dt.timedelta(days=5)  # when a new second step is known to be its person's
NEW = "seven quiet rivers"
THIEF = "thief@example.org"


@pytest.fixture
def add_app(anna):
    def add_app(at):
        on = {"secret": SECRET, "code": code_now(), "origin": NOWHERE, "now": at}
        return actions.turn_on(user=anna, **on)

    return add_app


@pytest.fixture
def add_key(anna, password):
    def add_key(at, name="Phone"):
        question = actions.ask_for_new_passkey(
            user=anna, name=name, password=password, party=PARTY, now=at
        )
        answer = Key().make(question.options)
        given = {"party": PARTY, "origin": NOWHERE, "now": at}
        return actions.add_passkey(user=anna, state=question.state, answer=answer, **given)

    return add_key


@pytest.fixture
def add_both(add_app, add_key):
    def add_both(at):
        """An app and a passkey; returns what adds another passkey."""
        add_app(at)
        add_key(at)
        return add_key

    return add_both


@pytest.fixture
def begin(anna, password, letterbox):
    """Begins a change of Anna's e-mail, and returns the secret that takes it back."""

    def begin(at, email=THIEF):
        actions.ask_to_change_email(user=anna, email=email, password=password, now=at)
        return letterbox.secret("accounts.email-change")

    return begin


@pytest.fixture
def undo():
    def undo(secret, at):
        return actions.undo_email_change(secret=secret, origin=NOWHERE, now=at)

    return undo


def steps_of(person):
    step = queries.second_step_of(person)
    return (step.has_app, step.passkeys, step.codes_left)


class TestWhatWasAddedSince:
    def test_an_app_goes_with_its_codes(self, begin, add_app, undo, anna, now):
        secret = begin(now)
        add_app(now + HOUR)

        assert undo(secret, now + 2 * HOUR).has_lost_step
        assert not Authenticator.objects.exists()

    def test_passkeys_go(self, begin, add_key, undo, anna, now):
        secret = begin(now)
        add_key(now + HOUR)
        add_key(now + HOUR, "Laptop")

        assert undo(secret, now + 2 * HOUR).has_lost_step
        assert steps_of(anna) == (False, 0, 0)
        assert not Passkey.objects.exists()

    def test_goes_in_the_very_second_of_the_beginning(self, begin, add_key, undo, anna, now):
        secret = begin(now)
        add_key(now)

        assert undo(secret, now).has_lost_step
        assert steps_of(anna) == (False, 0, 0)

    def test_new_recovery_codes_go_and_the_app_stays(self, begin, add_app, undo, anna, now):
        add_app(now - LONG_AGO)
        secret = begin(now)
        given = {"password": "nine green bottles", "origin": NOWHERE, "now": now + HOUR}
        codes = actions.renew_codes(user=anna, **given)

        assert not undo(secret, now + 2 * HOUR).has_lost_step
        assert steps_of(anna) == (True, 0, 0)
        with pytest.raises(NotValid):
            actions.check_code(user=anna, code=codes[0], origin=NOWHERE, now=now)

    def test_tokens_go(self, begin, undo, anna, now):
        secret = begin(now)
        wanted = {"name": "Script", "scopes": ["read"], "days": 30, "origin": NOWHERE}
        token = actions.make_token(user=anna, now=now + HOUR, **wanted).secret

        undo(secret, now + 2 * HOUR)

        assert actions.use_token(secret=token, now=now + 2 * HOUR) is None
        assert not PersonalToken.objects.exists()

    def test_goes_though_the_change_was_asked_for_again(self, begin, add_key, undo, anna, now):
        begin(now)
        add_key(now + HOUR)
        secret = begin(now + 2 * HOUR)

        assert undo(secret, now + 3 * HOUR).has_lost_step
        assert steps_of(anna) == (False, 0, 0)

    def test_is_written_down(self, begin, add_both, undo, anna, now):
        secret = begin(now)
        add_both(now + HOUR)
        undo(secret, now + 2 * HOUR)

        gone = SecurityEvent.objects.filter(user=anna, at=now + 2 * HOUR)
        assert {*gone.values_list("kind", "subject")} >= {
            ("second-factor-removed", ""),
            ("passkey-removed", "Phone"),
        }


class TestWhatWasThereBefore:
    def test_goes_when_it_is_so_new_that_it_may_be_the_strangers(
        self, begin, add_key, undo, anna, now
    ):
        add_key(now - HOUR)
        assert undo(begin(now), now + HOUR).has_lost_step
        assert steps_of(anna) == (False, 0, 0)

    def test_stays(self, begin, add_both, undo, anna, now):
        add_key = add_both(now - LONG_AGO)
        secret = begin(now)
        add_key(now + HOUR, "Thief's phone")

        assert undo(secret, now + 2 * HOUR).has_lost_step
        assert steps_of(anna) == (True, 1, 10)
        assert queries.passkeys_of(anna).get().data["name"] == "Phone"

    def test_stays_when_nothing_was_added(self, begin, add_app, undo, anna, now):
        add_app(now - LONG_AGO)

        assert not undo(begin(now), now + HOUR).has_lost_step
        assert steps_of(anna) == (True, 0, 10)

    def test_stays_when_the_link_is_refused(self, begin, add_key, undo, anna, now):
        begin(now)
        add_key(now + HOUR)

        with pytest.raises(LinkRefused):
            undo("never-sent", now + 2 * HOUR)
        assert steps_of(anna) == (False, 1, 10)

    def test_of_somebody_else_stays(self, begin, undo, otto, now):
        secret = begin(now)
        on = {"secret": SECRET, "code": code_now(), "origin": NOWHERE, "now": now + HOUR}
        actions.turn_on(user=otto, **on)
        undo(secret, now + 2 * HOUR)

        assert steps_of(otto) == (True, 0, 10)


class TestWhereItIsSaid:
    def test_in_the_letter_and_on_the_page_before(self, begin, client, letterbox, now):
        begin(now)
        assert "passkey and recovery code added since" in letterbox.read("accounts.email-change")

    def test_on_the_page_and_after_it(self, anna, password, letterbox, client, add_app):
        from django.utils import timezone

        at = timezone.now()
        wanted = {"email": THIEF, "password": password}
        actions.ask_to_change_email(user=anna, **wanted, now=at)
        add_app(at + dt.timedelta(seconds=1))
        path = letterbox.link("accounts.email-change")

        assert "every app, passkey and recovery code that was added since" in (
            client.get(path).content.decode()
        )
        page = client.post(path, follow=True)
        assert "It has been taken off." in page.content.decode()
        assert page.request["PATH_INFO"].startswith("/accounts/password/reset/")


class TestOverTheApi:
    @pytest.fixture
    def secret(self, anna, password, letterbox):
        from django.utils import timezone

        wanted = {"email": THIEF, "password": password}
        actions.ask_to_change_email(user=anna, **wanted, now=timezone.now())
        return letterbox.secret("accounts.email-change")

    def test_leads_on_to_a_new_password(self, call, secret, anna):
        answer = call("post", "email/undo", {"secret": secret})

        assert answer["Cache-Control"] == "no-store"
        assert answer.json()["has_lost_step"] is False
        new = {"secret": answer.json()["secret"], "password": NEW}
        assert call("post", "password/reset", new).status_code == 204
        assert call("post", "login", {"email": anna.email, "password": NEW}).status_code == 200

    def test_works_once(self, call, secret):
        call("post", "email/undo", {"secret": secret})

        assert call("post", "email/undo", {"secret": secret}).status_code == 404
        assert Link.objects.get().purpose == "reset"


class TestSigningInByALinkOverTheApi:
    @pytest.fixture
    def secret(self, call, anna, letterbox, worked):
        answer = worked(lambda: call("post", "login/link", {"email": anna.email}))
        assert answer.status_code == 202
        return letterbox.secret("accounts.sign-in-link")

    def test_answers_the_same_for_everybody(self, call, secret, letterbox, worked):
        answer = worked(lambda: call("post", "login/link", {"email": "nobody@example.com"}))

        assert (answer.status_code, answer.content) == (202, b"")
        assert len(letterbox.letters) == 1

    def test_trades_it_for_tokens_once(self, call, secret, anna):
        answer = call("post", "login/link/use", {"secret": secret})

        assert answer["Cache-Control"] == "no-store"
        token = answer.json()["access_token"]
        assert call("get", "me", token=token).json()["email"] == anna.email
        assert call("post", "login/link/use", {"secret": secret}).status_code == 404

    def test_asks_for_the_second_step(self, call, secret, add_app, now):
        codes = add_app(now)
        answer = call("post", "login/link/use", {"secret": secret})

        assert answer.json()["type"] == "urn:daybook:accounts.second-factor-needed"
        body = {"proof": answer.json()["proof"], "code": codes[0]}
        assert call("post", "login/second-step", body).status_code == 200

    @pytest.mark.parametrize("path", ["password/reset", "email/undo", "email/confirm"])
    def test_opens_nothing_else(self, call, secret, path):
        body = {"secret": secret} | ({"password": NEW} if path == "password/reset" else {})

        assert call("post", path, body).status_code == 404
        assert call("post", "login/link/use", {"secret": secret}).status_code == 200


def test_the_page_of_the_reset_is_where_the_undo_leads(begin, undo, client, now):
    from django.utils import timezone

    secret = undo(begin(timezone.now()), timezone.now()).secret

    assert client.get(reverse("accounts:link-reset", args=[secret])).status_code == 200
