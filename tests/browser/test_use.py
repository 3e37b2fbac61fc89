"""Looking at use over time, as a person does it."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import PLAIN, Watch
from tests.browser.people import record_use, sign_up
from tests.browser.site import Site


@pytest.fixture
def member(browser: Browser, site: Site) -> Page:
    """The page of somebody who has recorded two uses."""
    with PLAIN.open(browser, site.url) as context:
        page = context.new_page()
        sign_up(page)
        record_use(page, "8.3 kWh yesterday")
        record_use(page, "water 340 l 3/2/2026")
        yield page


class TestUse:
    def test_changes_in_place_and_draws_anew(self, member: Page) -> None:
        watch = Watch().over(member)
        member.goto("/consumption/use/?view=year")
        expect(member.locator("#consumption-use[data-drawn='12']")).to_be_visible()
        member.evaluate("window.stays = true")
        member.get_by_role("link", name="Week", exact=True).click()
        expect(member.locator("#consumption-use[data-drawn='7']")).to_be_visible()
        assert "view=week" in member.url
        assert member.evaluate("window.stays") is True
        assert (watch.said, watch.failed) == ([], [])

    def test_is_walked_by_the_keyboard(self, member: Page) -> None:
        member.goto("/consumption/use/?utility=water&view=month&on=2026-02-03")
        expect(member.get_by_role("heading", name="Water, February 2026")).to_be_visible()
        member.get_by_role("link", name="Later").focus()
        member.keyboard.press("Enter")
        expect(member.get_by_role("heading", name="Water, March 2026")).to_be_visible()
        expect(member.get_by_role("link", name="Later")).to_be_focused()
