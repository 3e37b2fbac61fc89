"""The page of prices: its addresses, its days, its figures."""

import datetime as dt
import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from daybook.ui.formats import DASH, MINUS
from tests.replay import AGILE, BROKEN, RETIRED, rates_path

CODE = "AGILE-24-10-01"
HALF_HOUR = dt.timedelta(minutes=30)
EVENING = dt.datetime(2026, 3, 3, 19, 10, tzinfo=dt.UTC)


def at(text):
    return dt.datetime.fromisoformat(text)


class TestAddress:
    def test_shows_everybody_the_same_block(self, prices, visit, stranger):
        asked = {"region": "C", "product": CODE, "duration": "3.5", "capacity": "10"}
        first, second = prices(**asked), visit(browser=stranger, **asked)
        assert first.block == second.block is not None
        assert first.html == second.html

    def test_holds_every_wish_on_the_page_itself(self, prices):
        page = prices(duration="3.25", capacity="7.5", tolerance="0.5", by="18:00")
        for name, value in {"duration": "3.25", "capacity": "7.5", "by": "18:00"}.items():
            assert page.tags(f'input[^>]*name="{name}"[^>]*value="{value}"'), name

    def test_differs_with_the_region(self, prices):
        assert prices(region="C").rows != prices(region="P").rows

    def test_says_what_it_shows(self, prices):
        page = prices()
        assert "Electricity prices in London" in page.html.partition("</title>")[0]
        assert "Prices today" in page.text
        assert CODE in page.text


class TestDay:
    def test_of_today_has_what_is_known_until_midnight(self, prices):
        page = prices()
        assert len(page.rows) == 48
        assert 'data-at="2026-03-03T00:00:00Z"' in page.rows[0]

    def test_of_tomorrow_stops_at_eleven_and_says_when_the_rest_is_due(self, prices):
        page = prices(**{"from": "2026-03-04"})
        assert len(page.rows) == 46
        assert "Prices from 23:00 are announced tomorrow at about 16:00." in page.text
        assert "2 half-hours missing" in page.text

    def test_of_tomorrow_is_marked_in_the_switch(self, prices):
        page = prices(**{"from": "2026-03-04"})
        assert page.tags('a [^>]*from=2026-03-04[^>]*aria-current="[^"]+"')

    def test_of_tomorrow_is_due_at_four_while_it_is_early(self, prices, world):
        world.has_tomorrow = False
        page = prices(**{"from": "2026-03-04"})
        assert page.status == 200
        assert page.rows == []
        assert "Prices for tomorrow are announced today at about 16:00." in page.text
        assert "No prices are known for that time yet" in page.text

    def test_of_today_says_that_the_last_hour_is_not_due_yet(self, prices, world):
        world.has_tomorrow = False
        page = prices()
        assert len(page.rows) == 46
        assert "Prices from 23:00 are announced today at about 16:00." in page.text

    def test_of_tomorrow_that_is_late_is_told_as_missing(self, prices, world, clock):
        world.has_tomorrow = False
        clock.now = EVENING
        page = prices(**{"from": "2026-03-04"})
        assert "46 half-hours have no price: Octopus has not published them." in page.text

    def test_of_the_past_is_as_good_as_today(self, prices):
        page = prices(**{"from": "2026-02-01"})
        assert len(page.rows) == 48
        assert page.block.startswith("2026-02-01T")
        assert "Prices Sun 1 Feb" in page.text

    @pytest.mark.parametrize(("date", "half_hours"), [("2026-03-29", 46), ("2026-10-25", 50)])
    def test_of_a_clock_change_has_all_its_half_hours(self, prices, clock, world, date, half_hours):
        clock.now = world.now = at(f"{date}T09:10:00Z")
        page = prices()
        assert len(page.rows) == half_hours
        assert "all day" in page.text

    def test_with_an_hour_twice_names_which_one(self, prices):
        page = prices(**{"from": "2025-10-26"})
        assert "01:30 BST" in page.text
        assert "01:30 GMT" in page.text

    def test_with_a_gap_says_how_many_half_hours_are_missing(self, prices, world):
        world.gaps |= {at("2026-03-03T12:00Z"), at("2026-03-03T12:30Z")}
        page = prices()
        assert len(page.rows) == 46
        assert "Average" in page.text
        assert "2 half-hours missing" in page.text
        assert "2 half-hours have no price: Octopus has not published them." in page.text

    @pytest.mark.parametrize("since", ["soon", "2026-02-30", "9999-12-31", "0001-01-01"])
    def test_that_cannot_be_read_is_told(self, prices, since):
        page = prices(**{"from": since})
        assert page.status == 422
        assert "Give a year like 2026" in page.text or "That is not a date or time" in page.text

    def test_years_ahead_has_no_prices_and_says_so(self, prices):
        page = prices(**{"from": "2199-12-30"})
        assert page.status == 200
        assert "No prices are known for that time yet" in page.text


