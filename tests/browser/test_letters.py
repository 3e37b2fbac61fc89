"""A person who follows the links in letters, with a browser that has never seen the account."""

import email
import re
import time
from email.message import EmailMessage
from email.policy import default

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import BOTH, PLAIN, Look, beyond, violations
from tests.browser.people import sign_up
from tests.browser.site import Site

pytestmark = pytest.mark.browser

PATIENCE_SECONDS = 20
NEW = "seven quiet rivers"


def link(site: Site, to: str, words: str) -> str:
    """The link in the letter to ``to`` about ``words``; it may still be on its way."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for path in sorted((site.folder / "outbox").glob("*.eml"), reverse=True):
            letter = email.message_from_bytes(path.read_bytes(), policy=default)
            assert isinstance(letter, EmailMessage)
            body = letter.get_body(("plain",))
            if letter["To"] == to and words in letter["Subject"] and body is not None:
                return re.findall(r"https?://\S+/accounts/\S+/", body.get_content())[0]
        time.sleep(0.2)
    raise AssertionError(f"no letter about {words!r}")


def send(page: Page, button: str) -> None:
    """Press a button of the page itself."""
    page.get_by_role("main").get_by_role("button", name=button).click()


@pytest.fixture
def address(browser: Browser, site: Site) -> str:
    """The e-mail of somebody who has signed up, on another device."""
    with PLAIN.open(browser, site.url) as context:
        return sign_up(context.new_page())


@pytest.fixture
def page(browser: Browser, site: Site):
    with PLAIN.open(browser, site.url) as context:
        yield context.new_page()


def test_a_forgotten_password_is_replaced(page: Page, site: Site, address: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Have you forgotten your password?").click()
    page.get_by_label("E-mail", exact=True).fill(address)
    send(page, "Send the link")
    expect(page.get_by_text("a link is on its way")).to_be_visible()

    page.goto(link(site, address, "new password"))
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_label("Password again", exact=True).fill(NEW)
    assert violations(page) == []
    send(page, "Save password")
    expect(page.get_by_text("Your new password is saved.")).to_be_visible()


def test_a_link_signs_in_where_it_is_opened(page: Page, site: Site, address: str) -> None:
    page.goto("/accounts/login/link/")
    page.get_by_label("E-mail", exact=True).fill(address)
    send(page, "Send the link")
    page.goto(link(site, address, "link to sign in"))
    send(page, "Sign in on this device")

    expect(page.get_by_text("Welcome, Anna.")).to_be_visible()


@pytest.mark.parametrize("look", BOTH, ids=str)
def test_the_page_of_a_link_can_be_read_by_everybody(
    browser: Browser, site: Site, address: str, look: Look
) -> None:
    with look.open(browser, site.url) as context:
        page = context.new_page()
        page.goto(link(site, address, "confirm your e-mail"))

        assert violations(page) == []
        assert beyond(page) == []
        send(page, "Confirm this address")
        expect(page.get_by_text("your e-mail is confirmed")).to_be_visible()
