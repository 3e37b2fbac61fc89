"""Reading a meter, as a person does it who stands before the dial."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import BOTH, PLAIN, Look, beyond, violations
from tests.browser.people import sign_up
from tests.browser.site import Site


def add_meter(page: Page) -> None:
    """Sign up, and put up a water meter, by the keyboard."""
    sign_up(page)
    page.goto("/consumption/meters/")
    page.get_by_role("link", name="Add a meter").click()
    page.get_by_label("What", exact=True).select_option(label="Water")
    page.get_by_label("It counts").select_option(label="m³")
    page.get_by_label("Name", exact=True).fill("Cellar")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No reading yet")).to_be_visible()


def read(page: Page, number: str, day: str) -> None:
    """Type a number of the dial, and Enter."""
    page.get_by_label("Day", exact=True).fill(day)
    page.get_by_label("Number on the dial").fill(number)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("look", BOTH, ids=str)
def test_a_meter_is_read_and_a_slip_is_asked_about(
    browser: Browser, site: Site, look: Look
) -> None:
    with look.open(browser, site.url) as context:
        page = context.new_page()
        add_meter(page)
        read(page, "100", "2026-01-01")
        read(page, "104", "2026-01-11")
        expect(page.get_by_role("cell", name="0.40 m³ a day")).to_be_visible()
        read(page, "95", "2026-01-21")
        expect(page.get_by_text("What happened?")).to_be_visible()
        assert (violations(page), beyond(page)) == ([], [])
        page.get_by_label("The number is right").check()
        page.get_by_role("button", name="Add reading").click()
        expect(page.get_by_text("lower than before: use unknown")).to_be_visible()


def test_a_replaced_meter_takes_the_number_along(browser: Browser, site: Site) -> None:
    with PLAIN.open(browser, site.url) as context:
        page = context.new_page()
        add_meter(page)
        read(page, "100", "2026-01-01")
        read(page, "3", "2026-01-11")
        page.get_by_label("The meter was replaced").check()
        page.get_by_role("button", name="Add reading").click()
        expect(page.get_by_label("First number of the new meter")).to_have_value("3")
        page.get_by_label("Last number of the old meter").fill("104")
        page.get_by_role("button", name="Replace meter").click()
        expect(page.get_by_text("The old meter is closed")).to_be_visible()
