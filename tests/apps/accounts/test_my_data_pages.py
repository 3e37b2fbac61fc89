import datetime as dt
import io
import re
import uuid
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from daybook.apps.accounts import actions
from daybook.apps.accounts.domain import NOWHERE
from daybook.apps.accounts.models import Archive, Consent, SecurityEvent
from daybook.core.contributions import ConsentPurpose, consent_purposes

PAGE = reverse("accounts:my-data")
ASK = reverse("accounts:archive-ask")
CONFIRM = reverse("accounts:confirm")
PART = {"HX-Request": "true"}
SENTENCE = "Yes, send me <news> about the garden."


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where temporary files lie."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def browser(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


@pytest.fixture
def archive(anna, letterbox):
    """A copy of Anna's that is ready."""
    archive = actions.ask_for_archive(user=anna, origin=NOWHERE, now=timezone.now())
    assert actions.make_archive(archive_id=archive.pk, clock=timezone.now)
    archive.refresh_from_db()
    return archive


def place_of(archive):
    return reverse("accounts:archive", args=[archive.pk])


class TestPage:
    def test_explains_what_can_be_done(self, browser):
        page = browser.get(PAGE).content.decode()

        for words in ("Make a copy of my data", "What is kept, and how long", "Delete my account"):
            assert words in page
        assert "Messages are deleted after a year, counts of SMS after a month." in page
        assert f'href="{reverse("accounts:security")}"' in page
        assert "Nothing: you have not been asked" in page

    def test_stays_private(self, browser):
        answer = browser.get(PAGE)
        assert "no-store" in answer["Cache-Control"]
        assert "HX-Request" in answer["Vary"]

    def test_costs_few_queries(self, browser, archive, django_assert_max_num_queries):
        with django_assert_max_num_queries(6):
            browser.get(PAGE)

    def test_is_one_of_the_pages_of_the_account(self, browser):
        page = browser.get(reverse("accounts:profile")).content.decode()
        assert f'href="{PAGE}"' in page

    def test_says_where_one_is(self, browser):
        page = browser.get(PAGE).content.decode()
        here = re.findall(r'<a[^>]* aria-current="page"[^>]*>', page)
        assert f'<a href="{PAGE}" aria-current="page">' in here
        assert any(reverse("accounts:profile") in place for place in here)


class TestAsking:
    def test_shows_that_it_is_being_made(self, browser):
        page = browser.post(ASK, follow=True).content.decode()

        assert "Your copy is being made." in page
        assert "<progress" in page
        assert 'hx-trigger="every 2s"' in page
        assert "Make a new copy" not in page

    def test_twice_is_one_copy(self, browser):
        browser.post(ASK)
        browser.post(ASK)
        assert Archive.objects.count() == 1

    def test_too_often_says_so(self, browser, anna):
        for _ in range(3):
            browser.post(ASK)
            Archive.objects.all().delete()

        answer = browser.post(ASK)
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        assert not Archive.objects.exists()


class TestProgress:
    def test_is_a_part_of_the_page(self, browser, anna, now):
        actions.ask_for_archive(user=anna, origin=NOWHERE, now=now)
        Archive.objects.update(state=Archive.State.MAKING, steps=8, steps_done=3, rows=1200)

        part = browser.get(PAGE, headers=PART).content.decode()
        assert part.lstrip().startswith('<div id="copies"')
        assert 'max="100" value="37"' in part
        assert "3 of 8 parts, 1200 entries so far" in part
        assert 'aria-busy="true"' in part

    def test_ends_when_the_copy_is_there(self, browser, archive):
        part = browser.get(PAGE, headers=PART).content.decode()

        assert "hx-get" not in part
        assert 'aria-busy="false"' in part
        assert place_of(archive) in part
        assert archive.sha256 in part
        assert f"exactly {archive.size} bytes" in part

    def test_costs_few_queries(self, browser, archive, django_assert_max_num_queries):
        with django_assert_max_num_queries(4):
            browser.get(PAGE, headers=PART)

    def test_says_when_it_went_wrong(self, browser, anna, now):
        actions.ask_for_archive(user=anna, origin=NOWHERE, now=now)
        Archive.objects.update(state=Archive.State.FAILED)

        page = browser.get(PAGE).content.decode()
        assert "A copy could not be made" in page
        assert "Make a new copy" in page


