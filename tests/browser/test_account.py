"""The life of an account in a browser, from signing up to a new password."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import PLAIN, Watch, beyond, violations
from tests.browser.people import PASSWORD, sign_up
from tests.browser.site import Site
from tests.browser.test_letters import link
from tests.browser.test_second_step import HOME, code_of, press

pytestmark = pytest.mark.browser
NEW = "seven quiet rivers"


def turn_on(page: Page) -> str:
    """Set up an app as the second step; returns its secret."""
    page.goto("/accounts/profile/")
    page.get_by_role("link", name="Second step").click()
    page.get_by_role("link", name="Set up an app").click()
    secret = re.sub(r"\s", "", page.get_by_role("main").locator("code").inner_text())
    page.get_by_label("Code").fill(code_of(secret))
    press(page, "Turn on")
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("Your second step is on.")).to_be_visible()
    return secret


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    press(page, "Sign out")
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def sign_in(page: Page, email: str, password: str, code: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")
    page.get_by_label("Code").fill(code)
    press(page, "Sign in")


def reset(page: Page, site: Site, email: str) -> None:
    """Ask for a link, follow the one in the letter, and choose a new password."""
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Have you forgotten your password?").click()
    page.get_by_label("E-mail", exact=True).fill(email)
    press(page, "Send the link")
    expect(page.get_by_text("a link is on its way")).to_be_visible()
    page.goto(link(site, email, "password"))
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_label("Password again").fill(NEW)
    press(page, "Save")


def test_goes_from_signing_up_to_a_new_password(browser: Browser, site: Site) -> None:
    with PLAIN.open(browser, site.url) as context:
        page = context.new_page()
        watch = Watch().over(page)
        email = sign_up(page)
        secret = turn_on(page)
        sign_out(page)

        sign_in(page, email, PASSWORD, code_of(secret))
        expect(page).to_have_url(HOME)
        sign_out(page)

        reset(page, site, email)
        expect(page.get_by_role("heading", name="Second step")).to_be_visible()
        expect(page.get_by_text("Your new password is saved.")).to_be_visible()
        assert (violations(page), beyond(page)) == ([], [])
        page.get_by_label("Code").fill(code_of(secret, 1))
        press(page, "Sign in")
        expect(page.get_by_role("heading", name="Account")).to_be_visible()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Anna")
        assert watch.said == []
