import pytest
from django.test import Client

from daybook.core.letters import carriers
from tests.letterbox import Letterbox, work_off

PASSWORD = "nine green bottles"


@pytest.fixture
def password():
    """The password of everybody in the cast."""
    return PASSWORD


@pytest.fixture
def call(client):
    """Calls the accounts API: ``call("post", "login", {...}, token="...")``."""

    def call(method, path, body=None, *, token=None, **extra):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return getattr(client, method)(
            f"/api/v1/auth/{path}",
            data=body,
            content_type="application/json",
            headers=headers,
            **extra,
        )

    return call


@pytest.fixture
def sign_in_api(call):
    """Signs somebody in over the API and gives the tokens."""

    def sign_in(person):
        answer = call("post", "login", {"email": person.email, "password": PASSWORD})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return sign_in


@pytest.fixture
def strict_client():
    """A browser whose forms are checked for the CSRF token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def letterbox(monkeypatch):
    """The letters that are posted during the test, which nobody else carries."""
    box = Letterbox()
    monkeypatch.setattr(carriers, "_entries", {"tests.letterbox": (0, box.letters.append)})
    return box


@pytest.fixture
def worked(django_capture_on_commit_callbacks):
    """Does something, and what it leaves to jobs: ``worked(lambda: ...)``."""

    def do(something):
        with django_capture_on_commit_callbacks(execute=True):
            done = something()
        work_off()
        return done

    return do


@pytest.fixture
def client_of():
    """Another browser, in which a person is signed in."""

    def client_of(person):
        browser = Client()
        browser.force_login(person)
        return browser

    return client_of
