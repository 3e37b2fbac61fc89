"""Looking at pages: in which light, and what a look brings to light."""

import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response

AXE = next((Path(__file__).parent / "vendor").glob("axe-core@*/axe.min.js")).read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COUNT_VIOLATIONS = """rules => axe.run(document, {runOnly: {type: "tag", values: rules}}).then(
    found => found.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | ")))"""
#: What a policy without inline code would refuse, looked for in the page as it was sent.
INLINE = re.compile(
    r"<script(?![^>]*(?:\ssrc=|\stype=\"application/json\"))|<style|\sstyle=|\son[a-z]+=|javascript:",
    re.IGNORECASE,
)
BEYOND = """() => [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".ruler, .table"))
    .map(e => e.outerHTML.slice(0, 120))"""


@dataclass(frozen=True)
class Look:
    """A width of the window and a light to see it in."""

    width: int
    theme: str

    def __str__(self) -> str:
        return f"{self.width}-{self.theme}"

    def open(self, browser: Browser, url: str, **more: Any) -> BrowserContext:
        """A fresh browser profile that looks this way; with touch on a phone."""
        phone = self.width < 900
        return browser.new_context(
            base_url=url,
            viewport={"width": self.width, "height": 740 if phone else 800},
            color_scheme=self.theme,
            has_touch=phone,
            locale="en-GB",
            extra_http_headers={"X-Forwarded-For": f"2001:db8:{secrets.token_hex(2)}::1"},
            **more,
        )


LOOKS = [Look(width, theme) for width in (360, 1280) for theme in ("light", "dark")]
#: A phone by day and a desk by night, where four looks would show no more than these two.
BOTH = [LOOKS[0], LOOKS[3]]
PLAIN = Look(1280, "light")


@dataclass
class Watch:
    """What a page says and asks for behind its reader's back."""

    said: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    asked: list[Response] = field(default_factory=list)

    def over(self, page: Page) -> "Watch":
        """Start watching ``page``."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on("requestfailed", lambda one: self.failed.append(one.url))
        page.on("response", lambda one: self.asked.append(one))  # noqa: PLW0108
        return self

    def _console(self, message: Any) -> None:
        # Chromium repeats the status of the page itself here; tests look at that themselves.
        if message.type in {"error", "warning"} and "status of" not in message.text:
            self.said.append(f"{message.type}: {message.text}")

    def strangers(self, url: str) -> list[str]:
        """Addresses asked for that are not on the site."""
        host = urlsplit(url).netloc
        return [one.url for one in self.asked if urlsplit(one.url).netloc != host]

    def broken(self) -> list[str]:
        """Parts of a page that were not to be had."""
        parts = [one for one in self.asked if one.request.resource_type != "document"]
        return self.failed + [f"{one.status} {one.url}" for one in parts if one.status >= 400]


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA."""
    page.evaluate(AXE)
    return page.evaluate(COUNT_VIOLATIONS, RULES)


def width_of(page: Page) -> int:
    """How wide the page really is, in CSS pixels."""
    return page.evaluate("() => document.documentElement.scrollWidth")


def beyond(page: Page) -> list[str]:
    """The elements that stick out of the page at its side."""
    return page.evaluate(BEYOND)


def weights(watch: Watch) -> dict[str, int]:
    """Bytes of each kind that went over the wire, as compressed as they came."""
    found: dict[str, int] = {}
    for one in watch.asked:
        kind = "chart" if "chart" in one.url else one.request.resource_type
        found[kind] = found.get(kind, 0) + one.request.sizes()["responseBodySize"]
    return found
