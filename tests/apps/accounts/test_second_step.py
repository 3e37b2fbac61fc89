import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from daybook.apps.accounts import actions, events, queries
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.errors import NotValid, SecondStepOn, WrongCredentials
from daybook.apps.accounts.models import SecurityEvent
from daybook.core import events as bus
from daybook.lib.errors import TooMany

HERE = reverse("accounts:second-step")
ON = reverse("accounts:second-step-on")
OFF = reverse("accounts:second-step-off")
CODES = reverse("accounts:recovery-codes")
SIGN_IN = reverse("account_login")
TAKE = reverse("mfa_authenticate")
PROFILE = reverse("accounts:profile")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KIND = SecurityEvent.Kind
NOWHERE = Origin()


def code_now(secret=SECRET, steps=0):
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + steps))


def html(response):
    return response.content.decode()


@pytest.fixture
def papers(anna, now):
    """Anna's recovery codes; her second step is on."""
    return actions.turn_on(user=anna, secret=SECRET, code=code_now(), origin=NOWHERE, now=now)


@pytest.fixture
def half_in(client, anna, papers, password):
    """A browser in which Anna's password was typed, and no code yet."""
    response = client.post(f"{SIGN_IN}?next={PROFILE}", {"email": anna.email, "password": password})
    assert response["Location"] == TAKE
    return client


def is_in(client):
    return "_auth_user_id" in client.session


class TestTurningOn:
    @pytest.fixture
    def hers(self, client, anna):
        client.force_login(anna)
        return client

    def test_shows_a_picture_and_its_key(self, hers):
        response = hers.get(ON)

        assert 'src="data:image/svg+xml;base64,' in html(response)
        assert response.context["secret"] == hers.get(ON).context["secret"]
        assert "no-store" in response["Cache-Control"]

    def test_takes_the_code_of_the_app_and_gives_ten_recovery_codes(self, hers, anna):
        secret = hers.get(ON).context["secret"]

        response = hers.post(ON, {"code": code_now(secret)})

        assert len(set(response.context["codes"])) == 10
        step = queries.second_step_of(anna)
        assert (step.is_on, step.codes_left) == (True, 10)
        assert "second_step_secret" not in hers.session

    @pytest.mark.parametrize("code", ["", "000", "abcdef", "1" * 33])
    def test_refuses_another_code(self, hers, anna, code):
        hers.get(ON)

        response = hers.post(ON, {"code": code})

        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["code"]
        assert not queries.second_step_of(anna).is_on

    def test_is_written_down(self, papers, anna):
        kinds = SecurityEvent.objects.filter(user=anna).values_list("kind", flat=True)

        assert set(kinds) == {KIND.FACTOR_ADDED, KIND.CODES_MADE}

    def test_keeps_no_secret_in_clear(self, papers):
        assert SECRET not in str([*Authenticator.objects.values_list("data")])

    def test_happens_once(self, papers, anna, now):
        with pytest.raises(SecondStepOn):
            actions.turn_on(user=anna, secret=SECRET, code=code_now(), origin=NOWHERE, now=now)
        assert queries.second_step_of(anna).codes_left == 10

    def test_leads_back_when_it_is_on(self, hers, papers):
        assert hers.get(ON)["Location"] == HERE

    @pytest.mark.parametrize("page", [HERE, ON, OFF, CODES])
    def test_is_not_for_strangers(self, client, db, page):
        assert client.get(page)["Location"] == f"{SIGN_IN}?next={page}"
        assert client.post(page).status_code in {302, 405}


