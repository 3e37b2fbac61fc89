"""Asking for another block: in place, by keyboard, without scripts, and wrongly."""

import re
import time

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.looking import PLAIN, Watch
from tests.browser.site import Site


@pytest.fixture
def prices(page: Page, site: Site) -> Page:
    """Tomorrow's prices, on a page that would notice being loaded again."""
    page.goto(site.tomorrow)
    page.evaluate("window.isTheSame = true")
    return page


def duration(page: Page) -> Locator:
    return page.get_by_label("Duration")


def ask(page: Page, hours: str) -> None:
    """Type a duration and press Enter."""
    duration(page).fill(hours)
    duration(page).press("Enter")


def click_find(page: Page) -> None:
    page.get_by_role("button", name="Find").click()


def fill_energy_too(page: Page) -> None:
    page.get_by_label("Energy").fill("12")
    page.get_by_label("Energy").press("Enter")


def press_enter_twice(page: Page) -> None:
    """The second time before there can be an answer to the first."""
    held: list[Route] = []
    page.route("**/prices/?**", lambda route: held.append(route))  # noqa: PLW0108
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    for route in held:
        route.continue_()
    page.unroute("**/prices/?**")


#: How a changed wish may be sent off.
WAYS = {
    "Enter": lambda page: page.keyboard.press("Enter"),
    "Tab": lambda page: page.keyboard.press("Tab"),
    "Find": click_find,
    "two fields": fill_energy_too,
    "twice": press_enter_twice,
}


def minutes(span: str) -> int:
    """How long a span of two clock times is."""
    since, until = (int(h) * 60 + int(m) for h, m in re.findall(r"(\d\d):(\d\d)", span))
    return (until - since) % (24 * 60)


class TestChangingTheDuration:
    def test_answers_in_place(self, prices: Page) -> None:
        ask(prices, "3.25")
        prices.wait_for_url("**duration=3.25&**")
        assert minutes(prices.locator(".prices-span time").text_content()) == 195
        assert prices.evaluate("window.isTheSame")

    def test_answers_as_soon_as_the_field_is_left(self, prices: Page) -> None:
        duration(prices).fill("2")
        duration(prices).press("Tab")
        prices.wait_for_url("**duration=2&**")
        assert minutes(prices.locator(".prices-span time").text_content()) == 120

    def test_leaves_the_focus_where_it_was(self, prices: Page) -> None:
        ask(prices, "2")
        prices.wait_for_url("**duration=2&**")
        expect(duration(prices)).to_be_focused()

    def test_moves_on_to_the_next_field_by_tab(self, prices: Page) -> None:
        duration(prices).fill("2")
        duration(prices).press("Tab")
        prices.wait_for_url("**duration=2&**")
        expect(prices.get_by_label("Energy")).to_be_focused()

    def test_keeps_the_next_field_selected_so_that_typing_replaces_it(self, prices: Page) -> None:
        duration(prices).fill("2")
        duration(prices).press("Tab")
        prices.wait_for_url("**duration=2&**")
        prices.keyboard.type("25")
        expect(prices.get_by_label("Energy")).to_have_value("25")

    def test_says_nothing_on_the_console(self, prices: Page) -> None:
        said: list[str] = []
        prices.on("console", lambda message: said.append(message.text))
        duration(prices).fill("2")
        duration(prices).press("Tab")
        prices.wait_for_url("**duration=2&**")
        expect(prices.locator("#prices-chart[data-drawn]")).to_be_visible()
        assert said == []

    @pytest.mark.parametrize("way", ["Enter", "Tab", "Find", "two fields", "twice"])
    def test_asks_once_and_says_nothing_however_it_is_sent(self, prices: Page, way: str) -> None:
        watch = Watch().over(prices)
        duration(prices).fill("2")
        WAYS[way](prices)
        prices.wait_for_url("**duration=2&**")
        prices.wait_for_load_state("networkidle")
        expect(prices.locator("#prices-chart[data-drawn]")).to_be_visible()
        assert (watch.said, watch.failed) == ([], [])
        asked = [one.url for one in watch.asked if "/prices/?" in one.url]
        assert len(asked) == (2 if way == "two fields" else 1)
        assert prices.evaluate("window.isTheSame")

    def test_keeps_what_is_typed_before_the_answer_is_there(self, prices: Page) -> None:
        prices.route("**/prices/?**", lambda route: (time.sleep(0.5), route.continue_()))
        duration(prices).fill("2")
        duration(prices).press("Tab")
        prices.get_by_label("Energy").fill("33")
        prices.wait_for_timeout(1500)
        expect(prices.get_by_label("Energy")).to_have_value("33")
        prices.get_by_label("Energy").press("Tab")
        expect(prices.locator(".prices-cost")).to_contain_text("for 33 kWh")
        expect(duration(prices)).to_have_value("2")

    def test_leaves_the_address_to_share_in_the_bar(self, prices: Page) -> None:
        prices.get_by_label("Energy").fill("")
        ask(prices, "2")
        prices.wait_for_url("**duration=2&**")
        assert "capacity" not in prices.url
        assert not re.search(r"=(&|$)", prices.url)
        share = prices.get_by_role("link", name="Address to share")
        assert prices.url.endswith(share.get_attribute("href"))

    def test_leaves_open_what_stood_open(self, prices: Page) -> None:
        prices.get_by_text("All half-hours").click()
        ask(prices, "2")
        prices.wait_for_url("**duration=2&**")
        expect(prices.get_by_role("table", name="Unit rates")).to_be_visible()

    def test_comes_back_whole_by_the_back_button(self, prices: Page) -> None:
        ask(prices, "2")
        prices.wait_for_url("**duration=2&**")
        prices.go_back()
        expect(duration(prices)).to_have_value("4")
        expect(prices.get_by_role("navigation", name="Main")).to_be_visible()
        expect(prices.locator("#prices-chart[data-drawn]")).to_be_visible()

    def test_is_remembered_at_the_next_visit(self, prices: Page) -> None:
        ask(prices, "2.5")
        prices.wait_for_url("**duration=2.5&**")
        prices.goto("/prices/")
        expect(duration(prices)).to_have_value("2.5")

    def test_prices_the_energy_that_is_typed(self, prices: Page) -> None:
        prices.get_by_label("Energy").fill("20")
        prices.get_by_label("Energy").press("Enter")
        expect(prices.locator(".prices-cost")).to_contain_text("for 20 kWh")
        expect(prices.locator(".prices-cost strong")).to_have_text(re.compile(r"^£\d+\.\d\d$"))