class TestDaysBeside:
    def steps(self, page):
        found = re.findall(r'<a [^>]*rel="(prev|next)" href="([^"]+)"', page.html)
        return {name: unescape(url).partition("duration=4")[2] for name, url in found}

    def test_lead_from_today_to_yesterday_and_tomorrow(self, prices):
        steps = self.steps(prices(duration="4"))
        assert steps == {"prev": "&from=2026-03-02", "next": "&from=2026-03-04"}

    @pytest.mark.parametrize(
        ("day", "steps"),
        [
            ("2026-03-04", {"prev": ""}),
            ("2026-03-02", {"prev": "&from=2026-03-01", "next": ""}),
            ("2026-02-01", {"prev": "&from=2026-01-31", "next": "&from=2026-02-02"}),
            ("2027-02-01", {"prev": "&from=2026-03-04"}),
        ],
    )
    def test_lead_no_further_than_tomorrow(self, prices, day, steps):
        assert self.steps(prices(duration="4", **{"from": day})) == steps

    def test_keep_the_wish(self, prices):
        page = prices(duration="4", capacity="7")
        assert page.tags('a [^>]*rel="prev"[^>]*capacity=7')

    def test_of_a_past_day_is_named_in_the_title(self, prices):
        title = prices(**{"from": "2026-02-01"}).html.partition("</title>")[0]
        assert "Electricity prices in London, Sun 1 Feb ·" in title


class TestBlock:
    def test_never_begins_before_now(self, prices):
        assert prices(duration="0.5").block >= "2026-03-03T09:30"

    def test_begins_no_earlier_than_a_time_in_the_address(self, prices):
        page = prices(**{"from": "2026-03-03T18:00", "duration": "1"})
        assert page.block >= "2026-03-03T18:00"

    def test_of_a_past_day_may_begin_at_its_midnight(self, prices):
        page = prices(**{"from": "2026-02-01", "duration": "6"})
        assert page.block == "2026-02-01T01:00:00Z"

    @pytest.mark.parametrize("hours", ["0.5", "3.25", "6", "3,5"])
    def test_may_have_any_length_from_half_an_hour_to_six(self, prices, hours):
        page = prices(duration=hours)
        assert page.status == 200
        assert page.block

    def test_with_a_comma_is_the_one_with_a_point(self, prices):
        assert prices(duration="3,5").block == prices(duration="3.5").block

    @pytest.mark.parametrize("hours", ["6.01", "0.49", "abc", "", "NaN", "1e3", "3,5,5", "-1"])
    def test_of_another_length_is_told_beside_the_field(self, prices, hours):
        page = prices(duration=hours)
        beside = page.html.partition('id="id_duration_error"')[2].partition("</div>")[0]
        assert page.status == 422
        assert "duration from 0.5 to 6 hours" in beside
        assert page.block is None

    def test_that_is_refused_leaves_the_prices_on_the_page(self, prices):
        assert len(prices(duration="abc").rows) == 48

    def test_runs_past_midnight_where_that_is_cheapest(self, prices, clock):
        clock.now = at("2026-03-03T23:10Z")
        page = prices(duration="4")
        assert page.block == "2026-03-03T23:30:00Z"
        assert f"23:30{DASH}03:30" in page.text

    def test_is_finished_by_the_time_given(self, prices):
        page = prices(duration="2", by="12:00")
        assert "2026-03-03T09:30" <= page.block <= "2026-03-03T10:00:00Z"

    def test_is_finished_by_a_time_of_the_next_morning(self, prices, clock):
        clock.now = EVENING
        assert prices(duration="3", by="07:00").block > "2026-03-03T19:30"

    def test_that_cannot_be_finished_in_time_is_told(self, prices):
        page = prices(duration="6", by="12:00")
        assert "No block fits" in page.text
        assert "Allow more time or a shorter block" in page.text

    def test_is_earlier_with_a_tolerance(self, prices):
        assert prices(duration="1", tolerance="100").block == "2026-03-03T09:30:00Z"

    @pytest.mark.parametrize("pence", ["-1", "101", "x", "NaN"])
    def test_refuses_another_tolerance(self, prices, pence):
        page = prices(tolerance=pence)
        assert page.status == 422
        assert "Give a tolerance from 0 to 100 pence" in page.text

    def test_never_jumps_over_a_gap(self, prices, world):
        hours = range(10, 24)
        world.gaps |= {at(f"2026-03-03T{hour}:00Z") for hour in hours}
        page = prices(duration="1", by="23:00")
        assert "No block fits" in page.text

    def test_is_not_offered_when_nothing_of_today_is_left(self, prices, clock, world):
        clock.now = at("2026-03-03T23:50Z")
        world.has_tomorrow = False
        page = prices()
        assert page.status == 200
        assert "No block fits" in page.text
        assert len(page.rows) == 46

    def test_comes_with_two_others_that_do_not_overlap(self, prices):
        page = prices(duration="2")
        others = page.html.partition('class="prices-others"')[2].partition("</ul>")[0]
        starts = sorted(
            [page.block, *(line.split('"')[0] for line in others.split('datetime="')[1:])]
        )
        assert len(starts) == 3
        assert at(starts[1]) - at(starts[0]) >= 4 * HALF_HOUR


