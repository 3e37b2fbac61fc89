"""The page of alerts in its states, as people read it."""

import re

import pytest
from django.urls import reverse

from daybook.apps.prices import domain
from daybook.apps.prices.models import Alert
from tests.apps.prices.alerts import AGILE, prefer, want
from tests.apps.prices.views.conftest import Page

PAGE = "/prices/alerts/"
OFF = {"below_pence": "10", "above_pence": "35", "window_minutes": "15"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client, anna):
    """Anna's browser; her tariff is known."""
    prefer(anna)
    client.force_login(anna)
    return client


def get(browser):
    return Page(browser.get(PAGE))


def post(browser, **typed):
    return Page(browser.post(PAGE, OFF | typed))


def field(page, name):
    """The tag of one field."""
    (tag,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page.html)
    return tag


def switched_on():
    return sorted(Alert.objects.filter(is_on=True).values_list("kind", flat=True))


class TestWithoutATariff:
    @pytest.fixture
    def page(self, client, eve):
        client.force_login(eve)
        return get(client)

    def test_leads_to_where_it_is_saved(self, page):
        assert "Save your tariff first" in page.text
        assert page.tags('a href="/prices/preferences/"')

    def test_names_no_tariff(self, page):
        assert "blocks of" not in page.text

    @pytest.mark.parametrize("tariff", [{"region": ""}, {"product": ""}])
    def test_is_the_same_with_half_of_one(self, client, eve, tariff):
        prefer(eve, **tariff)
        client.force_login(eve)
        assert "Save your tariff first" in get(client).text

    def test_keeps_nothing_and_what_was_typed(self, client, eve):
        client.force_login(eve)
        page = post(client, below="on", below_pence="7.5")
        assert (page.status, switched_on()) == (422, [])
        assert 'value="7.5"' in field(page, "below_pence")
        assert "checked" in field(page, "below")
        assert "Save your tariff first: your region and your product." in page.text

    def test_lets_everything_be_switched_off(self, client, eve):
        client.force_login(eve)
        assert post(client).status == 302
        assert switched_on() == []


class TestWithSamplePrices:
    @pytest.fixture
    def sample(self, own, anna):
        prefer(anna, product=domain.SAMPLE_PRODUCT)
        return own

    def test_says_kindly_that_there_is_nothing_to_tell(self, sample):
        page = get(sample)
        assert "Your prices are a sample" in page.text
        assert "nothing to tell" in page.text
        assert "Save your tariff first" not in page.text
        assert page.tags('a href="/prices/preferences/"')

    def test_names_no_code_of_a_product(self, sample):
        assert domain.SAMPLE_PRODUCT not in get(sample).html

    def test_switches_nothing_on(self, sample):
        assert post(sample, negative="on").status == 422
        assert switched_on() == []

    def test_still_shows_what_was_on_before_and_lets_it_go(self, own, anna):
        want(anna, "negative")
        prefer(anna, product=domain.SAMPLE_PRODUCT)
        assert "checked" in field(get(own), "negative")
        assert post(own).status == 302
        assert switched_on() == []


class TestWithATariff:
    def test_names_it_and_the_usual_length(self, own, anna):
        prefer(anna, hours="3.5")
        page = get(own)
        assert f"London · {AGILE} · blocks of 3 h 30 min" in page.text

    def test_has_everything_off_at_first(self, own):
        page = get(own)
        for name in ("published", "below", "above", "negative", "window"):
            assert "checked" not in field(page, name)
        assert 'value="15"' in field(page, "window_minutes")

    def test_shows_what_was_saved(self, own, anna):
        want(anna, "above", pence="41.5")
        want(anna, "window", minutes=45)
        page = get(own)
        assert "checked" in field(page, "above")
        assert 'value="41.5"' in field(page, "above_pence")
        assert 'value="45"' in field(page, "window_minutes")

    @pytest.mark.parametrize("pence", ["100", "-5", "0"])
    def test_shows_round_prices_without_noughts_and_powers(self, own, anna, pence):
        want(anna, "below", pence=pence)
        assert f'value="{pence}"' in field(get(own), "below_pence")

    def test_labels_every_field(self, own):
        page = get(own)
        for name in ("published", "below", "below_pence", "negative", "window", "window_minutes"):
            (identity,) = re.findall(r' id="([^"]+)"', field(page, name))
            assert f'for="{identity}"' in page.html
        assert page.html.count("<h1") == 1

    def test_calls_no_number_optional(self, own):
        assert "optional" not in get(own).text

    def test_leads_to_the_ways_messages_take(self, own):
        assert get(own).tags(f'a href="{reverse("notifications:settings")}"')

    def test_is_kept_by_nobody_else(self, own):
        assert "no-store" in own.get(PAGE).headers["Cache-Control"]


