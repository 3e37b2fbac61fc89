import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection
from structlog.testing import capture_logs

from daybook.apps.accounts import actions, events, queries
from daybook.apps.accounts.actions import people
from daybook.apps.accounts.errors import EmailTaken, NotValid, TokenRefused, WrongCredentials
from daybook.core import events as bus
from daybook.lib.errors import TooMany
from tests.conftest import NOW

User = get_user_model()
HOME = "192.0.2.1"
MIA = {"name": "Mia", "email": "mia@example.com", "password": "seven quiet rivers"}


@pytest.fixture
def register(db, now):
    return lambda **changes: actions.register(**MIA | changes, address=HOME, now=now)


@pytest.fixture
def sign_in(anna, now, password):
    def sign_in(**changes):
        usual = {"email": anna.email, "password": password, "address": HOME, "now": now}
        return actions.sign_in(**usual | {"is_known_browser": False} | changes)

    return sign_in


class TestRegister:
    def test_remembers_when(self, register, now):
        assert register().joined_at == now

    def test_announces_the_person_after_the_commit(
        self, register, monkeypatch, django_capture_on_commit_callbacks
    ):
        heard = []
        monkeypatch.setitem(bus._handlers, events.PersonRegistered, [heard.append])

        with django_capture_on_commit_callbacks(execute=True):
            user = register()
            assert heard == []

        assert heard == [events.PersonRegistered(user_id=user.pk)]

    def test_tells_every_wrong_field_at_once(self, register):
        with pytest.raises(NotValid) as refused:
            register(name="", email="mia", password="x")

        assert set(refused.value.fields) == {"name", "email", "password"}
        assert not User.objects.exists()

    def test_does_not_count_what_is_not_valid(self, register):
        for _ in range(12):
            with pytest.raises(NotValid):
                register(name="")

        assert register()

    def test_logs_the_person_by_number_only(self, register):
        with capture_logs() as logs:
            user = register()

        (entry,) = [log for log in logs if log["event"] == "accounts.registered"]
        assert entry["user_id"] == user.pk
        assert "mia@example.com" not in str(logs)
        assert MIA["password"] not in str(logs)

    def test_lets_the_database_decide_between_two_at_once(self, register, monkeypatch):
        register()
        nobody = User.objects.none()
        monkeypatch.setattr(people.User.objects, "filter", lambda **_kwargs: nobody)

        with pytest.raises(EmailTaken, match="sign in instead"):
            register(email="MIA@example.com")


@pytest.mark.django_db(transaction=True)
class TestRace:
    def test_of_two_with_the_same_email_one_wins_and_one_is_told(self, now):
        start = Barrier(2)

        def register(email):
            start.wait()
            try:
                actions.register(**MIA | {"email": email}, address=HOME, now=now)
            except EmailTaken as error:
                return error.code
            finally:
                connection.close()
            return "registered"

        with ThreadPoolExecutor(2) as pool:
            answers = sorted(pool.map(register, ["mia@example.com", "MIA@example.com"]))

        assert answers == ["accounts.email-taken", "registered"]
        assert User.objects.count() == 1

    def test_of_two_with_the_same_refresh_token_one_wins_and_the_family_ends(self, anna):
        first = actions.issue_tokens(user=anna, now=NOW)
        start = Barrier(2)

        def refresh(_):
            start.wait()
            try:
                return actions.refresh_tokens(refresh_token=first.refresh_token, now=NOW)
            except TokenRefused:
                return None
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(refresh, range(2)))

        (winner,) = [tokens for tokens in answers if tokens]
        assert queries.person_behind(winner.access_token) is None


