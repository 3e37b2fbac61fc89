"""The life of an account in a browser, from signing up to its end."""

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


def turn_on(page: Page) -> tuple[str, list[str]]:
    """Set up an app as the second step; returns its secret, and the codes on paper."""
    page.goto("/accounts/profile/")
    page.get_by_role("link", name="Second step").click()
    page.get_by_role("link", name="Set up an app").click()
    secret = re.sub(r"\s", "", page.get_by_role("main").locator("code").inner_text())
    page.get_by_label("Code").fill(code_of(secret))
    press(page, "Turn on")
    papers = page.get_by_role("main").locator("li code").all_inner_texts()
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("Your second step is on.")).to_be_visible()
    return secret, papers


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


def leave(page: Page, code: str) -> None:
    """Ask for the account to be deleted."""
    page.get_by_role("link", name="My data").click()
    page.get_by_role("link", name="Delete my account…").click()
    assert (violations(page), beyond(page)) == ([], [])
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_label("Code").fill(code)
    press(page, "Delete my account")
    expect(page.get_by_text("Your account will be deleted in 14 days.")).to_be_visible()


def test_goes_from_signing_up_to_its_deletion(browser: Browser, site: Site) -> None:
    with PLAIN.open(browser, site.url) as context:
        page = context.new_page()
        watch = Watch().over(page)
        email = sign_up(page)
        secret, papers = turn_on(page)
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

        leave(page, papers[0])
        sign_in(page, email, NEW, papers[1])
        expect(page.get_by_role("heading", name="Your account will be deleted")).to_be_visible()
        page.goto("/accounts/profile/")
        expect(page.get_by_role("heading", name="Your account will be deleted")).to_be_visible()
        press(page, "Keep my account")
        expect(page.get_by_text("Your account stays, with everything in it.")).to_be_visible()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Anna")

        leave(page, papers[2])
        sign_in(page, email, NEW, papers[3])
        press(page, "Sign out, and let it be deleted")
        page.goto("/accounts/profile/")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert watch.said == []
