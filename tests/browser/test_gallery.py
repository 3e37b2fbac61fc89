"""The gallery of components, which only builders see."""

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import BOTH, LOOKS, Look, Watch, beyond, violations
from tests.browser.site import Site


@pytest.mark.parametrize("look", BOTH, ids=str)
class TestGallery:
    def test_is_fit_to_be_copied_from(self, browser: Browser, workshop: Site, look: Look) -> None:
        with look.open(browser, workshop.url) as context:
            page = context.new_page()
            watch = Watch().over(page)
            assert page.goto("/ui/").status == 200
            assert violations(page) == []
            assert beyond(page) == []
            assert (watch.said, watch.broken()) == ([], [])


class TestGalleryInService:
    def test_is_not_there_for_others(self, browser: Browser, site: Site) -> None:
        with LOOKS[0].open(browser, site.url) as context:
            assert context.new_page().goto("/ui/").status == 404
