import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.domain import GRACE, NOWHERE, Origin
from daybook.apps.accounts.errors import AccountLeaves, LastOperator, NotLeaving, NotValid
from daybook.apps.accounts.models import Erasure, SecurityEvent, User
from daybook.core.contributions import notification_kinds
from daybook.lib.errors import TooMany
from tests.conftest import NOW

HOME = Origin(device="Firefox on Linux")


@pytest.fixture
def leave(anna, password, now):
    """Anna asks for her account to be deleted."""

    def leave(user=anna, at=now, **typed):
        typed = {"password": password} | typed
        return actions.ask_to_leave(user=user, origin=HOME, now=at, **typed)

    return leave


@pytest.fixture
def call_off(anna, now):
    """Anna keeps her account."""

    def call_off(at=now):
        actions.call_off_leaving(user=anna, origin=HOME, now=at)

    return call_off


class TestAsking:
    def test_closes_the_account_after_two_weeks(self, leave, anna, now):
        assert leave() == now + GRACE
        assert User.objects.get(pk=anna.pk).closes_at == now + dt.timedelta(days=14)
        assert SecurityEvent.objects.get().kind == SecurityEvent.Kind.CLOSING_ASKED

    def test_tells_the_person_how_to_undo_it(self, leave, letterbox, anna):
        leave()
        (letter,) = letterbox.letters
        told = letterbox.read("accounts.closing-asked")

        assert (letter.kind, letter.person_id) == ("accounts.closing-asked", anna.pk)
        assert "17 March 2026, 09:10 (Europe/London)" in told
        assert "Keep my account" in told
        assert letterbox.link("accounts.closing-asked") == "/accounts/login/"

    def test_signs_out_everywhere(self, leave, anna):
        tokens = actions.issue_tokens(user=anna, now=dt.datetime.now(dt.UTC))
        leave()

        assert not Session.objects.exists()
        assert queries.person_behind(tokens.access_token) is None

    def test_again_changes_nothing(self, leave, letterbox, now):
        first = leave()
        assert leave(at=now + dt.timedelta(days=3)) == first
        assert len(letterbox.letters) == 1

    def test_needs_the_password(self, leave, anna, letterbox):
        with pytest.raises(NotValid) as refused:
            leave(password="wrong")

        assert list(refused.value.fields) == ["password"]
        assert User.objects.get(pk=anna.pk).closes_at is None
        assert letterbox.letters == []

    def test_cannot_be_used_to_guess_the_password(self, leave):
        for _ in range(5):
            with pytest.raises(NotValid):
                leave(password="wrong")
        with pytest.raises(TooMany):
            leave()

    def test_leaves_others_alone(self, leave, otto):
        leave()
        otto.refresh_from_db()
        assert (otto.closes_at, otto.sign_out_count) == (None, 0)


class TestSecondStep:
    @pytest.fixture(autouse=True)
    def codes(self, anna, monkeypatch, now):
        """Anna's second step is on; these are her recovery codes."""
        monkeypatch.setattr(
            "daybook.apps.accounts.actions.second_step.validate_totp_code",
            lambda _secret, code: code == "123456",
        )
        return actions.turn_on(user=anna, secret="S" * 32, code="123456", origin=NOWHERE, now=now)

    @pytest.mark.parametrize("code", ["", " ", "654321"])
    def test_is_asked_for(self, leave, anna, code):
        with pytest.raises(NotValid) as refused:
            leave(code=code)
        assert list(refused.value.fields) == ["code"]
        assert User.objects.get(pk=anna.pk).closes_at is None

    def test_may_be_a_code_on_paper(self, leave, codes, now):
        assert leave(code=codes[0]) == now + GRACE


