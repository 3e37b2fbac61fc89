"""What every page's shell shows."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import structlog
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from daybook import __version__
from daybook.core.contributions import NavItem, footer_notes, nav
from daybook.core.operators import is_operator

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the navigation, ready to be shown.

    The bar of a phone has room for five: those that are aside stand at the foot of its pages.
    """

    label: str
    icon: str
    url: str
    key: str
    is_current: bool
    count: int = 0
    count_url: str = ""
    is_aside: bool = False


def shell(request: HttpRequest) -> dict[str, Any]:
    """The navigation, the notes and the version; looked up only by a page that shows them."""
    return {
        "places": cache(partial(places, request)),
        "footer_notes": notes,
        "version": __version__,
    }


def notes() -> tuple[str, ...]:
    """What the products have to say at the foot of every page, in order."""
    return tuple(str(note) for _name, note in footer_notes)


def places(request: HttpRequest) -> tuple[Place, ...]:
    """Where this person can go, in order; an item whose page does not exist is left out."""
    audiences = audiences_of(request)
    found = []
    for name, item in nav:
        if item.audience in audiences:
            try:
                url = reverse(item.url_name)
            except NoReverseMatch:
                log.warning("nav.no-such-page", name=name, url_name=item.url_name)
                continue
            found.append(_place(item, url, request))
    return tuple(found)


def _place(item: NavItem, url: str, request: HttpRequest) -> Place:
    is_current = request.path == url if url == "/" else request.path.startswith(item.within or url)
    count = item.count(request) if item.count else 0
    count_url = reverse(item.count_url_name) if item.count_url_name else ""
    return Place(
        label=str(item.label),
        icon=item.icon,
        url=url,
        key=item.key,
        is_current=is_current,
        count=count,
        count_url=count_url,
        is_aside=item.audience == "operators",
    )


def audiences_of(request: HttpRequest) -> set[str]:
    """For whom an item may be meant that this person sees."""
    if not request.user.is_authenticated:
        return {"everyone", "signed-out"}
    return {"everyone", "signed-in", *(["operators"] if is_operator(request.user) else [])}
