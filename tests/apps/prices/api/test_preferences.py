"""Preferences over HTTP."""

import pytest
from django.test import Client

from daybook.apps.prices.models import Preference

PATH = "/api/v1/prices/preferences"
JSON = "application/json"
SAID = {
    "region": "G",
    "product": "AGILE-24-10-01",
    "export_product": "AGILE-OUTGOING-19-05-13",
    "duration": "3.25",
    "capacity": "12.5",
    "tolerance": "0.75",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(anna, clock):
    """A browser in which Anna is signed in."""
    browser = Client()
    browser.force_login(anna)
    return browser


@pytest.fixture
def put(browser):
    """Says what is usual for Anna."""
    return lambda **said: browser.put(PATH, {"duration": "4"} | said, content_type=JSON)


class TestPreferences:
    def test_are_told_as_they_are_kept(self, put, browser):
        assert put(**SAID).json() == browser.get(PATH).json() == SAID

    def test_can_be_sent_again_as_they_are_told(self, put, browser):
        put(**SAID)
        assert put(**browser.get(PATH).json()).json() == SAID
        assert Preference.objects.count() == 1

    def test_are_replaced_as_a_whole(self, put):
        put(**SAID)
        empty = dict.fromkeys(("region", "product", "export_product", "capacity"), "")
        assert put().json() == empty | {"duration": "4", "tolerance": "0"}

    def test_are_kept_as_the_rules_write_them(self, put):
        told = put(region=" g ", product="agile-24-10-01", duration="3.500", capacity="10.0").json()
        assert (told["region"], told["product"]) == ("G", "AGILE-24-10-01")
        assert (told["duration"], told["capacity"]) == ("3.5", "10")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"region": "I"},
            {"region": "C" * 500},
            {"product": "no such!"},
            {"export_product": "\x00"},
            {"duration": ""},
            {"duration": "0.4"},
            {"duration": "NaN"},
            {"duration": 4},
            {"capacity": "0"},
            {"capacity": "1e2"},
            {"tolerance": ""},
            {"tolerance": "-0.1"},
            {"tolerance": "100.1"},
        ],
    )
    def test_stay_as_they_were_when_they_are_refused(self, put, browser, wrong):
        put(**SAID)
        answer = put(**SAID | {"region": "A"} | wrong)
        assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)
        assert browser.get(PATH).json() == SAID

    def test_need_a_duration(self, browser):
        assert browser.put(PATH, {"region": "C"}, content_type=JSON).status_code == 422
        assert not Preference.objects.exists()

    def test_are_each_persons_own(self, put, eve):
        put(**SAID)
        other = Client()
        other.force_login(eve)
        assert other.get(PATH).json()["region"] == ""

    def test_are_nobody_elses_business(self, client):
        answers = [client.get(PATH), client.put(PATH, SAID, content_type=JSON)]
        assert {answer.status_code for answer in answers} == {401}
        assert not Preference.objects.exists()

    def test_need_the_csrf_token_of_a_page(self, anna, clock):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(anna)
        assert browser.put(PATH, SAID, content_type=JSON).status_code == 403
        assert not Preference.objects.exists()
