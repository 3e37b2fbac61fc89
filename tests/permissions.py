"""Who gets what: every address of the site and every operation of the API, asked by four people."""

import re
from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

ROLES = ("stranger", "other", "operator", "owner")
API = "api/v1/"
ADMIN = "admin/"
HELD = re.compile(r"<(?:\w+:)?(\w+)>|{(\w+)}")


def routes() -> Iterator[str]:
    """Each route of the site as Django writes it, includes followed to their leaves."""
    yield from _leaves(get_resolver().url_patterns, "")


def _leaves(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _leaves(pattern.url_patterns, route)
        else:
            yield route


def filled(route: str, held: dict[str, object]) -> str:
    """The address of ``route`` with the owner's things in its places."""
    return "/" + HELD.sub(lambda place: str(held[place[1] or place[2]]), route).lstrip("/")


def browser_of(person: AbstractBaseUser | None) -> Client:
    """A browser in which ``person`` is signed in, or nobody; it reports errors as 500."""
    browser = Client(raise_request_exception=False)
    if person:
        browser.force_login(person)
    return browser


def ask(method: str, address: str, browser: Client, body: object = None) -> HttpResponse:
    """One request: JSON where it carries a body, and an empty form where it does not."""
    if body is None:
        return getattr(browser, method)(address)
    return getattr(browser, method)(address, data=body, content_type="application/json")
