"""Every page, on a phone and on a desk, by day and by night."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import (
    INLINE,
    LOOKS,
    Look,
    Watch,
    beyond,
    violations,
    weights,
    width_of,
)
from tests.browser.people import first_message, member_cookies, operator_cookies
from tests.browser.places import PLACES
from tests.browser.site import Site

KILO = 1000
ROOM = {"document": 30 * KILO, "stylesheet": 25 * KILO, "script": 45 * KILO}
MOST_REQUESTS = 12


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What one look at one page has shown."""

    status: int
    policy: str
    inline: list[str]
    said: list[str]
    broken: list[str]
    strangers: list[str]
    violations: list[str]
    beyond: list[str]
    width: int
    requests: int
    weights: dict[str, int]


@pytest.fixture(scope="module")
def visits(browser: Browser, site: Site, stranded: Site) -> Callable[[str, Look], Visit]:
    """Looks at each page once, however many tests ask what was to be seen."""
    cookies = cache(lambda: member_cookies(browser, site.url))
    operators = cache(lambda: operator_cookies(browser, site))

    @cache
    def pay(name: str, look: Look) -> Visit:
        place = PLACES[name]
        where = stranded if place.is_stranded else site
        own = {"storage_state": cookies()} if place.is_own else {}
        own = {"storage_state": operators()} if place.is_operators else own
        address = place.address(where)
        if name == "message":
            with look.open(browser, where.url, **own) as context:
                address = first_message(context)
        with look.open(browser, where.url, **own) as context:
            page = context.new_page()
            watch = Watch().over(page)
            answer = page.goto(address)
            return Visit(
                status=answer.status,
                policy=answer.headers.get("content-security-policy", ""),
                inline=INLINE.findall(answer.text()),
                requests=len(watch.asked),
                weights=weights(watch),
                violations=violations(page),
                beyond=beyond(page),
                width=width_of(page),
                said=watch.said,
                broken=watch.broken(),
                strangers=watch.strangers(where.url),
            )

    return pay


def looks_of(name: str) -> tuple[Look, Look]:
    """On a phone and on a desk, by day and by night: of two neighbours one has the other pair."""
    small_day, small_night, large_day, large_night = LOOKS
    is_even = list(PLACES).index(name) % 2 == 0
    return (small_day, large_night) if is_even else (small_night, large_day)


@pytest.fixture
def visit(visits: Callable[[str, Look], Visit], name: str, look: Look) -> Visit:
    return visits(name, look)


@pytest.mark.parametrize(
    ("name", "look"), [(name, look) for name in PLACES for look in looks_of(name)], ids=str
)
class TestEveryPage:
    def test_answers_as_it_should(self, visit: Visit, name: str) -> None:
        assert visit.status == PLACES[name].status

    def test_says_nothing_on_the_console(self, visit: Visit) -> None:
        assert visit.said == []

    def test_has_all_its_parts_and_none_from_elsewhere(self, visit: Visit) -> None:
        assert (visit.broken, visit.strangers) == ([], [])

    def test_does_not_scroll_sideways(self, visit: Visit, look: Look) -> None:
        assert (visit.beyond, visit.width) == ([], look.width)

    def test_satisfies_axe(self, visit: Visit, name: str) -> None:
        allowed = PLACES[name].allowed
        assert [one for one in visit.violations if not one.startswith(allowed)] == []

    def test_has_a_strict_policy_and_no_inline_code(self, visit: Visit) -> None:
        assert "default-src 'none'" in visit.policy
        assert "unsafe" not in visit.policy
        assert visit.inline == []


class TestBudgets:
    @pytest.mark.parametrize("name", [name for name in PLACES if not PLACES[name].is_heavy])
    def test_hold_on_the_wire(self, visits: Callable[[str, Look], Visit], name: str) -> None:
        visit = visits(name, looks_of(name)[-1])
        assert {k: size for k, size in visit.weights.items() if size > ROOM.get(k, size)} == {}
        assert visit.requests <= MOST_REQUESTS
        assert visit.weights["stylesheet"] > KILO  # the measuring itself works