class TestWrongDuration:
    def test_is_told_beside_the_field_and_kept(self, prices: Page) -> None:
        ask(prices, "9")
        expect(prices.locator("#id_duration_error")).to_contain_text("from 0.5 to 6 hours")
        expect(duration(prices)).to_have_value("9")
        expect(duration(prices)).to_have_attribute("aria-invalid", "true")

    def test_moves_the_focus_to_the_summary(self, prices: Page) -> None:
        ask(prices, "a while")
        expect(prices.locator("[data-error-summary]")).to_be_focused()

    def test_is_reached_from_the_summary(self, prices: Page) -> None:
        ask(prices, "9")
        summary = prices.locator("[data-error-summary]")
        expect(summary).to_be_focused()
        summary.get_by_role("link", name="Duration").press("Enter")
        expect(duration(prices)).to_be_focused()

    def test_can_be_put_right(self, prices: Page) -> None:
        ask(prices, "9")
        expect(prices.locator("[data-error-summary]")).to_be_visible()
        ask(prices, "6")
        expect(prices.locator("[data-error-summary]")).to_be_hidden()
        assert minutes(prices.locator(".prices-span time").text_content()) == 360


class TestWithoutScripts:
    @pytest.fixture
    def plain(self, browser: Browser, site: Site) -> Page:
        with PLAIN.open(browser, site.url, java_script_enabled=False) as context:
            yield context.new_page()

    def test_the_same_form_finds_the_same_block(self, plain: Page, site: Site) -> None:
        plain.goto(site.tomorrow)
        duration(plain).fill("2")
        plain.get_by_role("button", name="Find").click()
        plain.wait_for_url("**duration=2&**")
        assert minutes(plain.locator(".prices-span time").text_content()) == 120

    def test_a_postcode_leads_to_its_prices(self, plain: Page) -> None:
        plain.goto("/prices/")
        plain.get_by_label("Postcode").fill("m1 1ae")
        plain.get_by_label("Postcode").press("Enter")
        expect(plain.get_by_role("heading", level=1)).to_have_text("Prices today")
        expect(plain.locator("main")).to_contain_text("North West England")

    def test_the_table_is_there_to_read(self, plain: Page, site: Site) -> None:
        plain.goto(site.tomorrow)
        plain.get_by_text("All half-hours").first.click()
        expect(plain.locator("#prices-table tbody tr").first).to_be_visible()


class TestWithoutOctopus:
    def test_a_sample_is_offered_and_marked(self, browser: Browser, stranded: Site) -> None:
        with PLAIN.open(browser, stranded.url) as context:
            page = context.new_page()
            page.goto(stranded.prices("D"))
            page.get_by_role("link", name="Show a sample day").click()
            expect(page.get_by_text("Sample data")).not_to_have_count(0)
            expect(page.get_by_role("link", name="Try real prices")).to_be_visible()

    def test_what_was_kept_says_how_old_it_is(self, browser: Browser, stranded: Site) -> None:
        with PLAIN.open(browser, stranded.url) as context:
            page = context.new_page()
            page.goto(stranded.prices("E"))
            expect(page.get_by_text("These are the prices it gave 1 hour ago.")).to_be_visible()
