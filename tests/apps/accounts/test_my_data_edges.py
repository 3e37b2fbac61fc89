"""My data where it is refused, asked for twice, or asked for by somebody else."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from daybook.apps.accounts import actions
from daybook.apps.accounts.domain import ARCHIVE_KEPT, NOWHERE
from daybook.apps.accounts.models import Archive, Consent, SecurityEvent, User
from daybook.core.contributions import ConsentPurpose, consent_purposes

DOWNLOADED = SecurityEvent.Kind.ARCHIVE_DOWNLOADED


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, letterbox):
    """Where temporary files lie, and letters nobody carries."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def token(sign_in_api, anna):
    return sign_in_api(anna)["access_token"]


@pytest.fixture
def waiting(anna):
    """A copy of Anna's that nobody has begun to make."""
    return actions.ask_for_archive(user=anna, origin=NOWHERE, now=timezone.now())


@pytest.fixture
def ready(waiting):
    """A copy of Anna's."""
    actions.make_archive(archive_id=waiting.pk, clock=timezone.now)
    waiting.refresh_from_db()
    return waiting


@pytest.fixture
def agreed(anna, monkeypatch, now):
    """Anna has agreed to something."""
    purpose = ConsentPurpose(label="Garden news", text="Yes.")
    monkeypatch.setattr(consent_purposes, "_entries", {"tests.news": (100, purpose)})
    return actions.give_consent(person=anna, purpose="tests.news", place="/garden/", now=now)


def age(archive):
    """Let the week of a copy be over."""
    Archive.objects.filter(pk=archive.pk).update(expires_at=timezone.now() - ARCHIVE_KEPT)


class TestDownloadOverTheApi:
    @pytest.fixture
    def fetch(self, call, token, password):
        def fetch(archive_id, **changes):
            body = {"password": password} | changes
            return call("post", f"data/copies/{archive_id}/download", body, token=token)

        return fetch

    def test_of_a_copy_that_is_being_made_is_not_found(self, fetch, waiting):
        answer = fetch(waiting.pk)
        assert answer.status_code == 404
        assert "is not ready" in answer.json()["detail"]
        assert not SecurityEvent.objects.filter(kind=DOWNLOADED).exists()

    def test_of_a_copy_that_has_run_out_is_not_found(self, fetch, ready):
        age(ready)
        assert fetch(ready.pk).status_code == 404
        assert not SecurityEvent.objects.filter(kind=DOWNLOADED).exists()

    def test_cannot_be_used_to_guess_the_password(self, fetch, ready):
        for _ in range(5):
            assert fetch(ready.pk, password="wrong").status_code == 422
        answer = fetch(ready.pk)
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0

    @pytest.mark.parametrize("body", [{}, {"password": None}, {"password": "x" * 10_000}])
    def test_of_a_body_that_is_none_is_refused(self, call, token, ready, body):
        answer = call("post", f"data/copies/{ready.pk}/download", body, token=token)
        assert answer.status_code == 422
        assert not SecurityEvent.objects.filter(kind=DOWNLOADED).exists()

    def test_is_counted_each_time(self, fetch, ready):
        for _ in range(2):
            b"".join(fetch(ready.pk).streaming_content)
        assert SecurityEvent.objects.filter(kind=DOWNLOADED).count() == 2

    def test_needs_a_token(self, call, ready, password):
        answer = call("post", f"data/copies/{ready.pk}/download", {"password": password})
        assert answer.status_code == 401


class TestCopiesOverTheApi:
    def test_pressed_twice_are_one(self, call, token):
        first, second = (call("post", "data/copies", token=token).json() for _ in range(2))
        assert first["id"] == second["id"]
        assert Archive.objects.count() == 1

    def test_of_others_are_not_listed(self, call, sign_in_api, eve, ready):
        hers = sign_in_api(eve)["access_token"]
        assert call("get", "data/copies", token=hers).json() == {"items": []}

    def test_that_have_run_out_are_not_listed(self, call, token, ready):
        age(ready)
        assert call("get", "data/copies", token=token).json() == {"items": []}
        assert call("get", f"data/copies/{ready.pk}", token=token).status_code == 404

    def test_end_with_the_account(self, call, token, ready, password):
        call("post", "leave", {"password": password}, token=token)
        assert call("get", "data/copies", token=token).status_code == 401
        assert Archive.objects.filter(pk=ready.pk).exists()


