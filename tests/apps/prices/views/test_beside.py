"""What stands beside the prices: rates of what is sent out, and the standing charge."""

import re

import pytest

from daybook.apps.prices import actions
from tests.replay import BROKEN, OUTGOING, rates_path

CODE = OUTGOING["code"]


class TestExport:
    def test_stands_beside_each_half_hour(self, prices):
        page = prices(export=CODE)
        assert len(page.tags(r'tr data-at=[^>]*data-export="[\d.]+"')) == 48
        assert f"paid by {CODE}" in page.text

    def test_is_not_there_unasked(self, prices, octopus):
        page = prices()
        assert "data-export" not in page.html
        assert "Sent out" not in page.text
        assert octopus.count(rates_path(CODE)) == 0

    def test_says_when_to_send_out(self, prices):
        page = prices(export=CODE)
        assert re.search(r"Best to send out \d\d:\d\d until \d\d:\d\d, \d+\.\d\dp", page.text)

    def test_is_remembered(self, prices, visit):
        prices(export=CODE)
        assert "data-export" in visit("/prices/?region=C").html

    def test_is_what_the_person_usually_has(self, prices, client, anna, clock):
        wishes = actions.Wishes(region="C", export_product=CODE)
        actions.prefer(person=anna, wishes=wishes, now=clock.now)
        client.force_login(anna)
        assert "data-export" in prices().html
        assert "data-export" not in prices(export="").html

    @pytest.mark.parametrize("wrong", ["!", "AGILE-OUTGOING-99-01-01", "<script>"])
    def test_that_is_none_leaves_the_prices(self, prices, wrong):
        page = prices(export=wrong)
        assert (page.status, len(page.rows)) == (200, 48)
        assert "are not to be had" in page.text

    def test_that_fails_leaves_the_prices(self, prices, octopus):
        octopus.next(rates_path(CODE), *[BROKEN] * 4)
        page = prices(export=CODE)
        assert (page.status, len(page.rows)) == (200, 48)
        assert "are not to be had" in page.text

    def test_can_be_chosen_where_products_are(self, visit):
        page = visit("/prices/product/", region="C", export=CODE)
        assert f"export={CODE}" in page.html
        assert "Show no export rates" in page.text


class TestStandingCharge:
    def test_stands_beside_the_figures(self, prices):
        assert "Standing charge 47.38p" in prices().text

    def test_of_days_that_are_over_is_not_claimed(self, prices):
        assert "Standing charge" not in prices(**{"from": "2026-01-05"}).text

    def test_that_fails_leaves_the_prices(self, prices, octopus):
        path = rates_path().replace("standard-unit-rates", "standing-charges")
        octopus.next(path, *[BROKEN] * 4)
        page = prices()
        assert (page.status, len(page.rows)) == (200, 48)
        assert "Standing charge" not in page.text
