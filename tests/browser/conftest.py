"""Chromium, and Daybook served as people run it: with Octopus, without, and with debug pages."""

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.looking import PLAIN
from tests.browser.site import Site, served
from tests.replay import Replay, World

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "nine green bottles"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them are browser tests.

    A browser on a busy machine may stumble: it gets a second try, and the report says so (R).
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is installed; skips where it is not."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return found or pytest.skip("no Chromium here: install it, or say where it is in CHROMIUM")


@contextmanager
def house(folder: Path) -> Iterator[Site]:
    """A Daybook with an Octopus of its own, which knows today and tomorrow."""
    with (
        Replay(World(now=dt.datetime.now(dt.UTC))) as octopus,
        served(octopus, folder) as site,
    ):
        yield site


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """What ``make run`` serves."""
    with house(tmp_path_factory.mktemp("daybook")) as running:
        yield running


@pytest.fixture(scope="session")
def stranded(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same, but Octopus fails; one region has prices from before."""
    folder = tmp_path_factory.mktemp("stranded")
    shutil.copytree(site.folder / "static", folder / "static")  # compressed once is enough
    with house(folder) as running:
        running.strand()
        yield running


@pytest.fixture(scope="session")
def workshop(site: Site) -> Iterator[Site]:
    """The same again, with the pages that only its builders see."""
    with served(site.octopus, site.folder, debug=True) as running:
        yield running


# Playwright's event loop would forbid the database to all tests that come later in this process,
# so that no browser outlives its module.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A fresh window on a desk."""
    with PLAIN.open(browser, site.url) as context:
        yield context.new_page()
