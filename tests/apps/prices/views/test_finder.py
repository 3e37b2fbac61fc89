"""Region and product: what comes before the prices."""

import pytest

from tests.replay import AGILE, BROKEN, MISSING, product, rates_path

REGION = "/prices/region/"
PRODUCT = "/prices/product/"


class TestFirstVisit:
    def test_asks_a_stranger_for_a_postcode(self, visit):
        page = visit()
        assert page.status == 200
        assert page.tags('input[^>]*name="postcode"')
        assert "Choose the region from a list" in page.text

    def test_offers_all_fourteen_regions_as_the_way_out(self, visit):
        assert len(visit().tags("option value=")) == 14

    def test_asks_octopus_nothing(self, visit, octopus):
        visit()
        assert octopus.count() == 0


class TestPostcode:
    @pytest.mark.parametrize("typed", ["SW1A 1AA", "sw1a1aa", "  Sw1a 1aA "])
    def test_of_one_region_goes_on_to_its_prices(self, visit, typed):
        page = visit(REGION, postcode=typed)
        assert (page.status, page.response.url) == (302, "/prices/?region=C&duration=4")

    def test_keeps_what_was_asked_for(self, visit):
        page = visit(REGION, postcode="M1 1AE", duration="2.5", capacity="7")
        assert page.response.url == "/prices/?region=G&duration=2.5&capacity=7"

    def test_of_several_regions_gives_the_choice(self, visit):
        page = visit(REGION, postcode="CT1 1AA")
        assert "lies in more than one region" in page.text
        assert page.tags(r'a[^>]*href="/prices/\?region=H&')
        assert page.tags(r'a[^>]*href="/prices/\?region=J&')

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("ZE9 9ZZ", "Octopus knows no region for ZE9 9ZZ"),
            ("SW1A 1A", "That is not a postcode"),
            ("75008", "That is not a postcode"),
            ("BT1 1AA", "Northern Ireland has an electricity market of its own"),
            ("JE2 3AB", "Jersey has an electricity company of its own"),
            ("", "Type your postcode"),
            ("X" * 21, "at most 20 characters"),
            ("SW1A\x001AA", "Null characters are not allowed"),
            ("\uff33\uff37\uff11\uff21", "That is not a postcode"),
        ],
    )
    def test_that_has_no_region_is_told_beside_the_field(self, visit, typed, told):
        page = visit(REGION, postcode=typed)
        beside = page.html.partition('id="id_postcode_error"')[2].partition("</div>")[0]
        assert page.status == 422
        assert told in beside

    def test_keeps_the_typed_text_after_a_refusal(self, visit):
        assert visit(REGION, postcode="bt1 1aa").tags('input[^>]*value="bt1 1aa"')

    def test_opens_the_list_after_a_refusal(self, visit):
        assert visit(REGION, postcode="75008").tags("details[^>]* open")

    def test_says_so_when_octopus_is_down_and_keeps_the_text(self, visit, octopus):
        octopus.always("*", BROKEN)
        page = visit(REGION, postcode="SW1A 1AA")
        assert page.status == 503
        assert "That did not work" in page.text
        assert page.tags('input[^>]*value="SW1A 1AA"')
        assert page.tags(r'a href="/prices/\?region=C&[^>]*sample=1"')

    def test_is_not_shown_again_as_markup(self, visit):
        page = visit(REGION, postcode="<b>SW1A</b>")
        assert "<b>SW1A" not in page.html


class TestRegion:
    def test_that_does_not_exist_leads_back_to_the_postcode(self, visit):
        page = visit(region="I")
        assert page.status == 422
        assert "There is no such electricity region" in page.text

    def test_that_does_not_exist_still_leads_to_a_working_sample(self, visit, client):
        link = visit(region="I").tags(r"a href=\"/prices/\?[^\"]*sample=1")[0]
        address = link.split('"')[1].replace("&amp;", "&")
        assert client.get(address, follow=True).status_code == 200


class TestProduct:
    def test_is_chosen_where_only_one_fits(self, visit):
        page = visit(region="C")
        address = "/prices/?region=C&product=AGILE-24-10-01&duration=4"
        assert (page.status, page.response.url) == (302, address)

    def test_is_asked_for_where_several_fit_newest_first(self, visit, world):
        newer = product("AGILE-25-01-15", available_from="2025-01-15T00:00:00Z")
        world.products[:] = [AGILE, newer]
        page = visit(region="C")
        links = page.tags(r'a href="/prices/\?region=C&amp;product=AGILE')
        assert page.status == 200
        assert ["25-01-15" in link for link in links] == [True, False]

    def test_is_typed_where_none_is_on_sale(self, visit, world):
        world.products.clear()
        page = visit(region="C")
        assert page.status == 200
        assert "Octopus lists no Agile product at present" in page.text
        assert page.tags('input[^>]*name="code"')

    def test_can_be_typed_although_octopus_has_no_list(self, visit, octopus):
        octopus.always("/products/", MISSING)
        page = visit(region="C")
        assert page.status == 503
        assert page.tags('input[^>]*name="code"')

    def test_can_be_typed_although_octopus_is_down(self, visit, octopus):
        octopus.always("*", BROKEN)
        page = visit(region="C")
        assert page.status == 503
        assert "The list of products is not to be had" in page.text
        assert page.tags('input[^>]*name="code"')

    @pytest.mark.parametrize(
        "typed", ["agile-24-10-01", " AGILE-24-10-01 ", "E-1R-AGILE-24-10-01-C", "agile 24 10 01"]
    )
    def test_is_understood_as_people_type_it(self, visit, typed):
        page = visit(PRODUCT, region="C", code=typed)
        address = "/prices/?region=C&product=AGILE-24-10-01&duration=4"
        assert page.response.url == address

    @pytest.mark.parametrize(
        ("typed", "told"), [("?!", "That is not a product code"), ("", "Type the code")]
    )
    def test_of_another_form_is_told_beside_the_field(self, visit, typed, told):
        page = visit(PRODUCT, region="C", code=typed)
        beside = page.html.partition('id="id_code_error"')[2].partition("</div>")[0]
        assert page.status == 422
        assert told in beside

    def test_that_octopus_does_not_know_is_told_beside_the_field(self, visit):
        page = visit(region="C", product="AGILE-99-99-99")
        beside = page.html.partition('id="id_code_error"')[2].partition("</div>")[0]
        assert page.status == 404
        assert "Octopus has no prices for AGILE-99-99-99 in region C" in beside
        assert page.tags('input[^>]*value="AGILE-99-99-99"')

    def test_of_another_form_in_an_address_is_not_valid(self, visit, octopus):
        page = visit(region="C", product="?!")
        beside = page.html.partition('id="id_code_error"')[2].partition("</div>")[0]
        assert page.status == 422
        assert beside.count("That is not a product code") == 1
        assert octopus.count(rates_path()) == 0

    def test_that_is_wrong_still_leads_to_a_working_sample(self, visit, client, octopus):
        octopus.always("/products/", BROKEN)
        link = visit(region="C", product="?!").tags(r"a href=\"/prices/\?[^\"]*sample=1")[0]
        address = link.split('"')[1].replace("&amp;", "&")
        assert client.get(address, follow=True).status_code == 200


class TestPageOfProducts:
    def test_marks_the_one_in_use(self, visit):
        page = visit(PRODUCT, region="C", product="AGILE-24-10-01")
        assert page.tags('a [^>]*aria-current="true"')
