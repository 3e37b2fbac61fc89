"""A person's data over the API."""

import io
import uuid
import zipfile

import pytest
from django.utils import timezone

from daybook.apps.accounts import actions
from daybook.apps.accounts.domain import NOWHERE
from daybook.apps.accounts.models import Archive, Consent, SecurityEvent, User
from daybook.core.contributions import ConsentPurpose, consent_purposes, personal_data


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where temporary files lie."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def token(sign_in_api, anna, letterbox):
    return sign_in_api(anna)["access_token"]


@pytest.fixture
def script(anna, letterbox):
    """A token for a script, which may do what such tokens may."""
    scopes = ["read", "write", "account"]
    now = timezone.now()
    return actions.make_token(
        user=anna, name="Pump", scopes=scopes, days=30, origin=NOWHERE, now=now
    ).secret


class TestCopies:
    def test_are_asked_for_and_made(self, call, token, worked):
        answer = worked(lambda: call("post", "data/copies", token=token))
        assert answer.status_code == 202
        assert answer.json()["state"] == "waiting"

        made = call("get", f"data/copies/{answer.json()['id']}", token=token).json()
        assert (made["state"], made["steps_done"]) == ("ready", len(personal_data))
        assert call("get", "data/copies", token=token).json() == {"items": [made]}

    def test_are_not_for_scripts(self, call, script):
        for method, path in (("get", "data/copies"), ("post", "data/copies"), ("post", "leave")):
            assert call(method, path, {}, token=script).status_code == 403
        assert not Archive.objects.exists()

    def test_are_limited(self, call, token):
        for _ in range(3):
            call("post", "data/copies", token=token)
            Archive.objects.all().delete()
        assert call("post", "data/copies", token=token).status_code == 429


class TestDownload:
    @pytest.fixture
    def archive(self, anna, letterbox):
        archive = actions.ask_for_archive(user=anna, origin=NOWHERE, now=timezone.now())
        actions.make_archive(archive_id=archive.pk, clock=timezone.now)
        return archive

    def test_is_for_the_password(self, call, token, archive, password):
        path = f"data/copies/{archive.pk}/download"
        answer = call("post", path, {"password": password}, token=token)

        assert answer["Content-Type"] == "application/zip"
        content = b"".join(answer.streaming_content)
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        assert SecurityEvent.objects.filter(kind="archive-downloaded").count() == 1

    def test_is_refused_without(self, call, token, archive):
        path = f"data/copies/{archive.pk}/download"
        answer = call("post", path, {"password": "wrong"}, token=token)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"] == ["body", "password"]
        assert not SecurityEvent.objects.filter(kind="archive-downloaded").exists()

    def test_is_nobody_elses(self, call, sign_in_api, eve, archive, password):
        hers = sign_in_api(eve)["access_token"]
        path = f"data/copies/{archive.pk}"
        assert call("get", path, token=hers).status_code == 404
        body = {"password": password}
        assert call("post", f"{path}/download", body, token=hers).status_code == 404

    def test_of_nothing_is_nothing(self, call, token, password):
        path = f"data/copies/{uuid.uuid4()}/download"
        answer = call("post", path, {"password": password}, token=token)
        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:daybook:accounts.no-such-archive"


class TestLeaving:
    def test_closes_everything(self, call, token, script, anna, password):
        answer = call("post", "leave", {"password": password}, token=token)

        assert answer.status_code == 202
        assert answer.json()["closes_at"].endswith("Z")
        assert call("get", "me", token=token).status_code == 401
        assert call("get", "me", token=script).status_code == 401
        login = call("post", "login", {"email": anna.email, "password": password})
        assert (login.status_code, login.json()["type"]) == (403, "urn:daybook:accounts.leaves")

    def test_needs_the_password(self, call, token, anna):
        answer = call("post", "leave", {"password": "wrong"}, token=token)
        assert answer.status_code == 422
        assert User.objects.get(pk=anna.pk).closes_at is None

    def test_the_last_operator_has_to_know(self, call, token, anna, password):
        User.objects.update(is_staff=True)
        answer = call("post", "leave", {"password": password}, token=token)
        assert answer.status_code == 409
        assert answer.json()["type"] == "urn:daybook:accounts.last-operator"

        body = {"password": password, "accepts_no_operator": True}
        assert call("post", "leave", body, token=token).status_code == 202


class TestConsents:
    @pytest.fixture(autouse=True)
    def agreed(self, anna, monkeypatch, now):
        purpose = ConsentPurpose(label="Garden news", text="Yes.")
        monkeypatch.setattr(consent_purposes, "_entries", {"tests.news": (100, purpose)})
        actions.give_consent(person=anna, purpose="tests.news", place="/garden/", now=now)

    def test_are_listed(self, call, token):
        (consent,) = call("get", "consents", token=token).json()["items"]
        assert consent == {
            "purpose": "tests.news",
            "label": "Garden news",
            "text": "Yes.",
            "version": 1,
            "place": "/garden/",
            "at": "2026-03-03T09:10:00Z",
            "is_given": True,
            "is_in_force": True,
        }

    def test_are_taken_back_once(self, call, token):
        path = "consents/tests.news/withdraw"
        assert call("post", path, token=token).status_code == 204
        assert call("post", path, token=token).status_code == 404
        assert Consent.objects.count() == 2
        (consent,) = call("get", "consents", token=token).json()["items"]
        assert not consent["is_in_force"]

    def test_of_others_stay(self, call, sign_in_api, eve):
        hers = sign_in_api(eve)["access_token"]
        assert call("get", "consents", token=hers).json() == {"items": []}
        answer = call("post", "consents/tests.news/withdraw", token=hers)
        assert answer.json()["type"] == "urn:daybook:accounts.no-such-consent"
        assert Consent.objects.count() == 1


def test_what_is_kept_is_told(call, script):
    kept = call("get", "data/kept", token=script).json()["items"]
    assert [row["name"] for row in kept] == [name for name, _ in personal_data]
    assert any(row["retention"].startswith("Messages are deleted") for row in kept)
