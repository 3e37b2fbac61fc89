"""The count of new messages on a page that stays open: it follows, and it ends."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import PLAIN, Watch
from tests.browser.people import sign_up
from tests.browser.site import Site

pytestmark = pytest.mark.browser

A_MINUTE_MS = 61_000
ASKED = "**/inbox/count/"


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """The first page of somebody signed in, whose clock can be put on."""
    with PLAIN.open(browser, site.url) as context:
        page = context.new_page()
        sign_up(page)
        page.clock.install()
        page.goto("/")
        yield page


def tell(page: Page) -> None:
    """Send oneself a message, in another tab."""
    other = page.context.new_page()
    other.goto("/inbox/settings/")
    other.get_by_role("button", name="Send a test message").click()
    expect(other.get_by_text("A test message is on its way.")).to_be_visible()
    other.close()


def wait_a_minute(page: Page) -> int:
    """Let a minute go by on the page; returns the status it was answered."""
    with page.expect_response(ASKED) as answered:
        page.clock.fast_forward(A_MINUTE_MS)
    return answered.value.status


def test_follows_without_being_loaded_again(page: Page) -> None:
    page.evaluate("window.isTheSame = true")
    expect(page.locator(".rail-count")).to_have_count(0)
    tell(page)

    wait_a_minute(page)

    expect(page.locator(".rail-count")).to_have_text("1 unread")
    assert page.evaluate("window.isTheSame")


def test_goes_when_the_message_is_read_elsewhere(page: Page) -> None:
    tell(page)
    wait_a_minute(page)
    expect(page.locator(".rail-count")).to_have_count(1)
    other = page.context.new_page()
    other.goto("/inbox/")
    other.locator(".inbox-open").first.click()
    expect(other.get_by_role("heading", name="How it reached you")).to_be_visible()
    other.close()

    wait_a_minute(page)

    expect(page.locator(".rail-count")).to_have_count(0)


def test_is_asked_for_when_the_page_comes_back_into_view(page: Page) -> None:
    tell(page)

    with page.expect_response(ASKED):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator(".rail-count")).to_have_text("1 unread")


def test_is_not_asked_for_while_nobody_looks(page: Page) -> None:
    watch = Watch().over(page)
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true})")

    page.clock.fast_forward(5 * A_MINUTE_MS)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_load_state("networkidle")

    assert [one.url for one in watch.asked if "/count/" in one.url] == []


def test_ends_with_the_session(page: Page) -> None:
    tell(page)
    wait_a_minute(page)
    page.context.clear_cookies()

    assert wait_a_minute(page) == 286

    expect(page.locator(".rail-count")).to_have_count(0)
    watch = Watch().over(page)
    page.clock.fast_forward(5 * A_MINUTE_MS)
    page.wait_for_load_state("networkidle")
    assert watch.asked == []


def test_says_nothing_when_the_network_is_away(page: Page) -> None:
    page.route(ASKED, lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.clock.fast_forward(A_MINUTE_MS)

    expect(page.locator("[data-fault]:visible")).to_have_count(0)
    page.unroute(ASKED)
    tell(page)
    wait_a_minute(page)
    expect(page.locator(".rail-count")).to_have_text("1 unread")
