"""The day ruler: walked along by keys and mouse."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import LOOKS
from tests.browser.site import Site

LEFT_OF_BRACKET = """() => document.querySelector(".ruler-bracket").getBoundingClientRect().left
    - document.querySelector(".ruler-box").getBoundingClientRect().left"""
ROOM_FOR_BRACKET = """() => document.querySelector(".ruler-box").clientWidth
    - document.querySelector(".ruler-bracket").getBoundingClientRect().width"""


@pytest.fixture
def track(page: Page, site: Site) -> Locator:
    """The ruler of tomorrow, focused."""
    page.goto(site.tomorrow)
    track = page.get_by_role("slider", name="Prices tomorrow")
    track.focus()
    return track


def told(track: Locator) -> str:
    """What a screen reader says of the half-hour in hand."""
    return track.get_attribute("aria-valuetext")


class TestRuler:
    def test_starts_in_the_morning_of_another_day(self, track: Locator) -> None:
        assert told(track).startswith("00:00")

    def test_walks_with_the_arrow_keys(self, track: Locator) -> None:
        track.press("ArrowRight")
        track.press("ArrowRight")
        track.press("ArrowLeft")
        assert told(track).startswith("00:30")

    def test_knows_both_ends_of_the_day(self, track: Locator) -> None:
        track.press("End")
        assert told(track).startswith("23:30")
        track.press("ArrowRight")
        assert told(track).startswith("23:30")
        track.press("Home")
        assert told(track).startswith("00:00")

    def test_writes_price_and_band_beside_itself(self, track: Locator, page: Page) -> None:
        track.press("ArrowRight")
        time, price, band = told(track).split(", ")
        for part in (time, price, band):
            expect(page.locator("[data-readout]")).to_contain_text(part)

    def test_follows_the_mouse(self, track: Locator) -> None:
        box = track.bounding_box()
        track.hover(position={"x": box["width"] / 2, "y": box["height"] / 2})
        assert told(track)[:2] in {"11", "12"}

    def test_shows_where_it_is_only_while_in_use(self, track: Locator, page: Page) -> None:
        expect(page.locator(".ruler-cursor")).to_be_visible()
        track.blur()
        expect(page.locator(".ruler-cursor")).to_be_hidden()

    def test_still_walks_after_the_page_has_changed(self, track: Locator, page: Page) -> None:
        page.get_by_label("Duration").fill("2")
        page.get_by_label("Duration").press("Enter")
        page.wait_for_url("**duration=2&**")
        track.focus()
        track.press("End")
        assert told(track).startswith("23:30")


class TestRulerOnAPhone:
    def test_scrolls_inside_its_box_to_what_is_looked_at(self, page: Page, site: Site) -> None:
        page.set_viewport_size({"width": LOOKS[0].width, "height": 740})
        page.goto(site.tomorrow)
        page.get_by_role("slider").press("End")
        assert page.locator(".ruler-box").evaluate("box => box.scrollLeft") > 100
        assert page.evaluate("scrollX") == 0

    def test_shows_the_cheapest_block_at_once(self, page: Page, site: Site) -> None:
        page.set_viewport_size({"width": LOOKS[0].width, "height": 740})
        for hour in ("05:00", "12:00", "23:00"):
            page.goto(f"{site.tomorrow}&by={hour}&duration=1")
            assert 0 <= page.evaluate(LEFT_OF_BRACKET) <= page.evaluate(ROOM_FOR_BRACKET)
