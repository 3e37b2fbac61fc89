"""A person who turns the second step on, signs in with it, and with a code on paper."""

import re
import time
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import BOTH, LOOKS, Look, Watch, beyond, violations
from tests.browser.people import PASSWORD, sign_up
from tests.browser.site import Site

pytestmark = pytest.mark.browser
HOME = re.compile(r"^[^/]+//[^/]+/$")


def press(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button).click()


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(page: Page, email: str, code: str) -> None:
    """Sign out, and in again with the password and a code."""
    page.goto("/accounts/logout/")
    press(page, "Sign out")
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.get_by_label("Code").fill(code)
    press(page, "Sign in")


@pytest.mark.parametrize("look", BOTH, ids=str)
def test_signs_in_with_the_app_and_with_paper(browser: Browser, site: Site, look: Look) -> None:
    with look.open(browser, site.url) as context:
        page = context.new_page()
        watch = Watch().over(page)
        email = sign_up(page)
        page.goto("/accounts/second-step/on/")
        assert (violations(page), beyond(page)) == ([], [])
        secret = re.sub(r"\s", "", page.get_by_role("main").locator("code").inner_text())

        page.get_by_label("Code").fill(code_of(secret))
        press(page, "Turn on")
        assert (violations(page), beyond(page)) == ([], [])
        papers = page.get_by_role("main").locator("li code").all_inner_texts()
        with page.expect_download() as saved:
            page.get_by_role("link", name="Save as text").click()
        assert Path(saved.value.path()).read_text().split() == papers

        sign_in(page, email, code_of(secret))
        expect(page).to_have_url(HOME)
        page.goto("/accounts/second-step/")
        expect(page.get_by_text("10 recovery codes are left.")).to_be_visible()

        sign_in(page, email, papers[0])
        expect(page).to_have_url(HOME)
        page.goto("/accounts/second-step/")
        expect(page.get_by_text("9 recovery codes are left.")).to_be_visible()
        assert watch.said == []


def test_asks_again_for_a_wrong_code(browser: Browser, site: Site) -> None:
    with LOOKS[0].open(browser, site.url) as context:
        page = context.new_page()
        email = sign_up(page, "Otto")
        page.goto("/accounts/second-step/on/")
        secret = re.sub(r"\s", "", page.get_by_role("main").locator("code").inner_text())
        page.get_by_label("Code").fill(code_of(secret))
        press(page, "Turn on")

        sign_in(page, email, "000")

        expect(page.get_by_role("alert")).to_contain_text("This is not the code")
        assert (violations(page), beyond(page)) == ([], [])


def test_shows_a_new_token_once(browser: Browser, site: Site) -> None:
    with LOOKS[0].open(browser, site.url) as context:
        page = context.new_page()
        sign_up(page, "Eve")
        page.goto("/accounts/tokens/")
        page.get_by_label("Name").fill("Heat pump")
        page.get_by_label("Read what is yours").check()
        press(page, "Make token")

        secret = page.get_by_label("Token", exact=True).input_value()
        assert secret.startswith("dbk_")
        assert (violations(page), beyond(page)) == ([], [])
        page.goto("/accounts/tokens/")
        expect(page.get_by_role("heading", name="Heat pump")).to_be_visible()
        assert secret not in page.content()
        assert (violations(page), beyond(page)) == ([], [])
