"""Everything by keyboard, and for eyes that need more."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import PLAIN, beyond
from tests.browser.people import PASSWORD
from tests.browser.places import PLACES
from tests.browser.site import Site

FOCUSED = """() => {
    const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);
    return outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter(e => {
    const {transitionDuration, animationName} = getComputedStyle(e);
    return animationName !== "none" || transitionDuration.split(", ").some(t => parseFloat(t) > 0);
}).map(e => e.outerHTML.slice(0, 80))"""
FOCUSABLE = "a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']"


class TestKeys:
    def test_the_first_tab_offers_to_skip_to_the_content(self, page: Page) -> None:
        page.goto("/")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()

    def test_a_question_mark_lists_the_keys(self, page: Page) -> None:
        page.goto("/")
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Keys")
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()

    def test_g_and_p_go_to_prices(self, page: Page) -> None:
        page.goto("/")
        page.keyboard.press("g")
        page.keyboard.press("p")
        page.wait_for_url("**/prices/**")

    def test_keys_are_letters_while_typing(self, page: Page) -> None:
        page.goto("/prices/")
        page.get_by_label("Postcode").focus()
        page.keyboard.type("gp?")
        expect(page.get_by_label("Postcode")).to_have_value("gp?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()

    def test_a_fold_opens(self, page: Page, site: Site) -> None:
        page.goto(site.tomorrow)
        page.locator("summary", has_text="All half-hours").press("Enter")
        expect(page.locator("#prices-table")).to_be_visible()


class TestFocus:
    @pytest.mark.parametrize("name", ["landing", "prices tomorrow", "sign up", "product"])
    def test_is_visible_on_everything(self, page: Page, site: Site, name: str) -> None:
        page.goto(PLACES[name].address(site))
        for _ in page.locator(f":visible:is({FOCUSABLE})").all():
            page.keyboard.press("Tab")
            assert page.evaluate(FOCUSED) >= 2, page.evaluate("document.activeElement.outerHTML")


class TestEyes:
    def test_that_dislike_motion_see_none(self, page: Page, site: Site) -> None:
        page.emulate_media(reduced_motion="reduce")
        page.goto(site.tomorrow)
        assert page.evaluate(MOVING) == []

    @pytest.mark.parametrize("name", ["landing", "prices tomorrow", "sign up", "finder"])
    def test_that_need_twice_the_size_get_it(self, browser: Browser, site: Site, name: str) -> None:
        zoomed = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
        with browser.new_context(base_url=site.url, **zoomed) as context:
            page = context.new_page()
            page.goto(PLACES[name].address(site))
            assert beyond(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") == 640


class TestAnAccountByKeyboard:
    def test_is_made_changed_and_left(self, browser: Browser, site: Site) -> None:
        with PLAIN.open(browser, site.url) as context:
            page = context.new_page()
            page.goto("/accounts/signup/")
            self.sign_up(page)
            self.open_profile(page)
            self.rename(page)
            self.sign_out(page)

    def sign_up(self, page: Page) -> None:
        self.tab_to(page, "#id_name")
        for text in ("Anna", "anna.keys@example.com", PASSWORD, PASSWORD):
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Welcome, Anna.")).to_be_visible()

    def open_profile(self, page: Page) -> None:
        self.tab_to(page, ".rail-place[href='/accounts/profile/']")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Account")

    def rename(self, page: Page) -> None:
        self.tab_to(page, "#id_name")
        page.keyboard.type("Anna Livia")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Name")).to_have_value("Anna Livia")
        expect(page.locator("[data-flash][role=status]").first).to_be_visible()

    def sign_out(self, page: Page) -> None:
        self.tab_to(page, ".rail-leave button")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Sign in").first).to_be_visible()

    def tab_to(self, page: Page, selector: str) -> None:
        """Press Tab until ``selector`` has the focus, as a person would; at most forty times."""
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached by Tab")