class TestSignIn:
    def test_knows_the_person(self, sign_in, anna):
        assert sign_in() == anna

    def test_says_the_same_whatever_is_wrong(self, sign_in):
        messages = set()
        for wrong in ({"password": "x"}, {"email": "nobody@example.com"}, {"email": "\0"}):
            with pytest.raises(WrongCredentials) as refused:
                sign_in(**wrong)
            messages.add(refused.value.message)

        assert len(messages) == 1

    def test_does_not_count_right_passwords_as_wrong(self, sign_in):
        for _ in range(8):
            assert sign_in()

    def test_lets_the_person_in_after_the_wait(self, sign_in, now):
        for _ in range(5):
            with pytest.raises(WrongCredentials):
                sign_in(password="x")
        with pytest.raises(TooMany) as refused:
            sign_in()

        later = now + dt.timedelta(seconds=refused.value.details["retry_after_seconds"])

        assert sign_in(now=later)

    def test_logs_success_and_failure_without_email_or_password(self, sign_in, anna, password):
        with capture_logs() as logs:
            sign_in()
            with pytest.raises(WrongCredentials):
                sign_in(password="wrong horse")

        told = [(log["event"], log.get("user_id")) for log in logs]
        assert told == [("accounts.signed-in", anna.pk), ("accounts.sign-in-failed", None)]
        assert not any(word in str(logs) for word in (anna.email, password, "wrong horse"))


class TestChangeProfile:
    def test_changes_only_what_is_given(self, anna):
        actions.change_profile(user=anna, day_starts_at=dt.time(5))

        anna.refresh_from_db()
        assert (anna.name, anna.day_starts_at) == ("Anna", dt.time(5))

    def test_does_not_undo_what_another_device_changes(self, anna):
        stale = User.objects.get(pk=anna.pk)
        actions.change_profile(user=anna, name="Anna Maria")
        actions.change_profile(user=stale, time_zone="Europe/Paris")

        anna.refresh_from_db()
        assert (anna.name, anna.time_zone) == ("Anna Maria", "Europe/Paris")

    def test_changes_nothing_when_anything_is_wrong(self, anna):
        with pytest.raises(NotValid) as refused:
            actions.change_profile(user=anna, name="Eve", time_zone="Mars/Olympus", language="x")

        assert set(refused.value.fields) == {"time_zone", "language"}
        assert anna.name == "Anna"


class TestBrowserMark:
    def test_is_good_for_its_own_account_only(self):
        mark = actions.browser_mark("anna@example.com")

        assert actions.is_marked(mark, " ANNA@example.com")
        assert not actions.is_marked(mark, "otto@example.com")

    @pytest.mark.parametrize("forged", ["", "x", "x:y", "\0"])
    def test_cannot_be_made_up(self, forged):
        assert not actions.is_marked(forged, "anna@example.com")

    def test_does_not_tell_the_email(self):
        assert "anna" not in actions.browser_mark("anna@example.com")


class TestTokens:
    def test_speak_for_their_person(self, anna):
        assert queries.person_behind(actions.issue_tokens(user=anna, now=NOW).access_token) == anna

    def test_count_as_a_sign_in(self, anna):
        actions.issue_tokens(user=anna, now=NOW)

        anna.refresh_from_db()
        assert anna.last_login

    def test_log_a_token_used_twice(self, anna):
        token = actions.issue_tokens(user=anna, now=NOW).refresh_token
        actions.refresh_tokens(refresh_token=token, now=NOW)

        with capture_logs() as logs, pytest.raises(TokenRefused):
            actions.refresh_tokens(refresh_token=token, now=NOW)

        assert logs[0]["event"] == "accounts.refresh-refused"
        assert logs[0]["is_family_revoked"]

    def test_are_forgotten_when_they_have_run_out(self, anna, otto, now):
        actions.issue_tokens(user=anna, now=NOW)
        Session.objects.update(expire_date=now - dt.timedelta(seconds=1))
        kept = actions.issue_tokens(user=otto, now=NOW)

        assert actions.forget_expired_sessions(now=now) == 1
        assert queries.person_behind(kept.access_token) == otto
        assert Session.objects.count() == 1

    def test_expire(self, anna, settings):
        settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = -1
        settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = -1
        tokens = actions.issue_tokens(user=anna, now=NOW)

        assert queries.person_behind(tokens.access_token) is None
        with pytest.raises(TokenRefused):
            actions.refresh_tokens(refresh_token=tokens.refresh_token, now=NOW)
