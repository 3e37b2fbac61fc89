"""Recording a use, finding it, deleting it and bringing it back, as a person does it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import PLAIN, Watch
from tests.browser.people import record_use, sign_up
from tests.browser.site import Site


@pytest.fixture
def member(browser: Browser, site: Site) -> Page:
    """The page of somebody who has just signed up."""
    with PLAIN.open(browser, site.url) as context:
        page = context.new_page()
        sign_up(page)
        yield page


class TestQuickAdd:
    def test_needs_the_keyboard_only(self, member: Page) -> None:
        member.goto("/consumption/records/")
        member.get_by_label("Quick add").focus()
        member.keyboard.type("water 340 l yesterday")
        member.keyboard.press("Enter")
        expect(member.get_by_text("Added: Water")).to_be_visible()
        expect(member.get_by_role("link", name="yesterday")).to_be_visible()

    def test_keeps_the_line_and_says_what_is_wrong(self, member: Page) -> None:
        member.goto("/consumption/")
        member.get_by_label("Quick add").fill("gas 5 kWh 31/2/2026")
        member.keyboard.press("Enter")
        expect(member.get_by_text("There is no day").first).to_be_visible()
        expect(member.get_by_label("Quick add")).to_have_value("gas 5 kWh 31/2/2026")


class TestTheList:
    def test_deletes_what_is_ticked_and_brings_it_back(self, member: Page) -> None:
        record_use(member, "8.3 kWh yesterday")
        record_use(member, "7.1 kWh today")
        for box in member.get_by_role("checkbox").all():
            box.check()
        member.get_by_role("button", name="Delete what is ticked").click()
        expect(member.get_by_text("2 records are deleted.")).to_be_visible()
        expect(member.get_by_text("Nothing recorded yet")).to_be_visible()
        member.get_by_role("button", name="Undo").click()
        expect(member.get_by_text("2 records are back.")).to_be_visible()
        expect(member.get_by_role("checkbox")).to_have_count(2)

    def test_is_changed_by_its_link(self, member: Page) -> None:
        record_use(member, "8.3 kWh yesterday")
        member.get_by_role("link", name="yesterday").click()
        member.get_by_label("Amount").fill("9,5")
        member.get_by_role("button", name="Save record").click()
        expect(member.get_by_text("The record is changed.")).to_be_visible()
        expect(member.get_by_role("cell", name=re.compile(r"^9\.5"))).to_be_visible()

    def test_finds_by_the_words_of_the_notes(self, member: Page) -> None:
        record_use(member, "8.3 kWh yesterday oven")
        record_use(member, "7.1 kWh today")
        member.get_by_text("Find and sort").click()
        member.get_by_label("Words in the notes").fill("oven")
        member.keyboard.press("Enter")
        expect(member.get_by_role("checkbox")).to_have_count(1)


class TestTheOverview:
    def test_draws_the_months(self, member: Page) -> None:
        record_use(member, "8.3 kWh yesterday")
        watch = Watch().over(member)
        member.goto("/consumption/")
        expect(member.locator("#consumption-electricity[data-drawn='13']")).to_be_visible()
        assert (watch.said, watch.failed) == ([], [])
