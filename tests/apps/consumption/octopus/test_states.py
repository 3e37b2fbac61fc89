"""The page of the account in its states, as people and their keyboards meet it."""

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from daybook.apps.consumption.domain import Trouble
from daybook.apps.consumption.models import MeterPoint, OctopusAccount
from tests.loopback import EMPTY, FORBIDDEN, WEB_PAGE, busy, reply
from tests.octopus_home import ACCOUNT, EXPORT, KEY, MPAN, MPRN, NUMBER

PAGE = "/consumption/octopus/"
PART = {"HX-Request": "true"}
GOOD = {"number": NUMBER, "api_key": KEY, "gas_unit": "m3"}


@pytest.fixture
def now():
    """Pages read the clock on the wall, so what they show has to be of today."""
    return timezone.now()


@pytest.fixture(autouse=True)
def lately(home, now):
    """The household is supplied since three days."""
    home.until = now.replace(hour=0, minute=0, second=0, microsecond=0)
    home.since = home.until - dt.timedelta(days=3)


def source(answer):
    return html.unescape(answer.content.decode())


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", source(answer)).split())


def fields(answer):
    """The names of all fields of the page, without hidden ones."""
    found = re.findall(r"<input[^>]*>", source(answer))
    return {re.search(r'name="([^"]+)"', one)[1] for one in found if 'type="hidden"' not in one}


class TestEmpty:
    def test_has_a_form_and_nothing_of_an_account(self, own):
        answer = own.get(PAGE)
        assert fields(answer) >= {"number", "api_key", "gas_unit"}
        told = text_of(answer)
        for absent in ("What is missing", "Disconnect", "Fetch now", "Meter points"):
            assert absent not in told

    def test_labels_every_field(self, own):
        page = source(own.get(PAGE))
        for name in ("number", "api_key"):
            assert f'for="id_{name}"' in page
        assert "<legend" in page

    def test_takes_the_focus_from_nobody(self, own):
        assert "autofocus" not in source(own.get(PAGE))

    def test_chooses_cubic_metres_unless_somebody_says_otherwise(self, own):
        (checked,) = re.findall(r"<input[^>]*\bchecked[^>]*>", source(own.get(PAGE)))
        assert 'value="m3"' in checked

    def test_is_kept_by_no_cache(self, own):
        assert "no-store" in own.get(PAGE)["Cache-Control"]

    def test_has_no_part_to_be_asked_for(self, own):
        answer = own.get(PAGE, headers=PART)
        assert "Connect your account" in text_of(answer)


