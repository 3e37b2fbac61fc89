"""What is usual for a person: the page, the button that saves a choice, and what is prefilled."""

from decimal import Decimal

import pytest
from django.test import Client

from daybook.apps.prices import actions, queries
from daybook.apps.prices.models import Preference
from tests.apps.prices.views.conftest import HERE, Page
from tests.loopback import BROKEN

PAGE = "/prices/preferences/"
TYPED = {"region": "G", "product": "AGILE-24-10-01", "duration": "3,5", "capacity": "7"}


@pytest.fixture
def annas(anna):
    """A browser in which Anna is signed in."""
    browser = Client()
    browser.force_login(anna)
    return browser


@pytest.fixture
def prefer(anna, now):
    """Says what is usual for Anna."""

    def prefer(**wishes):
        return actions.prefer(person=anna, wishes=actions.Wishes(**wishes), now=now)

    return prefer


@pytest.fixture
def send(annas, clock, octopus):
    """Sends the form of Anna's preferences."""
    return lambda **typed: Page(annas.post(PAGE, TYPED | typed))


class TestPage:
    def test_keeps_what_is_typed_and_shows_it_again(self, send, annas, visit):
        assert send(tolerance="0.5").response.url == PAGE
        kept = Preference.objects.get()
        assert (kept.region, kept.duration_hours, kept.capacity_kwh) == ("G", Decimal("3.5"), 7)
        page = visit(PAGE, browser=annas)
        assert '<option value="G" selected>' in page.html
        assert 'value="3.5"' in page.html

    def test_takes_the_code_of_an_older_product_first(self, send):
        send(other_product="agile-18-02-21", export_product="AGILE-OUTGOING-19-05-13")
        kept = Preference.objects.get()
        assert (kept.product, kept.export_product) == ("AGILE-18-02-21", "AGILE-OUTGOING-19-05-13")

    def test_shows_an_older_product_in_the_list(self, prefer, visit, annas):
        prefer(product="AGILE-18-02-21")
        assert '<option value="AGILE-18-02-21" selected>' in visit(PAGE, browser=annas).html

    def test_finds_the_region_of_a_postcode(self, send):
        send(region="", postcode="m1 1ae")
        assert Preference.objects.get().region == "G"

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"duration": "9"}, "0.5 to 6 hours"),
            ({"duration": ""}, "Give a duration"),
            ({"product": "AGILE-99"}, "Select a valid choice"),
            ({"region": "I"}, "no such electricity region"),
            ({"postcode": "CT1 1AA"}, "several regions (Southern England, South East England)"),
            ({"postcode": "SW99 9ZZ"}, "knows no region"),
            ({"postcode": "x"}, "not a postcode"),
        ],
    )
    def test_keeps_what_was_typed_and_says_what_is_wrong(self, send, typed, words):
        page = send(**typed)
        assert page.status == 422
        assert words in page.text
        assert 'value="7"' in page.html
        assert not Preference.objects.exists()

    def test_works_without_the_list_of_products(self, send, octopus):
        octopus.always("*", BROKEN)
        assert send(product="", other_product="AGILE-24-10-01").status == 302
        assert Preference.objects.get().product == "AGILE-24-10-01"

    def test_is_each_persons_own(self, send, eve, visit):
        send()
        browser = Client()
        browser.force_login(eve)
        assert '<option value="G" selected>' not in visit(PAGE, browser=browser).html


class TestSaveAsDefault:
    def test_keeps_the_choice_of_the_page(self, prices, annas, anna):
        page = prices(browser=annas, duration="2.5", capacity="10", region="G")
        assert "Save as default" in page.text
        sent = TYPED | {"duration": "2.5", "capacity": "10", "tolerance": ""}
        answer = annas.post("/prices/preferences/default/", sent)
        assert answer.url == "/prices/?region=G&product=AGILE-24-10-01&duration=2.5&capacity=10"
        assert queries.preference_of(anna.pk).duration_hours == Decimal("2.5")

    def test_keeps_nothing_that_is_wrong(self, annas, octopus):
        answer = annas.post("/prices/preferences/default/", TYPED | {"duration": "9"})
        assert answer.status_code == 302
        assert not Preference.objects.exists()

    def test_is_not_offered_to_strangers_or_for_made_up_prices(self, prices, annas):
        assert "Save as default" not in prices().text
        assert "Save as default" not in prices(browser=annas, sample="1").text


class TestPrefilling:
    def test_opens_the_prices_of_the_person(self, prefer, visit, annas):
        prefer(region="G", product="AGILE-24-10-01", duration_hours=Decimal(2))
        page = visit(browser=annas)
        assert page.response.url == "/prices/?region=G&product=AGILE-24-10-01&duration=2"

    def test_goes_before_the_cookie_and_after_the_address(self, prefer, visit, annas):
        annas.cookies["prices"] = "region=C&product=AGILE-18-02-21&capacity=5"
        prefer(region="G")
        assert visit(browser=annas).response.url == (
            "/prices/?region=G&product=AGILE-18-02-21&duration=4"
        )
        assert "Eastern England" in visit(browser=annas, **HERE | {"region": "A"}).text

    def test_leaves_an_address_that_is_whole_as_it_is(self, prefer, prices, annas):
        prefer(region="G", capacity_kwh=Decimal(7))
        assert "for 7 kWh" not in prices(browser=annas, duration="4").text

    def test_leads_from_a_preferred_sample_to_real_prices_and_stays_there(
        self, prefer, visit, annas
    ):
        prefer(region="C", product="SAMPLE")
        url = visit(browser=annas).response.url
        assert "sample=1" in url
        sample = Page(annas.get(url))
        assert "sample=0" in sample.html
        real = annas.get("/prices/?region=C&duration=4&sample=0", follow=True)
        assert "Sample data" not in Page(real).text
        assert real.redirect_chain[0][0].startswith("/prices/?region=C&product=AGILE-24-10-01")

    def test_greets_whoever_is_signed_in(self, prices, annas, clock):
        page = prices(browser=annas, duration="4")
        assert "Good morning, Anna. Your cheapest 4 hours are today" in page.text
        clock.now = clock.now.replace(hour=19)
        assert "Good evening, Anna." in prices(browser=annas, duration="4").text
        assert "Good" not in prices(duration="4").text