class TestSaving:
    def test_switches_all_of_it_on(self, own):
        page = post(own, published="on", below="on", above="on", negative="on", window="on")
        assert (page.status, page.response.url) == (302, PAGE)
        assert switched_on() == ["above", "below", "negative", "published", "window"]

    def test_twice_is_once(self, own):
        for _ in range(2):
            post(own, below="on")
        assert Alert.objects.filter(kind="below").count() == 1

    def test_in_two_windows_keeps_the_last(self, own):
        post(own, below="on", below_pence="5")
        post(own, negative="on")
        assert switched_on() == ["negative"]

    @pytest.mark.parametrize("typed", ["9.5", "9,5", " 9.5 ", "9.50"])
    def test_takes_prices_as_people_type_them(self, own, typed):
        post(own, below="on", below_pence=typed)
        assert str(Alert.objects.get(kind="below").threshold_pence) == "9.5000"

    @pytest.mark.parametrize("name", ["below_pence", "above_pence", "window_minutes"])
    def test_needs_no_number_for_what_is_off(self, own, name):
        assert post(own, negative="on", **{name: ""}).status == 302
        assert switched_on() == ["negative"]

    @pytest.mark.parametrize(
        ("name", "typed", "words"),
        [
            ("below_pence", "", "Give the price in pence per kWh."),
            ("below_pence", "201", "Give a price from -100 to 200 pence"),
            ("below_pence", "1e400", "Give a price from -100 to 200 pence"),
            ("above_pence", "", "Give the price in pence per kWh."),
            ("above_pence", "NaN", "Give a price from -100 to 200 pence"),
            ("above_pence", "<b>", "Give a price from -100 to 200 pence"),
            ("window_minutes", "", "Say how many minutes before."),
            ("window_minutes", "4", "Give a number of minutes from 5 to 180."),
            ("window_minutes", "7.5", "Give a number of minutes from 5 to 180."),
            ("window_minutes", "999", "Give a number of minutes from 5 to 180."),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, own, name, typed, words):
        kind = name.partition("_")[0]
        page = post(own, published="on", **{kind: "on", name: typed})
        assert (page.status, switched_on()) == (422, [])
        assert 'aria-invalid="true"' in field(page, name)
        assert words in page.text
        assert "<b>" not in page.html

    def test_keeps_what_was_typed_beside_the_mistake(self, own):
        page = post(own, above="on", above_pence="lots", below="on", below_pence="3.25")
        assert 'value="lots"' in field(page, "above_pence")
        assert 'value="3.25"' in field(page, "below_pence")
        assert "checked" in field(page, "below")

    def test_says_that_it_is_saved(self, own):
        page = Page(own.post(PAGE, OFF | {"negative": "on"}, follow=True))
        assert "Your alerts are saved." in page.text
        assert "checked" in field(page, "negative")

    def test_ignores_what_it_does_not_know(self, own, otto):
        assert post(own, person=str(otto.pk), gossip="on").status == 302
        assert not Alert.objects.filter(person=otto).exists()


class TestStrangers:
    @pytest.mark.parametrize("verb", ["get", "post"])
    def test_are_asked_to_sign_in(self, client, db, verb):
        answer = getattr(client, verb)(PAGE)
        assert answer.status_code == 302
        assert f"next={PAGE}" in answer.url
        assert not Alert.objects.exists()

    @pytest.mark.parametrize("verb", ["put", "delete", "patch"])
    def test_use_no_other_verbs(self, own, verb):
        assert getattr(own, verb)(PAGE).status_code == 405
