"""Who may come to which page: strangers, others, owners."""

import pytest
from django.test import Client

from daybook.apps.notifications.models import Message, Preference

PAGES = ["/inbox/", "/inbox/settings/", "/inbox/{}/"]
ACTS = ["/inbox/read/", "/inbox/trial/", "/inbox/settings/", "/inbox/{}/delete/"]


@pytest.fixture
def told(tell):
    return tell()


def browser_of(person, **options):
    browser = Client(**options)
    browser.force_login(person)
    return browser


@pytest.mark.parametrize("path", PAGES)
class TestPages:
    def test_send_strangers_to_sign_in(self, client, told, path):
        answer = client.get(path.format(told.pk))

        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/?next=")

    def test_open_for_whom_they_belong_to(self, anna, told, path):
        assert browser_of(anna).get(path.format(told.pk)).status_code == 200

    def test_show_nothing_of_it_to_others(self, eve, told, path):
        page = browser_of(eve).get(path.format(told.pk)).content.decode()

        assert "This is how Daybook tells you things" not in page

    def test_are_kept_by_no_cache(self, anna, told, path):
        answer = browser_of(anna).get(path.format(told.pk))

        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ACTS)
class TestActs:
    def test_of_strangers_change_nothing(self, client, told, path):
        assert client.post(path.format(told.pk)).status_code == 302
        assert not Preference.objects.exists()
        assert list(Message.objects.filter(read_at=None, is_in_inbox=True)) == [told]

    def test_without_a_csrf_token_are_refused(self, anna, told, path):
        browser = browser_of(anna, enforce_csrf_checks=True)

        assert browser.post(path.format(told.pk)).status_code == 403
        assert list(Message.objects.filter(read_at=None, is_in_inbox=True)) == [told]

    def test_of_others_do_not_touch_it(self, eve, told, path):
        browser_of(eve).post(path.format(told.pk))

        assert Message.objects.get(pk=told.pk).read_at is None


@pytest.mark.parametrize("path", ["/inbox/read/", "/inbox/trial/"])
def test_acts_are_not_done_by_following_a_link(anna, told, path):
    assert browser_of(anna).get(path).status_code == 405
