"""When Octopus is slow, silent or wrong: stale prices with their age, or the offer of a sample."""

import datetime as dt

import pytest

from tests.replay import BROKEN, EMPTY, HALF, WEB_PAGE, WRONG_JSON, WRONG_SHAPE, rates_path

LATER = dt.timedelta(minutes=12)


class TestStalePrices:
    @pytest.fixture
    def stale(self, prices, octopus, clock):
        prices()
        octopus.always("*", BROKEN)
        clock.now += LATER
        return prices()

    def test_are_shown_with_their_age(self, stale):
        assert stale.status == 200
        assert "Octopus does not answer right now" in stale.text
        assert "These are the prices it gave 12 minutes ago." in stale.text
        assert len(stale.rows) == 48

    def test_are_not_called_a_sample(self, stale):
        assert "ample" not in stale.text

    def test_still_answer_the_question(self, stale):
        assert stale.block

    def test_serve_the_new_today_after_midnight(self, prices, octopus, clock):
        prices()
        octopus.always("*", BROKEN)
        clock.now += dt.timedelta(hours=15)
        page = prices()
        assert "Octopus does not answer right now" in page.text
        assert 'data-at="2026-03-04T00:00:00Z"' in page.rows[0]


class TestNothingKept:
    @pytest.mark.parametrize("fault", [BROKEN, EMPTY, HALF, WEB_PAGE, WRONG_JSON, WRONG_SHAPE])
    def test_is_said_plainly(self, prices, octopus, fault):
        octopus.always("*", fault)
        page = prices()
        assert page.status == 503
        assert "Octopus does not answer" in page.text
        assert page.rows == []

    def test_offers_the_sample_and_another_try(self, prices, octopus):
        octopus.always("*", BROKEN)
        page = prices(duration="2")
        here = "/prices/?region=C&amp;product=AGILE-24-10-01&amp;duration=2"
        assert f'href="{here}"' in page.html
        assert f'href="{here}&amp;sample=1"' in page.html

    def test_never_shows_the_sample_unasked(self, prices, octopus):
        octopus.always("*", BROKEN)
        assert "None of these prices is real" not in prices().text

    def test_comes_back_by_itself(self, prices, octopus, clock):
        octopus.always("*", BROKEN)
        prices()
        octopus.normal()
        clock.now += LATER
        assert len(prices().rows) == 48

    def test_is_told_within_the_part_that_changes(self, visit, octopus):
        octopus.always("*", BROKEN)
        page = visit(headers={"HX-Request": "true"}, region="C", product="AGILE-24-10-01")
        assert page.status == 503
        assert "<html" not in page.html


class TestSample:
    @pytest.fixture
    def sample(self, visit):
        return lambda **more: visit(region="C", product="SAMPLE", sample="1", **more)

    def test_is_marked_in_the_head_the_answer_the_table_and_the_source(self, sample):
        page = sample()
        assert "Sample prices" in page.html.partition("</title>")[0]
        assert page.html.count("badge-sample") == 3
        assert "None of these prices is real." in page.text
        assert "made up, for looking around" in page.text
        assert "(sample)" in page.html.rpartition("<caption>")[2].partition("</caption>")[0]

    def test_never_claims_a_region_a_product_or_octopus(self, sample):
        page = sample()
        assert "fetched from Octopus" not in page.text
        assert "London" not in page.html.partition("<h1")[2].partition("</header>")[0]

    def test_asks_octopus_nothing(self, sample, octopus):
        sample()
        assert octopus.count() == 0

    def test_stays_a_sample_when_the_wish_changes(self, sample):
        assert sample().tags('input type="hidden" name="sample" value="1"')

    def test_shows_tomorrow_only_once_it_would_be_known(self, sample, clock):
        early = sample(**{"from": "2026-03-04"})
        clock.now += dt.timedelta(hours=9)
        late = sample(**{"from": "2026-03-04"})
        assert (len(early.rows), len(late.rows)) == (0, 46)

    def test_leads_back_to_real_prices(self, sample, client):
        link = sample().tags(r'a href="/prices/\?region=C&amp;duration=4&amp;sample=0"')
        assert link
        page = client.get("/prices/", {"region": "C", "duration": "4", "sample": "0"}, follow=True)
        assert b"fetched from Octopus" in page.content

    def test_shares_no_half_hour_with_real_prices(self, sample, prices, octopus):
        made_up = {row.partition(" data-block")[0] for row in sample().rows}
        real = {row.partition(" data-block")[0] for row in prices().rows}
        assert made_up.isdisjoint(real)
        assert octopus.count(rates_path()) == 1
