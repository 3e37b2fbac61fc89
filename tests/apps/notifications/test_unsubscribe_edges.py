"""The way out of mails at its edges: cut off, tampered with, looked at beforehand, too old."""

import pytest
from django.core import signing
from django.test import Client

from daybook.apps.notifications import actions
from daybook.apps.notifications.actions.wishes import SALT
from daybook.apps.notifications.models import Preference

TRIAL = "notifications.trial"


@pytest.fixture
def token(anna):
    return actions.unsubscribe_token(person_id=anna.pk, kind=TRIAL)


def address(token):
    return f"/inbox/unsubscribe/{token}/"


def changed(token, place):
    letter = "A" if token[place] != "A" else "B"
    return token[:place] + letter + token[place + 1 :]


class TestTokens:
    @pytest.mark.parametrize("method", ["get", "head", "post"])
    @pytest.mark.parametrize("place", [0, 5, -1, -20])
    def test_with_one_letter_changed_lead_nowhere(self, client, token, method, place):
        answer = getattr(client, method)(address(changed(token, place)))

        assert answer.status_code == 404
        assert not Preference.objects.exists()

    @pytest.mark.parametrize("length", [1, 10, 30])
    def test_that_were_cut_off_lead_nowhere(self, client, token, length):
        answer = client.post(address(token[:-length]))

        assert answer.status_code == 404
        assert "Was it cut off?" in answer.content.decode()
        assert not Preference.objects.exists()

    def test_of_somebody_else_cannot_be_made_from_ones_own(self, client, token, otto):
        theirs = actions.unsubscribe_token(person_id=otto.pk, kind=TRIAL)
        payload = theirs.split(":")[0]

        answer = client.post(address(":".join([payload, *token.split(":")[1:]])))

        assert answer.status_code == 404
        assert not Preference.objects.exists()

    @pytest.mark.parametrize("salt", ["daybook.notifications.link", "django.core.signing", ""])
    def test_signed_for_something_else_lead_nowhere(self, client, anna, salt):
        token = signing.dumps([anna.pk, TRIAL], salt=salt)

        assert client.post(address(token)).status_code == 404
        assert not Preference.objects.exists()

    def test_signed_with_another_key_lead_nowhere(self, client, anna):
        token = signing.dumps([anna.pk, TRIAL], salt=SALT, key="k" * 50)

        assert client.post(address(token)).status_code == 404
        assert not Preference.objects.exists()

    def test_do_not_grow_old(self, client, anna, monkeypatch):
        monkeypatch.setattr("django.core.signing.time.time", lambda: 1_000_000_000)
        token = actions.unsubscribe_token(person_id=anna.pk, kind=TRIAL)
        monkeypatch.undo()

        assert client.post(address(token)).status_code == 200
        assert Preference.objects.get().is_on is False

    def test_of_a_kind_that_is_gone_are_refused(self, client, anna):
        token = actions.unsubscribe_token(person_id=anna.pk, kind="tests.gone")

        assert client.post(address(token)).status_code == 422
        assert not Preference.objects.exists()

    @pytest.mark.parametrize("odd", ["é", "%00", "..", "a" * 5000, ":", "::"])
    def test_that_were_never_ours_lead_nowhere(self, client, db, odd):
        assert client.get(address(odd)).status_code == 404
        assert client.post(address(odd)).status_code == 404


class TestLookingFirst:
    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Sec-Purpose": "prefetch"},
            {"Purpose": "prefetch"},
            {"User-Agent": "Mozilla/5.0 (compatible; scanner)"},
        ],
    )
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_changes_nothing_however_often(self, client, token, method, headers):
        for _ in range(3):
            assert getattr(client, method)(address(token), headers=headers).status_code == 200
        assert not Preference.objects.exists()

    def test_leaves_no_cookie_but_that_of_the_form(self, client, token):
        client.get(address(token))

        assert set(client.cookies) <= {"csrftoken"}

    def test_is_kept_by_no_cache(self, client, token):
        assert "no-store" in client.get(address(token)).headers["Cache-Control"]

    @pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
    def test_is_done_in_no_other_way(self, client, token, method):
        assert getattr(client, method)(address(token)).status_code == 405
        assert not Preference.objects.exists()


class TestOneClick:
    def test_of_somebody_signed_in_counts_for_whom_the_mail_was(self, token, anna, eve):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(eve)

        browser.post(address(token), {"List-Unsubscribe": "One-Click"})

        assert list(Preference.objects.values_list("person", flat=True)) == [anna.pk]

    def test_never_leads_elsewhere(self, client, token):
        answer = client.post(address(token), {"next": "https://evil.example/"})

        assert answer.status_code == 200
        assert "evil.example" not in answer.content.decode()

    def test_leaves_other_kinds_and_the_inbox_alone(self, client, token, kinds, tell, anna):
        kinds("tests.other")

        client.post(address(token))

        assert tell(kind="tests.other").deliveries.exists()
        assert tell().is_in_inbox is True
