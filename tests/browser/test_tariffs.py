"""From the first tariff to a cost and an instalment, as a person does it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import PLAIN, Watch
from tests.browser.people import record_use, sign_up
from tests.browser.site import Site


@pytest.fixture
def member(browser: Browser, site: Site) -> Iterator[Page]:
    """The page of somebody who has just signed up."""
    with PLAIN.open(browser, site.url) as context:
        page = context.new_page()
        sign_up(page)
        yield page


def test_a_tariff_gives_the_record_a_cost(member: Page) -> None:
    record_use(member, "10 kWh yesterday")
    member.goto("/consumption/costs/")
    member.get_by_role("link", name="Electricity, one rate").click()
    member.get_by_label("Name").fill("Fixed")
    member.get_by_label("Unit rate").fill("25")
    member.get_by_label("Standing charge").fill("50")
    member.get_by_label("First day").fill("2026-01-01")
    member.keyboard.press("Enter")
    expect(member.get_by_text("The tariff is added.")).to_be_visible()
    watch = Watch().over(member)
    member.goto("/consumption/costs/")
    expect(member.locator("#consumption-electricity[data-drawn='13']")).to_be_visible()
    expect(member.get_by_text("£3.00").first).to_be_visible()
    assert (watch.said, watch.failed) == ([], [])
    member.goto("/consumption/records/")
    expect(member.get_by_role("cell", name=re.compile("£2.50$"))).to_be_visible()
