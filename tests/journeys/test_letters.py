"""People who follow the links in their letters, from the page that asks to the one that thanks."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core import mail

from tests.letterbox import work_off

FIRST, SECOND = "seven quiet rivers", "eleven blue boats"
MIA = {"name": "Mia", "email": "mia@example.com", "password": FIRST, "confirmation": FIRST}


@pytest.fixture
def post(client, db, django_capture_on_commit_callbacks):
    """Sends a form, carries out what it leaves to jobs, and gives the page it leads to."""

    def post(path, typed=None):
        with django_capture_on_commit_callbacks(execute=True):
            page = client.post(path, typed or {}, follow=True)
        with django_capture_on_commit_callbacks(execute=True):
            work_off()
        work_off()
        return unescape(page.content.decode())

    return post


def link(to, subject):
    """The path of the link in the newest mail to ``to`` about ``subject``."""
    mails = [one for one in mail.outbox if one.to == [to] and subject in one.subject]
    assert mails, [(one.to, one.subject) for one in mail.outbox]
    found = re.search(r"https?://\S+/accounts/\S+/", mails[-1].body)
    return urlsplit(found[0]).path


class TestAForgottenPassword:
    def test_is_replaced_from_the_letter(self, post, client):
        post("/accounts/signup/", MIA)
        post("/accounts/logout/")

        assert "link is on its way" in post(
            "/accounts/password/forgotten/", {"email": MIA["email"]}
        )
        path = link(MIA["email"], "new password")
        assert client.get(path).status_code == 200
        assert "Your new password is saved" in post(
            path, {"password": SECOND, "confirmation": SECOND}
        )

        post("/accounts/logout/")
        typed = {"email": MIA["email"], "password": SECOND}
        assert "Welcome, Mia." in post("/accounts/login/", typed)


class TestAnAddress:
    def test_is_confirmed_changed_and_taken_back(self, post):
        post("/accounts/signup/", MIA)
        assert "confirmed" in post(link(MIA["email"], "confirm your e-mail"))

        post("/accounts/email/", {"email": "mia@example.org", "password": FIRST})
        post(link("mia@example.org", "confirm your new e-mail"))
        assert "mia@example.org" in post("/accounts/email/")

        back = post(link(MIA["email"], "about to change"))
        assert "For mia@example.com" in back


class TestALinkInsteadOfAPassword:
    def test_opens_the_account(self, post, client):
        post("/accounts/signup/", MIA)
        post("/accounts/logout/")
        post("/accounts/login/link/", {"email": MIA["email"]})

        assert "Welcome, Mia." in post(link(MIA["email"], "link to sign in"))