class TestCost:
    def test_is_energy_times_the_mean_price(self, prices, world):
        page = prices(duration="0.5", capacity="100")
        row = next(r for r in page.rows if page.block in r)
        pence = Decimal(row.partition('data-pence="')[2].partition('"')[0])
        assert f"£{pence:.2f}" in page.text

    @pytest.mark.parametrize("kwh", ["0", "-1", "500.001", "NaN", "1e3", "abc", "Infinity"])
    def test_of_an_impossible_amount_is_told_beside_the_field(self, prices, kwh):
        page = prices(capacity=kwh)
        beside = page.html.partition('id="id_capacity_error"')[2].partition("</div>")[0]
        assert page.status == 422
        assert "above 0 and at most 500 kWh" in beside

    @pytest.mark.parametrize(("kwh", "shown"), [("500", "500"), ("0.001", "0.001"), ("1,5", "1.5")])
    def test_takes_every_amount_up_to_five_hundred(self, prices, kwh, shown):
        page = prices(capacity=kwh)
        assert page.status == 200
        assert f"for {shown} kWh" in page.text

    def test_is_left_out_where_no_energy_is_given(self, prices):
        page = prices(capacity="")
        assert page.status == 200
        assert "kWh on average" in page.text
        assert "£" not in page.text

    def test_of_five_hundred_kilowatt_hours_is_not_written_with_an_exponent(self, prices):
        assert "E+" not in prices(capacity="500").text


class TestNegativePrices:
    @pytest.fixture(autouse=True)
    def _paid(self, monkeypatch):
        monkeypatch.setattr("tests.replay.SHAPE", [-9] * 24)

    def test_make_the_cost_negative(self, prices):
        page = prices(capacity="10")
        assert f"{MINUS}£" in page.text

    def test_have_a_band_of_their_own_in_words(self, prices):
        page = prices()
        assert all('data-band="negative"' in row for row in page.rows)
        assert "We pay you" in page.text or "you are paid" in page.text.lower()

    def test_count_in_the_average(self, prices):
        average = prices().text.partition("Average")[2]
        assert average.strip().startswith(MINUS)


class TestRetiredProduct:
    @pytest.fixture
    def retired(self, prices):
        return lambda **asked: prices(product="AGILE-18-02-21", **asked)

    def test_says_that_it_has_no_prices_now(self, retired):
        page = retired()
        assert page.status == 200
        assert "AGILE-18-02-21 has no prices for today or tomorrow" in page.text
        assert "are announced" not in page.text

    def test_still_shows_its_history(self, retired):
        page = retired(**{"from": "2022-06-01"})
        assert len(page.rows) == 48
        assert "has no prices for today" not in page.text


class TestQueries:
    def test_are_none_for_a_stranger(self, prices, django_assert_num_queries, db):
        with django_assert_num_queries(0):
            assert prices().status == 200

    def test_are_at_most_four_for_somebody_signed_in(
        self, visit, anna, django_assert_max_num_queries
    ):
        browser = Client()
        browser.force_login(anna)
        with django_assert_max_num_queries(4):  # session, person, unread messages
            page = visit(browser=browser, region="C", product=CODE)
        assert page.status == 200


class TestManyProducts:
    def test_never_mix_their_prices(self, prices, world):
        world.products[:] = [AGILE, RETIRED | {"available_to": None}]
        assert prices().rows != prices(product="AGILE-18-02-21").rows


def test_one_answer_serves_today_and_tomorrow(prices, octopus):
    prices()
    prices(**{"from": "2026-03-04"})
    assert octopus.count(rates_path()) == 1


def test_an_outage_in_between_goes_unnoticed_within_five_minutes(prices, octopus):
    prices()
    octopus.always("*", BROKEN)
    assert "does not answer" not in prices().text
