"""Proving who one is, with a passkey as the only second step."""

import pytest
from django.urls import reverse
from django.utils import timezone

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.domain import GRACE, NOWHERE
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.models import SecurityEvent, User


@pytest.fixture
def leave(anna, password, now):
    """Anna asks for her account to be deleted."""

    def leave(**typed):
        typed = {"password": password} | typed
        return actions.ask_to_leave(user=anna, origin=NOWHERE, now=now, **typed)

    return leave


class TestPasskeyAlone:
    """Who has a passkey and no app has no code to type; those on paper are not for this."""

    @pytest.fixture(autouse=True)
    def papers(self, annas, anna):
        """Anna has a passkey, and ten codes on paper with it."""
        assert queries.second_step_of(anna).codes_left == 10

    def test_the_password_is_enough(self, leave, now):
        assert leave() == now + GRACE

    def test_no_paper_is_used_up(self, leave, anna):
        leave(code="123456")
        assert queries.second_step_of(anna).codes_left == 10

    def test_the_password_is_needed(self, leave, anna):
        with pytest.raises(NotValid) as refused:
            leave(password="wrong")
        assert list(refused.value.fields) == ["password"]
        assert User.objects.get(pk=anna.pk).closes_at is None

    def test_an_app_beside_it_is_asked(self, leave, anna, monkeypatch, now):
        monkeypatch.setattr(
            "daybook.apps.accounts.actions.second_step.validate_totp_code",
            lambda _secret, code: code == "123456",
        )
        actions.turn_on(user=anna, secret="S" * 32, code="123456", origin=NOWHERE, now=now)
        with pytest.raises(NotValid) as refused:
            leave()
        assert list(refused.value.fields) == ["code"]

    @pytest.mark.parametrize("name", ["confirm", "leave"])
    def test_no_page_asks_for_a_code(self, anna, client_of, name):
        page = client_of(anna).get(reverse(f"accounts:{name}")).content.decode()
        assert 'name="password"' in page
        assert 'name="code"' not in page

    def test_a_copy_is_given_out_over_the_api(self, anna, call, password, settings, tmp_path):
        settings.DATA_DIR = tmp_path
        at = timezone.now()
        copy = actions.ask_for_archive(user=anna, origin=NOWHERE, now=at)
        actions.make_archive(archive_id=copy.pk, clock=timezone.now)
        token = actions.issue_tokens(user=anna, now=at).access_token
        path = f"data/copies/{copy.pk}/download"

        assert call("post", path, {"password": "wrong"}, token=token).status_code == 422
        assert not SecurityEvent.objects.filter(kind="archive-downloaded").exists()
        answer = call("post", path, {"password": password}, token=token)
        assert b"".join(answer.streaming_content).startswith(b"PK")
