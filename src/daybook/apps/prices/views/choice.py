"""What a person asked for: from the address, else what is usual for them, else as last time."""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from daybook.apps.prices import domain, queries
from daybook.apps.prices.forms import preference_initial
from daybook.lib.errors import Invalid

COOKIE: Final = "prices"
LONGEST_COOKIE: Final = 400
COOKIE_AGE_SECONDS: Final = 60 * 60 * 24 * 365
DEFAULT_DURATION: Final = "4"
RULES: Final[Mapping[str, Callable[[str], object]]] = {
    "region": domain.region,
    "product": domain.product_code,
    "export": domain.product_code,
    "duration": domain.duration,
    "capacity": domain.capacity,
    "tolerance": domain.tolerance,
}
REMEMBERED: Final = tuple(RULES)
TARIFF: Final = ("region", "product")
WHOLE: Final = frozenset({"region", "product", "duration"})
ASKED: Final = (*REMEMBERED, "by", "from", "sample")
#: In an address: real prices, also for whom a sample is usual.
NO_SAMPLE: Final = "0"


def remembered(request: HttpRequest) -> dict[str, str]:
    """What whoever is signed in has saved as usual; what the cookie says for anybody else.

    A tariff that was not saved is still taken from the cookie.
    """
    preferred, before = _preferred(request), _cookie(request)
    if preferred:
        before = {name: before[name] for name in TARIFF if name in before}
    return {**before, **preferred}


def asked(request: HttpRequest) -> dict[str, str]:
    """The choice in force: the address, then what is preferred, the cookie, and the defaults.

    An address to share is whole by itself: what it leaves out is left out for whoever opens it.
    """
    here = {name: request.GET[name].strip() for name in ASKED if name in request.GET}
    before = {} if is_whole(request) else remembered(request)
    if here.get("product") or here.get("sample") == NO_SAMPLE:
        before.pop("sample", None)
    choice = {"duration": DEFAULT_DURATION, **before, **here}
    if choice.get("sample") == NO_SAMPLE:
        del choice["sample"]
        if choice.get("product") == domain.SAMPLE_PRODUCT:
            del choice["product"]
    return choice


def is_whole(request: HttpRequest) -> bool:
    """Whether the address says all that prices are asked for by."""
    return request.GET.keys() >= WHOLE


def _preferred(request: HttpRequest) -> dict[str, str]:
    """What the person has saved, as an address would say it."""
    if request.user.pk is None:
        return {}
    preference = queries.preference_of(request.user.pk)
    if preference is None:
        return {}
    said = {name: str(value) for name, value in preference_initial(preference).items() if value}
    said["export"] = preference.export_product
    if said.get("product") == domain.SAMPLE_PRODUCT:
        said["sample"] = "1"
    return {name: value for name, value in said.items() if value and name in ASKED}


def _cookie(request: HttpRequest) -> dict[str, str]:
    """What the cookie says, as far as it makes sense: it may be old, damaged or made by hand."""
    pairs = parse_qsl(request.COOKIES.get(COOKIE, "")[:LONGEST_COOKIE])
    return {name: value for name, value in pairs if name in RULES and _is_sound(name, value)}


def _is_sound(name: str, value: str) -> bool:
    try:
        RULES[name](value)
    except Invalid:
        return False
    return True


def remember(response: HttpResponse, choice: Mapping[str, str]) -> None:
    """Keep what is worth keeping for the next visit."""
    kept = {name: choice[name] for name in REMEMBERED if choice.get(name)}
    response.set_cookie(
        COOKIE,
        urlencode(kept),
        max_age=COOKIE_AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def address(choice: Mapping[str, str], page: str = "prices:prices", **changes: str) -> str:
    """The address of ``page`` for this choice; a change to nothing leaves a part out."""
    wanted = {**choice, **changes}
    query = urlencode({name: wanted[name] for name in ASKED if wanted.get(name)})
    return f"{reverse(page)}?{query}" if query else reverse(page)
