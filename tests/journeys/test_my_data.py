"""Taking one's data away, and going; through HTTP and the jobs, as people meet it."""

import datetime as dt
import io
import json
import re
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone

from daybook.apps.accounts import jobs
from daybook.apps.accounts.models import Erasure
from tests.letterbox import work_off

PASSWORD = "nine green bottles"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where temporary files lie."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def press(client, django_capture_on_commit_callbacks):
    """Sends a form and lets the jobs of it run."""

    def press(url, **typed):
        with django_capture_on_commit_callbacks(execute=True):
            page = client.post(url, typed, follow=True)
        for _ in range(3):  # a job may leave something to another one
            with django_capture_on_commit_callbacks(execute=True):
                work_off()
        return page.content.decode()

    return press


@pytest.fixture
def sign_in(press, anna):
    """Anna signs in by the page."""
    return lambda: press("/accounts/login/", email=anna.email, password=PASSWORD)


@pytest.fixture
def days_pass(anna, django_capture_on_commit_callbacks):
    """Fifteen days go by, and the schedule does its work."""

    def days_pass():
        people = get_user_model().objects.exclude(closes_at=None)
        people.update(closes_at=timezone.now() - dt.timedelta(days=1))
        jobs.erase_leaving.call()
        work_off()

    return days_pass


def test_a_copy_is_asked_for_announced_and_taken_away(sign_in, press, client, anna):
    sign_in()
    assert "<progress" in press("/accounts/data/copies/")

    letter = next(letter for letter in mail.outbox if "copy of your data" in letter.subject)
    link = re.search(r"https?://[^/]+(/accounts/data/)", letter.body)[1]
    page = client.get(link).content.decode()
    file = re.search(r'href="(/accounts/data/copies/[^"]+)"', page)[1]

    asked = client.get(file)
    assert asked.url.startswith("/accounts/confirm/")
    client.post(asked.url, {"password": PASSWORD})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get(file).streaming_content)))

    assert archive.testzip() is None
    (person,) = json.loads(archive.read("accounts.person/person.json"))
    assert person["email"] == anna.email
    assert "Everything Daybook keeps about Anna" in archive.read("index.html").decode()


def test_who_changes_their_mind_has_everything_back(sign_in, press, client, anna, days_pass):
    sign_in()
    page = press("/accounts/leave/", password=PASSWORD)
    assert "will be deleted in 14 days" in page
    assert [letter.subject for letter in mail.outbox][-1] == "Your account will be deleted"

    assert "Keep my account" in sign_in()
    assert "Your account stays" in press("/accounts/keep/")

    days_pass()
    anna.refresh_from_db()
    assert anna.is_active
    assert 'value="Anna"' in client.get("/accounts/profile/").content.decode()


def test_who_goes_is_gone_and_nobody_else(sign_in, press, otto, days_pass):
    sign_in()
    press("/inbox/trial/")
    before = get_user_model().objects.filter(pk=otto.pk).values().get()
    press("/accounts/leave/", password=PASSWORD)
    mail.outbox.clear()
    days_pass()

    assert [letter.subject for letter in mail.outbox] == ["Your account is deleted"]
    assert "The e-mail or the password is wrong" in sign_in()
    assert list(get_user_model().objects.values()) == [before]
    assert Erasure.objects.get().finished_at
    assert "anna@example.com" not in str(Erasure.objects.values().get())