class TestSigningIn:
    def test_stops_at_the_password_alone(self, half_in):
        assert not is_in(half_in)
        assert half_in.get(PROFILE).status_code == 302
        assert "known_browser" not in half_in.cookies

    def test_goes_on_with_the_code_where_the_person_was_heading(self, half_in):
        response = half_in.post(TAKE, {"code": code_now()})

        assert response["Location"] == PROFILE
        assert is_in(half_in)
        assert "known_browser" in response.cookies

    def test_takes_a_code_with_spaces(self, half_in):
        code = code_now()

        half_in.post(TAKE, {"code": f" {code[:3]} {code[3:]} "})

        assert is_in(half_in)

    def test_takes_a_recovery_code_once(self, half_in, papers, anna, now):
        half_in.post(TAKE, {"code": papers[0]})

        assert is_in(half_in)
        assert queries.second_step_of(anna).codes_left == 9
        assert SecurityEvent.objects.filter(kind=KIND.CODE_USED).count() == 1
        with pytest.raises(NotValid):
            actions.check_code(user=anna, code=papers[0], origin=NOWHERE, now=now)

    def test_refuses_another_code(self, half_in):
        response = half_in.post(TAKE, {"code": "000"})

        assert response.status_code == 422
        assert "This is not the code" in html(response)
        assert not is_in(half_in)

    def test_does_not_ask_whoever_has_shown_no_password(self, client, papers):
        assert client.get(TAKE)["Location"] == SIGN_IN
        assert client.post(TAKE, {"code": code_now()})["Location"] == SIGN_IN
        assert not is_in(client)

    def test_asks_nobody_else(self, client, otto, papers, password):
        client.post(SIGN_IN, {"email": otto.email, "password": password})

        assert is_in(client)

    def test_stops_guessing_in_whatever_browser(self, papers, anna, now):
        for _ in range(5):
            with pytest.raises(NotValid):
                actions.check_code(user=anna, code="000", origin=NOWHERE, now=now)

        with pytest.raises(TooMany):
            actions.check_code(user=anna, code=code_now(), origin=NOWHERE, now=now)

    def test_takes_a_code_of_the_app_once(self, papers, anna, now):
        code = code_now()
        actions.check_code(user=anna, code=code, origin=NOWHERE, now=now)

        with pytest.raises(NotValid):
            actions.check_code(user=anna, code=code, origin=NOWHERE, now=now)

    @pytest.mark.parametrize("steps", [-3, 3])
    def test_takes_no_old_and_no_early_code(self, papers, anna, now, steps):
        with pytest.raises(NotValid):
            actions.check_code(user=anna, code=code_now(steps=steps), origin=NOWHERE, now=now)


class TestTurningOff:
    @pytest.fixture
    def hers(self, client, anna, papers):
        client.force_login(anna)
        return client

    def test_wants_the_password(self, hers, anna):
        response = hers.post(OFF, {"password": "wrong horse"})

        assert response.status_code == 422
        assert queries.second_step_of(anna).is_on

    def test_leaves_the_password_alone_and_is_told(
        self, hers, anna, password, monkeypatch, django_capture_on_commit_callbacks
    ):
        facts = []
        monkeypatch.setitem(bus._handlers, events.SecondFactorRemoved, [facts.append])

        with django_capture_on_commit_callbacks(execute=True):
            hers.post(OFF, {"password": password})

        assert not Authenticator.objects.exists()
        event = SecurityEvent.objects.get(kind=KIND.FACTOR_REMOVED)
        assert [fact.event_id for fact in facts] == [event.pk]

    def test_says_what_is_left(self, hers):
        assert "10 recovery codes are left" in html(hers.get(HERE))

    @pytest.mark.parametrize("page", [OFF, CODES])
    def test_of_what_is_off_is_a_conflict(self, hers, password, page):
        hers.post(OFF, {"password": password})

        assert hers.post(page, {"password": password}).status_code == 409


class TestRecoveryCodes:
    @pytest.fixture
    def hers(self, client, anna, papers):
        client.force_login(anna)
        return client

    def test_are_made_again_and_the_old_ones_end(self, hers, papers, anna, password, now):
        new = hers.post(CODES, {"password": password}).context["codes"]

        assert not set(new) & set(papers)
        with pytest.raises(NotValid):
            actions.check_code(user=anna, code=papers[0], origin=NOWHERE, now=now)

    def test_want_the_password(self, hers, papers, anna, now):
        assert hers.post(CODES, {"password": "wrong horse"}).status_code == 422
        actions.check_code(user=anna, code=papers[0], origin=NOWHERE, now=now)


class TestApi:
    @pytest.fixture
    def proof(self, call, anna, papers, password):
        answer = call("post", "login", {"email": anna.email, "password": password})
        assert answer.status_code == 401
        assert answer.json()["type"] == "urn:daybook:accounts.second-factor-needed"
        return answer.json()["proof"]

    def test_wants_a_code_with_the_proof(self, call, proof):
        answer = call("post", "login/second-step", {"proof": proof, "code": code_now()})

        assert answer.status_code == 200
        assert call("get", "me", token=answer.json()["access_token"]).status_code == 200

    def test_refuses_a_wrong_code(self, call, proof):
        answer = call("post", "login/second-step", {"proof": proof, "code": "000"})

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"] == ["body", "code"]

    @pytest.mark.parametrize("wrong", ["", "x", "a:b:c"])
    def test_refuses_a_wrong_proof(self, call, proof, wrong):
        answer = call("post", "login/second-step", {"proof": wrong, "code": code_now()})

        assert answer.status_code == 401

    def test_refuses_an_old_proof(self, proof, monkeypatch):
        later = time.time() + 301
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)

        with pytest.raises(WrongCredentials):
            actions.person_of_proof(proof)

    def test_a_new_password_ends_the_proof(self, proof, anna):
        anna.set_password("seven quiet rivers")
        anna.save()

        with pytest.raises(WrongCredentials):
            actions.person_of_proof(proof)

    def test_a_proof_is_no_token(self, call, proof):
        assert call("get", "me", token=proof).status_code == 401