class TestDownload:
    @pytest.fixture
    def confirmed(self, browser, password):
        """Anna's browser, in which she has just typed her password again."""
        browser.post(CONFIRM, {"password": password})
        return browser

    def test_asks_for_the_password_first(self, browser, archive):
        answer = browser.get(place_of(archive))
        assert answer.status_code == 302
        assert answer.url == f"{CONFIRM}?next={place_of(archive).replace('/', '%2F')}"

    def test_leads_on_to_the_file(self, browser, archive, password):
        asked = browser.get(place_of(archive)).url
        assert browser.post(asked, {"password": password}).url == place_of(archive)

        answer = browser.get(place_of(archive))
        assert answer["Content-Type"] == "application/zip"
        assert answer["Content-Disposition"] == f'attachment; filename="{archive.name}"'
        content = b"".join(answer.streaming_content)
        assert len(content) == int(answer["Content-Length"]) == archive.size
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None

    def test_is_written_down(self, confirmed, archive):
        confirmed.head(place_of(archive))
        kinds = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.ARCHIVE_DOWNLOADED)
        assert not kinds.exists()

        confirmed.get(place_of(archive))
        assert kinds.count() == 1

    def test_is_not_squeezed_once_more(self, confirmed, archive):
        answer = confirmed.get(place_of(archive), headers={"Accept-Encoding": "gzip"})
        assert answer["Content-Encoding"] == "identity"
        assert answer["Content-Length"] == str(archive.size)
        assert "no-store" in answer["Cache-Control"]

    def test_of_what_is_not_ready_is_nothing(self, confirmed, anna):
        archive = actions.ask_for_archive(user=anna, origin=NOWHERE, now=timezone.now())
        assert confirmed.get(place_of(archive)).status_code == 404
        assert confirmed.get(reverse("accounts:archive", args=[uuid.uuid4()])).status_code == 404

    def test_of_what_has_run_out_is_nothing(self, confirmed, archive):
        Archive.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
        assert confirmed.get(place_of(archive)).status_code == 404

    def test_is_for_its_owner_only(self, client_of, eve, archive, password):
        hers = client_of(eve)
        assert hers.get(place_of(archive)).status_code == 404
        hers.post(CONFIRM, {"password": password})
        assert hers.get(place_of(archive)).status_code == 404


class TestConfirming:
    def test_refuses_a_wrong_password_beside_the_field(self, browser):
        answer = browser.post(CONFIRM, {"password": "wrong"})
        assert answer.status_code == 422
        assert "This is not your password." in answer.content.decode()

    def test_counts_for_five_minutes(self, browser, archive, password, monkeypatch):
        browser.post(CONFIRM, {"password": password})
        assert browser.head(place_of(archive)).status_code == 200

        later = timezone.now().timestamp() + 301
        monkeypatch.setattr(
            "allauth.account.internal.flows.reauthentication.time.time", lambda: later
        )
        assert browser.get(place_of(archive)).status_code == 302

    def test_never_leads_away(self, browser, password):
        answer = browser.post(f"{CONFIRM}?next=https://evil.example/", {"password": password})
        assert answer.url == "/"

    def test_asks_for_the_second_step_where_it_is_on(self, browser, anna, password, monkeypatch):
        monkeypatch.setattr(
            "daybook.apps.accounts.actions.second_step.validate_totp_code",
            lambda _secret, code: code == "123456",
        )
        codes = actions.turn_on(
            user=anna, secret="S" * 32, code="123456", origin=NOWHERE, now=timezone.now()
        )
        page = browser.get(CONFIRM).content.decode()
        assert 'name="code"' in page

        assert browser.post(CONFIRM, {"password": password}).status_code == 422
        wrong = browser.post(CONFIRM, {"password": password, "code": "000000"})
        assert "This is not the code" in wrong.content.decode()
        assert browser.post(CONFIRM, {"password": password, "code": codes[0]}).status_code == 302


class TestConsents:
    @pytest.fixture(autouse=True)
    def agreed(self, anna, now, monkeypatch):
        """Anna has agreed to news."""
        purpose = ConsentPurpose(label="Garden news", text=SENTENCE)
        monkeypatch.setattr(consent_purposes, "_entries", {"tests.news": (100, purpose)})
        actions.give_consent(person=anna, purpose="tests.news", place="/garden/", now=now)

    WITHDRAW = reverse("accounts:consent-withdraw", args=["tests.news"])

    def test_are_shown_with_their_words(self, browser):
        page = browser.get(PAGE).content.decode()

        assert "Garden news" in page
        assert "Yes, send me &lt;news&gt; about the garden." in page
        assert "on /garden/ (version 1 of the text)" in page
        assert self.WITHDRAW in page

    def test_are_taken_back_with_one_press(self, browser, anna):
        page = browser.post(self.WITHDRAW, follow=True).content.decode()

        assert "That is taken back." in page
        assert "You took it back" in page
        assert self.WITHDRAW not in page
        newest = Consent.objects.filter(person=anna).latest("pk")
        assert (newest.is_given, newest.place) == (False, PAGE)

    def test_of_others_cannot_be_taken_back(self, client_of, eve):
        assert client_of(eve).post(self.WITHDRAW).status_code == 404
        assert Consent.objects.count() == 1

    def test_to_a_text_that_was_replaced_do_not_count(self, browser, monkeypatch):
        purpose = ConsentPurpose(label="Garden news", text="More news.", version=2)
        monkeypatch.setattr(consent_purposes, "_entries", {"tests.news": (100, purpose)})
        page = browser.get(PAGE).content.decode()
        assert "your agreement does not count any more" in page
