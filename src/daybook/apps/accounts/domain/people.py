"""Rules about people: how an e-mail is compared, what a name, zone and day start may be."""

import datetime as dt
import ipaddress
import re
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

from daybook.apps.accounts.domain.lines import is_printable, single_spaced
from daybook.lib.errors import Invalid

NAME_LENGTH: Final = 100
EMAIL_LENGTH: Final = 254  # RFC 5321, erratum 1690
PASSWORD_LENGTH: Final = 256  # hashing much longer input only costs time
ADDRESS_LENGTH: Final = 45  # the longest way to write an IPv6 address
DEVICE_LENGTH: Final = 60
TOKEN_NAME_LENGTH: Final = 60
TOKEN_DAYS: Final = (30, 90, 365)
TOKEN_SCOPES: Final = ("read", "write", "account")
TOKENS_EACH: Final = 20
PASSKEYS_EACH: Final = 20
TOKEN_PREFIX: Final = "dbk_"  # noqa: S105 (tells scanners of leaked secrets whose it is)
EVENTS_KEPT: Final = dt.timedelta(days=365)
ARCHIVE_KEPT: Final = dt.timedelta(days=7)
ARCHIVE_TRIES: Final = 5
ARCHIVE_SILENT: Final = dt.timedelta(minutes=15)  # longer than any step of making one takes
GRACE: Final = dt.timedelta(days=14)
AREAS: Final = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def normalised_email(email: str) -> str:
    """The one spelling under which ``email`` is stored and compared.

    Addresses are compared without case as a whole. RFC 5321 section 2.4 would let a host tell
    ``Anna@`` from ``anna@``, but none that people use does, and two accounts for one mailbox is
    the worse mistake.
    """
    return email.strip().lower()


def checked_name(name: str) -> str:
    """``name`` with single spaces; raises ``Invalid`` when it is empty, too long or unprintable."""
    name = single_spaced(name)
    if not name:
        raise Invalid("Please give a name.")
    if len(name) > NAME_LENGTH:
        raise Invalid(f"A name may have at most {NAME_LENGTH} characters.")
    if not is_printable(name):
        raise Invalid("A name may not contain control characters.")
    return name


def initials_of(name: str) -> str:
    """The first letters of the first and the last word of ``name``, for want of a picture."""
    letters = [
        next((sign for sign in word if sign.isalnum()), "") for word in single_spaced(name).split()
    ]
    found = [letter for letter in letters if letter]
    return "".join(found[:1] + found[1:][-1:]).upper() or name[:1]


@cache
def time_zones() -> tuple[str, ...]:
    """The zones a person may choose, by name: the places of the IANA database, and UTC.

    Left out are its old spellings such as "GB" and its fixed offsets, whose signs mislead.
    """
    places = (zone for zone in available_timezones() if zone.partition("/")[0] in AREAS)
    return (*sorted(places), "UTC")


def checked_time_zone(zone: str) -> str:
    """``zone``; raises ``Invalid`` unless it is one of ``time_zones``."""
    if zone not in time_zones():
        raise Invalid("Please choose a time zone such as Europe/London.")
    return zone


def checked_day_start(starts_at: dt.time) -> dt.time:
    """``starts_at``, a local time in whole minutes; raises ``Invalid`` for seconds or an offset."""
    if starts_at.second or starts_at.microsecond or starts_at.tzinfo:
        raise Invalid("A day starts on a whole minute, for example 06:30.")
    return starts_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where something came from, as far as it is kept: a shortened address, a device in words."""

    address: str = ""
    device: str = ""


NOWHERE: Final = Origin()


def origin_from(*, address: str, user_agent: str) -> Origin:
    """The origin of a request, as it is kept."""
    return Origin(address=short_address(address), device=device_words(user_agent))


def short_address(address: str) -> str:
    """``address`` without its last part: enough to know a place again, not to find a home.

    The last number of IPv4 and all but the first 48 bits of IPv6 become a star; what is no
    address becomes nothing.
    """
    try:
        ip = ipaddress.ip_address(address.partition("/")[0])
    except ValueError:
        return ""
    if ip.version == 4:  # noqa: PLR2004
        return f"{str(ip).rpartition('.')[0]}.*"
    network = ipaddress.ip_network((ip, 48), strict=False)
    return f"{str(network.network_address).removesuffix('::')}::*"


# Order matters: Edge and Opera call themselves Chrome, and Chrome calls itself Safari.
_PROGRAMS: Final = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Chrome|CriOS|HeadlessChrome)/"),
    ("Safari", r"\bSafari/"),
)
_SYSTEMS: Final = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("Mac", r"\bMacintosh\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Linux", r"\bLinux\b"),
)


def device_words(user_agent: str) -> str:
    """The device a ``User-Agent`` speaks of: "Firefox on Windows", "curl", or nothing."""
    program, system = (
        next((name for name, pattern in known if re.search(pattern, user_agent)), "")
        for known in (_PROGRAMS, _SYSTEMS)
    )
    if program and system:
        return f"{program} on {system}"
    if known := program or system:
        return known
    other = re.match(r"[A-Za-z][\w.-]*", user_agent)
    return other.group()[:DEVICE_LENGTH] if other else ""


def checked_scopes(scopes: list[str]) -> list[str]:
    """``scopes`` in their order, none twice; raises ``Invalid`` for none or an unknown one."""
    if not scopes or not set(scopes) <= set(TOKEN_SCOPES):
        raise Invalid("Please choose at least one of: read, write, account.")
    return [scope for scope in TOKEN_SCOPES if scope in scopes]


def checked_token_days(days: int) -> int:
    """``days`` a token lasts; raises ``Invalid`` unless it is one of ``TOKEN_DAYS``."""
    if days not in TOKEN_DAYS:
        raise Invalid("A token lasts 30, 90 or 365 days.")
    return days


def checked_token_name(name: str) -> str:
    """``name`` with single spaces; raises ``Invalid`` when it is empty, long or unprintable."""
    name = checked_name(name)
    if len(name) > TOKEN_NAME_LENGTH:
        raise Invalid(f"A name may have at most {TOKEN_NAME_LENGTH} characters.")
    return name


def checked_passkey_name(name: str) -> str:
    """``name`` of a passkey, under the rules for a token's name."""
    return checked_token_name(name)


PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class RelyingParty:
    """The site passkeys belong to: its host name, and the one origin a browser may speak of."""

    name: str
    origin: str


def relying_party(*, site: str, here: str) -> RelyingParty | None:
    """Whose passkeys can be used at the address ``here``, when people reach us at ``site``.

    A passkey belongs to one host name (WebAuthn level 2, 5.1.3): that of ``site``, or, where that
    is only a number, that of ``here``. At any other name, and at a number, there are none.
    """
    place, now_at = urlsplit(site), urlsplit(here)
    home = now_at if _is_number(place.hostname or "") else place
    name = home.hostname or ""
    if _is_number(name) or now_at.hostname != name:
        return None
    return RelyingParty(name=name, origin=_origin(home))


def _origin(place: SplitResult) -> str:
    port = "" if place.port in {None, PORTS.get(place.scheme)} else f":{place.port}"
    return f"{place.scheme}://{place.hostname}{port}"


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return not host
    return True