class TestPages:
    def test_of_the_file_are_nobody_elses(self, client_of, eve, ready):
        answer = client_of(eve).get(reverse("accounts:archive", args=[ready.pk]))
        assert answer.status_code == 404
        assert not SecurityEvent.objects.filter(kind=DOWNLOADED).exists()

    def test_of_a_file_that_is_none_are_not_found(self, client_of, anna):
        place = reverse("accounts:archive", args=[uuid.uuid4()])
        assert client_of(anna).get(place).status_code == 404

    def test_of_the_file_ask_a_stranger_to_sign_in(self, client, ready):
        answer = client.get(reverse("accounts:archive", args=[ready.pk]))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))

    @pytest.mark.parametrize(
        "heading", ["https://evil.example/", "//evil.example/", "javascript:1"]
    )
    def test_of_the_password_lead_nowhere_else(self, client_of, anna, password, heading):
        answer = client_of(anna).post(
            f"{reverse('accounts:confirm')}?next={heading}", {"password": password}
        )
        assert answer["Location"] == "/"

    @pytest.mark.parametrize("name", ["archive-ask", "leave", "keep", "confirm"])
    def test_need_the_mark_of_their_own_form(self, strict_client, anna, password, name):
        strict_client.force_login(anna)
        answer = strict_client.post(reverse(f"accounts:{name}"), {"password": password})
        assert answer.status_code == 403
        assert User.objects.get(pk=anna.pk).closes_at is None
        assert not Archive.objects.exists()

    @pytest.mark.parametrize("name", ["archive-ask", "confirm", "leave"])
    def test_are_closed_to_who_leaves(self, client_of, anna, password, name):
        browser = client_of(anna)
        User.objects.filter(pk=anna.pk).update(closes_at=timezone.now() + dt.timedelta(days=3))
        answer = browser.post(reverse(f"accounts:{name}"), {"password": password})
        assert answer["Location"] == reverse("accounts:keep")
        assert not Archive.objects.exists()

    def test_of_keeping_do_nothing_for_who_stays(self, client_of, anna):
        browser = client_of(anna)
        assert browser.get(reverse("accounts:keep"))["Location"] == reverse("accounts:my-data")
        assert browser.post(reverse("accounts:keep")).status_code == 409
        assert not SecurityEvent.objects.filter(kind="closing-called-off").exists()


class TestConsentsOverTheApi:
    def test_of_others_cannot_be_taken_back(self, call, sign_in_api, eve, agreed):
        hers = sign_in_api(eve)["access_token"]
        answer = call("post", "consents/tests.news/withdraw", token=hers)
        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:daybook:accounts.no-such-consent"
        assert Consent.objects.get().is_given

    def test_to_nothing_cannot_be_taken_back(self, call, token, agreed):
        assert call("post", "consents/tests.other/withdraw", token=token).status_code == 404
        assert Consent.objects.count() == 1

    def test_say_where_they_were_taken_back(self, call, token, agreed):
        call("post", "consents/tests.news/withdraw", token=token)
        (consent,) = call("get", "consents", token=token).json()["items"]
        assert consent["place"] == "/api/v1/auth/consents/tests.news/withdraw"
        assert consent["text"] == "Yes."

    def test_need_a_token(self, call, agreed):
        assert call("get", "consents").status_code == 401
        assert call("post", "consents/tests.news/withdraw").status_code == 401
        assert Consent.objects.count() == 1


def test_news_and_offers_are_one_of_the_purposes_people_agree_to(anna, client_of, now):
    (purpose,) = [name for name, row in consent_purposes if "news and offers" in str(row.text)]
    actions.give_consent(person=anna, purpose=purpose, place="/inbox/settings/", now=now)

    page = client_of(anna).get(reverse("accounts:my-data")).content.decode()
    assert "Yes, send me news and offers." in page
    assert "on /inbox/settings/" in page
    assert reverse("accounts:consent-withdraw", args=[purpose]) in page
