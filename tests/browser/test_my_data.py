"""Taking one's data away and going, in a browser, with the keyboard where it matters."""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import BOTH, PLAIN, Look, beyond, violations
from tests.browser.people import PASSWORD, sign_up
from tests.browser.site import Site

pytestmark = pytest.mark.browser

MADE_SECONDS = 40  # the worker may be busy with what others have asked


@pytest.fixture
def page(browser: Browser, site: Site):
    with PLAIN.open(browser, site.url, accept_downloads=True) as context:
        page = context.new_page()
        sign_up(page)
        yield page


def sign_in(page: Page, address: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail", exact=True).fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def ask_for_copy(page: Page) -> None:
    """Ask for a copy with the keyboard, and wait until the page shows it by itself."""
    page.goto("/accounts/data/")
    page.get_by_role("button", name="Make a copy of my data").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your copy is being made.")).to_be_visible()
    expect(page.get_by_role("link", name="Download")).to_be_visible(timeout=MADE_SECONDS * 1000)


def test_a_copy_is_made_shown_and_downloaded(page: Page, tmp_path: Path) -> None:
    ask_for_copy(page)
    assert violations(page) == []

    page.get_by_role("link", name="Download").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_download() as download:
        page.keyboard.press("Enter")

    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    archive = zipfile.ZipFile(file)
    assert archive.testzip() is None
    assert "index.html" in archive.namelist()


def test_the_page_in_the_archive_can_be_read_by_everybody(
    browser: Browser, page: Page, tmp_path: Path
) -> None:
    ask_for_copy(page)
    page.get_by_role("link", name="Download").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_download() as download:
        page.get_by_role("button", name="Go on").click()
    download.value.save_as(tmp_path / "copy.zip")
    zipfile.ZipFile(tmp_path / "copy.zip").extractall(tmp_path)

    with browser.new_context(offline=True, viewport={"width": 360, "height": 740}) as offline:
        index = offline.new_page()
        index.goto((tmp_path / "index.html").as_uri())
        expect(index.get_by_role("heading", name="What is inside")).to_be_visible()
        assert violations(index) == []
        assert beyond(index) == []


@pytest.mark.parametrize("look", BOTH, ids=str)
def test_the_account_can_be_kept_until_it_is_gone(browser: Browser, site: Site, look: Look) -> None:
    with look.open(browser, site.url) as context:
        page = context.new_page()
        address = sign_up(page)
        page.goto("/accounts/data/")
        page.get_by_role("link", name="Delete my account…").click()
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Delete my account").click()
        expect(page.get_by_text("Your account will be deleted in 14 days.")).to_be_visible()

        sign_in(page, address)
        expect(page.get_by_role("heading", name="Your account will be deleted")).to_be_visible()
        assert violations(page) == []
        assert beyond(page) == []
        page.get_by_role("button", name="Keep my account").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Your account stays, with everything in it.")).to_be_visible()
