"""What the tests of prices' pages share: how to ask, and how to read the answer."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.test import Client

HERE = {"region": "C", "product": "AGILE-24-10-01"}


@dataclass(frozen=True)
class Page:
    """An answer as a person reads it."""

    response: Any

    @property
    def status(self):
        return self.response.status_code

    @property
    def html(self):
        return self.response.content.decode()

    @property
    def text(self):
        """The words of the page, tags and runs of blanks left out."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).replace("\xa0", " ").split())

    def tags(self, pattern):
        """Every opening tag that ``pattern`` finds."""
        return re.findall(rf"<{pattern}[^>]*>", self.html)

    @property
    def rows(self):
        """The half-hours of the table: their attributes as written."""
        return self.tags(r"tr data-at=")

    @property
    def block(self):
        """When the cheapest block starts, as the machine reads it."""
        found = re.search(r'class="prices-span".*?datetime="([^"]+)"', self.html, re.DOTALL)
        return found and found[1]


@pytest.fixture
def visit(client, clock, octopus, db):
    """Opens a page of prices: ``visit(duration="3")``, ``visit("/prices/region/", postcode=…)``."""

    def visit(path="/prices/", *, browser=client, headers=None, **asked):
        return Page(browser.get(path, asked, headers=headers))

    return visit


@pytest.fixture
def prices(visit):
    """Opens the prices of London, Agile unless told otherwise."""

    def prices(**asked):
        return visit("/prices/", **(HERE | asked))

    return prices


@pytest.fixture
def stranger():
    """A browser that was never here."""
    return Client()
