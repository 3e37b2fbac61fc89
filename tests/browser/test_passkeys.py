"""A person with a passkey, whose device Chromium itself plays."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.looking import BOTH, PLAIN, Look, Watch, beyond, violations
from tests.browser.people import PASSWORD, sign_up
from tests.browser.site import Site

pytestmark = pytest.mark.browser
HOME = re.compile(r"^[^/]+//[^/]+/$")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def named(site: Site) -> str:
    """The address of the site by its name: passkeys belong to no number."""
    return site.url.replace("127.0.0.1", "localhost")


def device_of(page: Page) -> tuple[CDPSession, str]:
    """A device that keeps passkeys and agrees to everything."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    made = chrome.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return chrome, made["authenticatorId"]


def press(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button).click()


def add_passkey(page: Page, name: str) -> None:
    """Add a passkey from the page of the second step."""
    page.goto("/accounts/second-step/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Go on")
    press(page, "Make the passkey")


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    press(page, "Sign out")
    expect(page.get_by_text("You are signed out.")).to_be_visible()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    with PLAIN.open(browser, named(site)) as context:
        yield context.new_page()


@pytest.mark.parametrize("look", BOTH, ids=str)
def test_adds_one_signs_in_with_it_and_takes_it_off(
    browser: Browser, site: Site, look: Look
) -> None:
    with look.open(browser, named(site)) as context:
        page = context.new_page()
        watch = Watch().over(page)
        device_of(page)
        sign_up(page)
        page.goto("/accounts/second-step/passkeys/add/")
        assert (violations(page), beyond(page)) == ([], [])
        page.get_by_label("Name").fill("My phone")
        page.get_by_label("Password").fill(PASSWORD)
        press(page, "Go on")
        assert (violations(page), beyond(page)) == ([], [])
        press(page, "Make the passkey")
        expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
        page.get_by_role("link", name="Done").click()
        expect(page.get_by_role("heading", name="My phone")).to_be_visible()
        assert (violations(page), beyond(page)) == ([], [])

        sign_out(page)
        page.goto("/accounts/login/")
        assert (violations(page), beyond(page)) == ([], [])
        press(page, "Sign in with a passkey")
        expect(page).to_have_url(HOME)

        page.goto("/accounts/second-step/")
        expect(page.get_by_text("last used")).to_be_visible()
        page.get_by_role("link", name="Remove My phone").click()
        assert (violations(page), beyond(page)) == ([], [])
        page.get_by_label("Password").fill(PASSWORD)
        press(page, "Remove")
        expect(page.get_by_text("Your second step is off")).to_be_visible()
        assert watch.said == []

        sign_out(page)
        page.goto("/accounts/login/")
        press(page, "Sign in with a passkey")
        expect(page.get_by_text("This passkey was not accepted.")).to_be_visible()
        assert (violations(page), beyond(page)) == ([], [])


def test_is_the_second_step_after_the_password(page: Page) -> None:
    device_of(page)
    email = sign_up(page, "Otto")
    add_passkey(page, "Laptop")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    sign_out(page)

    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    assert (violations(page), beyond(page)) == ([], [])
    press(page, "Use a passkey")

    expect(page).to_have_url(HOME)


def test_is_added_and_used_by_keyboard_alone(page: Page) -> None:
    device_of(page)
    sign_up(page, "Eve")
    page.goto("/accounts/second-step/passkeys/add/")
    page.get_by_label("Name").focus()
    page.keyboard.type("Laptop")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make the passkey").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    sign_out(page)

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(HOME)


def test_says_so_when_the_device_has_one_already(page: Page) -> None:
    device_of(page)
    sign_up(page)
    add_passkey(page, "Phone")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()

    add_passkey(page, "Phone again")

    expect(page.get_by_role("alert")).to_contain_text("has a passkey of your account already")


def test_says_so_when_nobody_touches_the_device(page: Page) -> None:
    chrome, device = device_of(page)
    page.goto("/accounts/login/")
    chrome.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})

    press(page, "Sign in with a passkey")

    expect(page.get_by_role("alert")).to_contain_text("No passkey was shown.")
    assert (violations(page), beyond(page)) == ([], [])


def test_is_not_offered_at_a_number(browser: Browser, site: Site) -> None:
    with PLAIN.open(browser, site.url) as context:
        page = context.new_page()
        page.goto("/accounts/login/")
        expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
        sign_up(page)
        page.goto("/accounts/second-step/passkeys/add/")
        expect(page.get_by_text("Passkeys do not work at this address.")).to_be_visible()
        assert (violations(page), beyond(page)) == ([], [])


def test_is_hidden_without_javascript(browser: Browser, site: Site) -> None:
    with PLAIN.open(browser, named(site), java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/accounts/login/")
        expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
        sign_up(page)
        page.goto("/accounts/second-step/passkeys/add/")
        page.get_by_label("Name").fill("Phone")
        page.get_by_label("Password").fill(PASSWORD)
        press(page, "Go on")
        expect(page.get_by_text("This browser cannot make a passkey here.")).to_be_visible()
