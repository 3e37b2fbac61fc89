"""The page of plans: for strangers with a tariff in the address, and with one's own appliances."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client

from daybook.apps.prices.domain import PRESETS, Kind, TimerKind
from tests.apps.prices.appliances import KETTLE, add
from tests.loopback import BROKEN

HERE = {"region": "C", "product": "AGILE-24-10-01"}


@pytest.fixture
def plan(visit, neso):
    """Opens the page of plans with London's Agile prices."""

    def plan(**asked):
        return visit("/prices/plan/", **(HERE | asked))

    return plan


@pytest.fixture
def annas(anna):
    """A browser in which Anna is signed in."""
    browser = Client()
    browser.force_login(anna)
    return browser


class TestPlan:
    def test_tells_when_to_run_what_it_costs_and_why(self, plan):
        page = plan(what="dishwasher")
        assert page.status == 200
        assert "Best plan" in page.text
        assert "for 1.193 kWh in 2 h · saves £" in page.text
        assert "Started today 09:10 it would cost £" in page.text
        assert "At the dearest time, from today" in page.text
        assert "of CO₂" in page.text

    def test_shows_today_and_tomorrow_with_the_block_on_them(self, plan):
        page = plan(what="ev")
        assert page.html.count('<figure class="ruler"') == 2
        assert "The plan, tomorrow" in page.html

    def test_answers_at_the_machine(self, plan):
        page = plan(what="washing-machine", timer="start", timer_steps="3 6 9", at="18:00")
        assert (
            "Set the 9 h timer today 18:00: it runs 03:00\N{EN DASH}04:45 and costs £" in page.text
        )

    def test_says_what_ends_in_so_many_hours(self, plan):
        page = plan(what="washing-machine", timer="end", timer_steps="3 6 9", at="18:00")
        assert "Set the timer to end in" in page.text

    def test_charges_from_one_share_to_another(self, plan):
        page = plan(what="ev", from_percent="20", to_percent="50", battery_kwh="60")
        assert "18 kWh at 7.4 kW" in page.text
        assert "It is ready by tomorrow 07:00." in page.text

    def test_plans_what_is_described(self, plan):
        page = plan(what="own", profile="0.9 0.6 0.2")
        assert "for 1.7 kWh in 1 h 30 min" in page.text

    def test_says_that_tomorrow_is_still_to_come(self, plan, world):
        world.has_tomorrow = False
        page = plan(what="ev")
        assert "Those of tomorrow come at about 16:00" in page.text
        assert page.html.count('<figure class="ruler"') == 1

    def test_does_without_carbon_and_says_so(self, plan, neso):
        neso.always("*", BROKEN)
        page = plan(what="ev")
        assert page.status == 200
        assert "No carbon forecast to be had" in page.text

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            ({"what": "own"}, "Give the energy in kWh"),
            ({"what": "ev", "kw": "0"}, "Give a power above 0"),
            ({"what": "ev", "from_percent": "80", "to_percent": "20"}, "lower share"),
            ({"what": "ev", "ready_by": "7"}, "such as 07:00"),
            ({"what": "dryer", "allowed_from": "07:00"}, "both ends"),
            ({"what": "99"}, "Select a valid choice"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, plan, asked, words):
        page = plan(**asked)
        assert page.status == 422
        assert words in page.text
        assert "field-error" in page.html
        assert "Correct what is marked" in page.text

    def test_says_when_nothing_fits(self, plan):
        page = plan(what="ev", kwh="80", allowed_from="02:00", allowed_until="04:00")
        assert page.status == 200
        assert "Nothing fits" in page.text

    def test_offers_made_up_prices_when_there_are_none(self, plan, octopus):
        octopus.always("*", BROKEN)
        page = plan(what="ev")
        assert page.status == 503
        assert "sample=1" in page.html

    def test_plans_with_made_up_prices_without_asking_anybody(self, plan, octopus, neso):
        page = plan(what="ev", product="SAMPLE", sample="1")
        assert "Sample data" in page.text
        assert octopus.count() == neso.count() == 0

    def test_asks_a_stranger_where_they_live(self, visit):
        page = visit("/prices/plan/")
        assert page.status == 200
        assert "Where do you live?" in page.text

    def test_finds_the_product_and_keeps_what_was_asked(self, visit, neso):
        page = visit("/prices/plan/", region="C", what="dryer")
        assert page.status == 302
        assert "product=AGILE-24-10-01" in page.response.url
        assert "what=dryer" in page.response.url

    @pytest.mark.parametrize("asked", [{"region": "I"}, {"product": "no such!"}])
    def test_refuses_a_tariff_that_cannot_be(self, plan, asked):
        assert plan(what="ev", **asked).status == 422


class TestOwnAppliances:
    def test_come_first_and_bring_their_settings(self, plan, annas, anna, now):
        timer = replace(KETTLE, timer=TimerKind.START, timer_steps="6")
        add(anna, now, timer)
        page = plan(browser=annas)
        assert "for 1 kWh in 1 h" in page.text
        assert "6 h timer" in page.text

    def test_can_be_changed_for_once(self, plan, annas, anna, now):
        mine = add(anna, now, replace(PRESETS[Kind.EV], name="Car"))
        page = plan(browser=annas, what=str(mine.pk), kwh="5", ready_by="12:00")
        assert "for 5 kWh at 7.4 kW" in page.text
        assert "ready by today 12:00" in page.text

    def test_are_not_there_for_anybody_else(self, plan, anna, eve, now):
        mine = add(anna, now)
        browser = Client()
        browser.force_login(eve)
        for page in (plan(what=str(mine.pk)), plan(browser=browser, what=str(mine.pk))):
            assert page.status == 422
            assert "Kettle" not in page.text

    def test_cost_no_more_questions_the_more_there_are(
        self, plan, annas, anna, now, django_assert_max_num_queries
    ):
        for count in (1, 10):
            for _ in range(count):
                add(anna, now)
            with django_assert_max_num_queries(5):  # session, person, unread, preference, list
                plan(browser=annas)


class TestNightsWhenClocksChange:
    @pytest.mark.parametrize(
        "day",
        [dt.datetime(2026, 3, 28, 22, tzinfo=dt.UTC), dt.datetime(2026, 10, 24, 21, tzinfo=dt.UTC)],
    )
    def test_are_planned_by_the_clock_on_the_wall(self, plan, clock, world, day):
        clock.now = world.now = day
        page = plan(what="ev", kwh="40")
        assert "It is ready by tomorrow 07:00." in page.text
        assert page.html.count('<figure class="ruler"') == 2
