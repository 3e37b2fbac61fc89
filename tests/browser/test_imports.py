"""Importing a file and taking it back, as a person does it."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import PLAIN, Watch
from tests.browser.people import sign_up
from tests.browser.site import Site

FILE = b"Date;Amount;Notes\n01/03/2026;8,3;guests\n02/03/2026;many;\n"


@pytest.fixture
def member(browser: Browser, site: Site) -> Page:
    """The page of somebody who has just signed up."""
    with PLAIN.open(browser, site.url) as context:
        page = context.new_page()
        sign_up(page)
        yield page


def test_a_file_is_looked_at_imported_and_undone(member: Page) -> None:
    watch = Watch().over(member)
    member.goto("/consumption/import/")
    file = {"name": "use.csv", "mimeType": "text/csv", "buffer": FILE}
    member.get_by_label("CSV file").set_input_files(file)
    member.get_by_role("button", name="Look at it").click()
    expect(member.get_by_text("Sunday 1 March 2026")).to_be_visible()
    member.get_by_label("What was used").select_option("Gas")
    member.get_by_role("button", name="Look again").click()
    member.get_by_role("button", name="Import 1 row").click()
    expect(member.get_by_text("Imported: 1 row added, 1 left out.")).to_be_visible()
    member.get_by_role("button", name="Undo").click()
    expect(member.get_by_text("Undone: 1 row is taken back.")).to_be_visible()
    assert (watch.said, watch.failed) == ([], [])
