"""What is remembered between visits, and how little a cookie is trusted."""

import pytest
from django.test import Client

from tests.replay import BROKEN

WISH = {"region": "G", "duration": "2.5", "capacity": "7", "tolerance": "1"}


def with_cookie(text):
    browser = Client()
    browser.cookies["prices"] = text
    return browser


class TestRemembering:
    def test_opens_the_next_visit_where_the_last_one_ended(self, prices, visit):
        prices(**WISH)
        page = visit()
        assert page.status == 302
        assert page.response.url == (
            "/prices/?region=G&product=AGILE-24-10-01&duration=2.5&capacity=7&tolerance=1"
        )

    def test_keeps_the_cookie_from_scripts_and_other_sites(self, prices):
        cookie = prices(**WISH).response.cookies["prices"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    def test_forgets_a_capacity_that_was_cleared(self, prices, visit):
        prices(**WISH)
        prices(**WISH | {"capacity": ""})
        assert "capacity" not in visit().response.url

    def test_reads_a_comma_again_as_a_point(self, prices, visit):
        prices(duration="3,5")
        assert "duration=3.5" in visit().response.url

    def test_keeps_no_day(self, prices, visit):
        prices(**{"from": "2026-02-01"})
        assert "from" not in visit().response.url

    def test_keeps_no_postcode(self, visit, client):
        visit("/prices/region/", postcode="SW1A 1AA")
        assert "prices" not in client.cookies

    @pytest.mark.parametrize(
        "wish", [{"duration": "99"}, {"sample": "1"}, {"product": "AGILE-X-X"}]
    )
    def test_leaves_out_what_was_refused_or_made_up(self, prices, wish):
        assert "prices" not in prices(**wish).response.cookies

    def test_keeps_nothing_of_a_visit_without_prices(self, prices, octopus):
        octopus.always("*", BROKEN)
        assert "prices" not in prices().response.cookies

    def test_adds_nothing_to_an_address_that_was_shared(self, prices):
        prices(**WISH)
        page = prices(duration="3")
        assert not page.tags('input[^>]*name="capacity"[^>]*value="')
        assert "£" not in page.text

    def test_yields_to_the_address(self, prices, visit):
        prices(**WISH)
        assert "London" in visit(region="C", product="AGILE-24-10-01").text


class TestDamagedCookie:
    @pytest.mark.parametrize(
        "text",
        [
            "region=ZZ",
            "region=",
            "region",
            "=&=&;",
            "%00",
            "region=%00",
            "region=%ff%fe",
            "region=\u00e9",
            "region=" + "C" * 4000,
            "a=1&" * 900,
            "<script>alert(1)</script>",
        ],
    )
    def test_is_as_good_as_none(self, visit, text):
        page = visit(browser=with_cookie(text))
        assert page.status == 200
        assert "Your postcode tells which is yours" in page.text
        assert "script>alert" not in page.html

    @pytest.mark.parametrize(
        "wrong", ["duration=99", "capacity=-1", "tolerance=NaN", "product=%00%00", "from=x&by=y"]
    )
    def test_loses_only_what_is_wrong_in_it(self, visit, wrong):
        page = visit(browser=with_cookie(f"region=C&{wrong}"))
        assert page.response.url == "/prices/?region=C&product=AGILE-24-10-01&duration=4"

    def test_cannot_switch_to_the_sample(self, visit):
        page = visit(browser=with_cookie("region=C&product=AGILE-24-10-01&sample=1"))
        assert "sample" not in page.response.url