class TestRefused:
    @pytest.mark.parametrize(
        ("said", "field", "words"),
        [
            ({"number": "B-1"}, "number", "It stands on every bill"),
            ({"number": ""}, "number", "Type the account number"),
            ({"api_key": ""}, "api_key", "Paste the API key"),
            ({"api_key": "sk live"}, "api_key", "has no spaces"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, own, octopus, said, field, words):
        answer = own.post(PAGE, GOOD | said)
        page = source(answer)
        assert (answer.status_code, words in page) == (422, True)
        (typed,) = re.findall(rf'<input[^>]*name="{field}"[^>]*>', page)
        assert 'aria-invalid="true"' in typed
        assert not OctopusAccount.objects.exists()

    def test_keeps_what_was_typed_but_the_key(self, own, octopus):
        page = source(own.post(PAGE, GOOD | {"number": "B-<1>", "gas_unit": "kWh"}))
        assert 'value="B-<1>"' in page
        (checked,) = re.findall(r"<input[^>]*\bchecked[^>]*>", page)
        assert 'value="kWh"' in checked
        assert KEY not in page

    def test_shows_what_was_typed_as_text(self, own, octopus):
        answer = own.post(PAGE, GOOD | {"number": "<script>alert(1)</script>"})
        assert b"<script>alert(1)" not in answer.content

    @pytest.mark.parametrize(
        ("fault", "words"),
        [
            (EMPTY, "sent an empty answer"),
            (WEB_PAGE, "sent a web page instead of figures"),
            (busy("3600"), "asks us to slow down"),
            (reply([]), "another shape"),
        ],
    )
    def test_says_what_octopus_has_done(self, own, octopus, fault, words):
        octopus.always(ACCOUNT, fault)
        answer = own.post(PAGE, GOOD)
        assert (answer.status_code, words in text_of(answer)) == (503, True)
        assert not OctopusAccount.objects.exists()

    def test_often_asks_to_wait(self, own, octopus):
        octopus.always(ACCOUNT, FORBIDDEN)
        for _try in range(10):
            own.post(PAGE, GOOD)
        answer = own.post(PAGE, GOOD)
        assert answer.status_code == 429
        assert KEY not in source(answer)


class TestConnected:
    def test_has_a_table_with_heads(self, own, connect):
        connect()
        page = source(own.get(PAGE))
        assert "<caption>Meter points</caption>" in page
        assert page.count('scope="col"') == 4
        assert page.count('scope="row"') == MeterPoint.objects.count()

    def test_names_every_meter_point(self, own, connect):
        connect()
        told = text_of(own.get(PAGE))
        for number in (MPAN, MPRN, EXPORT):
            assert number in told
        assert "Export, not used here" in told

    def test_has_the_number_typed_already_and_never_the_key(self, own, connect):
        connect()
        page = source(own.get(PAGE))
        assert f'value="{NUMBER}"' in page
        (typed,) = re.findall(r'<input[^>]*name="api_key"[^>]*>', page)
        assert "value=" not in typed
        assert KEY not in page

    def test_keeps_the_account_on_the_page_when_a_key_is_refused(self, own, octopus, connect):
        connect()
        octopus.always(ACCOUNT, FORBIDDEN)
        answer = own.post(PAGE, GOOD)
        assert answer.status_code == 422
        assert "What is connected" in text_of(answer)
        assert OctopusAccount.objects.get().trouble == Trouble.NONE

    def test_says_that_gaps_come_later(self, own, connect):
        connect()
        assert "once the first days have been fetched" in text_of(own.get(PAGE))

    def test_keeps_the_half_hours_unless_somebody_says_otherwise(self, own, connect):
        connect()
        kept = re.findall(r'<input[^>]*name="keeps"[^>]*>', source(own.get(PAGE)))
        (checked,) = [one for one in kept if "checked" in one]
        assert 'value="yes"' in checked

    @pytest.mark.parametrize("keeps", ["", "maybe"])
    def test_goes_only_with_an_answer(self, own, connect, keeps):
        connect()
        answer = own.post(f"{PAGE}disconnect/", {"keeps": keeps})
        assert answer.status_code == 422
        assert "What is connected" in text_of(answer)
        assert OctopusAccount.objects.exists()


class TestProgress:
    def test_asks_for_itself_until_all_is_here(self, own, connect, fetch):
        account = connect()
        assert 'hx-trigger="every 2s"' in source(own.get(PAGE))
        fetch(account)
        assert "hx-trigger" not in source(own.get(PAGE, headers=PART))

    def test_can_be_looked_at_without_scripts(self, own, connect):
        connect()
        assert "Look again" in text_of(own.get(PAGE))

    def test_is_told_apart_by_caches(self, own, connect):
        connect()
        assert "HX-Request" in own.get(PAGE)["Vary"]

    @pytest.mark.parametrize("trouble", [Trouble.KEY, Trouble.ACCOUNT, Trouble.SEAL])
    def test_stops_while_the_person_is_waited_for(self, own, connect, trouble):
        OctopusAccount.objects.filter(pk=connect().pk).update(trouble=trouble)
        answer = own.get(PAGE)
        assert "every 2s" not in source(answer)
        assert 'href="#key-title"' in source(answer)
        assert "Fetch now" not in text_of(answer)


class TestButtons:
    @pytest.mark.parametrize("name", ["renew", "disconnect", "tariffs"])
    def test_are_no_links(self, own, connect, name):
        connect()
        assert own.get(f"{PAGE}{name}/").status_code == 405
        assert OctopusAccount.objects.exists()

    @pytest.mark.parametrize("name", ["", "renew/", "disconnect/", "tariffs/"])
    def test_are_for_who_is_signed_in(self, client, db, name):
        answer = client.post(f"{PAGE}{name}", GOOD)
        assert answer.status_code == 302
        assert "next=/consumption/octopus/" in answer.url
        assert not OctopusAccount.objects.exists()

    def test_do_nothing_for_another_site(self, anna, connect):
        connect()
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(anna)
        for name in ("", "renew/", "disconnect/", "tariffs/"):
            assert browser.post(f"{PAGE}{name}", GOOD | {"keeps": "no"}).status_code == 403
        assert OctopusAccount.objects.exists()

    def test_in_an_old_tab_say_that_the_account_has_gone(self, own, connect):
        connect()
        own.post(f"{PAGE}disconnect/", {"keeps": "yes"})
        for name in ("renew/", "tariffs/", "disconnect/"):
            answer = own.post(f"{PAGE}{name}", {"keeps": "yes"}, follow=True)
            assert "No Octopus account is connected" in text_of(answer)
