"""Somebody who signs up as people do: by the page."""

import secrets
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.looking import PLAIN
from tests.browser.site import Site

PASSWORD = "nine green bottles"


def sign_up(page: Page, name: str = "Anna") -> str:
    """Fill in the page and send it; returns the e-mail used."""
    email = f"{name.lower()}.{secrets.token_hex(4)}@example.com"
    page.goto("/accounts/signup/")
    answers = {"Name": name, "E-mail": email, "Password": PASSWORD, "Password again": PASSWORD}
    for label, text in answers.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    expect(page.get_by_text(f"Welcome, {name}.")).to_be_visible()
    return email


def member_cookies(browser: Browser, url: str) -> Any:
    """The cookies of a person who has signed up, told themselves something and recorded a use."""
    with PLAIN.open(browser, url) as context:
        page = context.new_page()
        sign_up(page)
        page.goto("/inbox/settings/")
        page.get_by_role("button", name="Send a test message").click()
        expect(page.get_by_text("A test message is on its way.")).to_be_visible()
        record_use(page, "gas 12.5 m3 yesterday oven")
        return context.storage_state()


def operator_cookies(browser: Browser, site: Site) -> Any:
    """The cookies of a person who has signed up and was made an operator then."""
    with PLAIN.open(browser, site.url) as context:
        page = context.new_page()
        site.promote(sign_up(page, "Olga"))
        site.fail_a_job()
        return context.storage_state()


def record_use(page: Page, line: str) -> None:
    """Record what ``line`` says, by the quick add."""
    page.goto("/consumption/records/")
    page.get_by_label("Quick add").fill(line)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Added: ")).to_be_visible()


def first_message(context: BrowserContext) -> str:
    """The address of the newest message in the inbox of whoever is signed in."""
    page = context.new_page()
    page.goto("/inbox/")
    found = page.locator(".inbox-open").first.get_attribute("href")
    page.close()
    return found or ""