class TestOperators:
    @pytest.fixture
    def olga(self, person):
        """Olga runs the place."""
        return person("Olga", is_staff=True)

    def test_the_last_one_has_to_know(self, leave, olga):
        with pytest.raises(LastOperator):
            leave(olga)
        assert User.objects.get(pk=olga.pk).closes_at is None
        assert queries.is_last_operator(olga)

    def test_the_last_one_may_go_all_the_same(self, leave, olga, now):
        assert leave(olga, accepts_no_operator=True) == now + GRACE

    def test_one_of_two_just_goes(self, leave, olga, person):
        person("Oskar", is_staff=True)
        assert leave(olga)
        assert not queries.is_last_operator(olga)

    @pytest.mark.parametrize("fields", [{"is_active": False}, {"closes_at": NOW}])
    def test_who_is_gone_does_not_count(self, leave, olga, person, fields):
        person("Oskar", is_staff=True, **fields)
        with pytest.raises(LastOperator):
            leave(olga)

    def test_others_are_not_asked(self, leave, anna):
        assert not queries.is_last_operator(anna)
        assert leave()

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_leave_at_once_one_is_the_last(self, leave, olga, person):
        both, start = [olga, person("Oskar", is_staff=True)], Barrier(2)

        def go(user):
            start.wait()
            try:
                leave(user)
            except LastOperator as error:
                return error.code
            finally:
                connection.close()
            return "gone"

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(go, both)) == ["accounts.last-operator", "gone"]


class TestGrace:
    def test_no_token_works(self, leave, anna, now):
        script = actions.make_token(
            user=anna, name="Pump", scopes=["read"], days=30, origin=NOWHERE, now=now
        )
        leave()
        assert actions.use_token(secret=script.secret, now=now) is None

    def test_no_new_token_is_given(self, leave, anna, now):
        leave()
        anna.refresh_from_db()
        with pytest.raises(AccountLeaves):
            actions.issue_tokens(user=anna, now=now)
        assert not Session.objects.exists()

    def test_the_token_works_again_for_who_stays(self, leave, call_off, anna, now):
        script = actions.make_token(
            user=anna, name="Pump", scopes=["read"], days=30, origin=NOWHERE, now=now
        )
        leave()
        call_off()
        assert actions.use_token(secret=script.secret, now=now).user == anna

    def test_letters_that_let_people_back_in_are_sent(self):
        sent = {name for name, kind in notification_kinds if kind.reaches_the_leaving}
        assert {
            "accounts.closing-asked",
            "accounts.password-reset",
            "accounts.sign-in-link",
        } <= sent
        assert not any(
            kind.may_be_off for _, kind in notification_kinds if kind.reaches_the_leaving
        )
        assert "accounts.archive-ready" not in sent


class TestKeeping:
    def test_is_as_if_nothing_had_happened(self, leave, call_off, anna):
        leave()
        call_off()

        anna.refresh_from_db()
        assert (anna.closes_at, anna.is_active) == (None, True)
        newest = queries.security_events_of(anna).first()
        assert newest.kind == SecurityEvent.Kind.CLOSING_CALLED_OFF

    def test_works_once(self, leave, call_off):
        leave()
        call_off()
        with pytest.raises(NotLeaving):
            call_off()

    def test_comes_too_late_when_the_deletion_has_begun(self, leave, call_off, now, anna):
        leave()
        actions.begin_erasures(now=now + GRACE)
        with pytest.raises(NotLeaving):
            call_off(now + GRACE)
        assert User.objects.get(pk=anna.pk).closes_at is not None

    @pytest.mark.django_db(transaction=True)
    def test_and_deleting_at_once_is_one_or_the_other(self, leave, call_off, anna, now):
        leave()
        start = Barrier(2)

        def keep():
            start.wait()
            try:
                call_off(now + GRACE)
            except NotLeaving:
                return False
            finally:
                connection.close()
            return True

        def delete():
            start.wait()
            try:
                return bool(actions.begin_erasures(now=now + GRACE))
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            kept, deleted = pool.submit(keep), pool.submit(delete)
            assert kept.result() is not deleted.result()

        anna.refresh_from_db()
        assert anna.is_active is kept.result()
        assert (anna.closes_at is None) is kept.result()
        assert Erasure.objects.exists() is not kept.result()
