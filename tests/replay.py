"""Octopus as a loopback server: a generated world of Agile prices, and recorded payloads.

::

    with serving(World(now=now), settings=settings, folder=tmp_path) as octopus:
        octopus.next("*", BROKEN)
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.loopback import (
    BROKEN,
    EMPTY,
    FORBIDDEN,
    HALF,
    MISSING,
    WEB_PAGE,
    WRONG_JSON,
    WRONG_SHAPE,
    Replay,
    Reply,
    busy,
    reply,
    slow,
)

__all__ = [
    "AGILE",
    "BROKEN",
    "EMPTY",
    "FORBIDDEN",
    "HALF",
    "MISSING",
    "OUTGOING",
    "RETIRED",
    "WEB_PAGE",
    "WRONG_JSON",
    "WRONG_SHAPE",
    "Replay",
    "Reply",
    "World",
    "busy",
    "product",
    "rates_path",
    "reply",
    "serving",
    "slow",
]

LONDON = ZoneInfo("Europe/London")
HALF_HOUR = dt.timedelta(minutes=30)
LETTERS = "ABCDEFGHJKLMNP"
#: Pence without VAT from midnight on: a cheap night, a dear evening.
SHAPE = [12, 11, 10, 9, 8, 8, 9, 12, 16, 19, 18, 16, 14, 13, 12, 13, 25, 32, 34, 30, 22, 18, 16, 14]


def product(code: str, **more: Any) -> dict[str, Any]:
    """One row of the list of products, an ordinary Agile one unless told otherwise."""
    return {
        "code": code,
        "direction": "IMPORT",
        "full_name": f"{code} in full",
        "display_name": "Agile Octopus",
        "description": "Generated for tests.",
        "brand": "OCTOPUS_ENERGY",
        "is_variable": True,
        "is_green": True,
        "is_tracker": False,
        "is_prepay": False,
        "is_business": False,
        "is_restricted": False,
        "term": 12,
        "available_from": "2024-10-01T00:00:00+01:00",
        "available_to": None,
        "links": [],
    } | more


AGILE = product("AGILE-24-10-01")
OUTGOING = product("AGILE-OUTGOING-19-05-13", direction="EXPORT")
RETIRED = product("AGILE-18-02-21", available_to="2022-07-01T00:00:00+01:00")
POSTCODES = {"SW1A1AA": ["_C"], "M11AE": ["_G"], "CT11AA": ["_J", "_H"]}


def rates_path(code: str = "AGILE-24-10-01", letter: str = "C") -> str:
    """Where the unit rates of a tariff are."""
    return f"/products/{code}/electricity-tariffs/E-1R-{code}-{letter}/standard-unit-rates/"


@contextmanager
def serving(world: "World", *, settings: Any, folder: Path) -> Iterator[Replay]:
    """Serve ``world`` as Octopus to this process, its answers cached in ``folder``."""
    settings.ANSWERS_DIR = folder
    with Replay(world) as replay:
        settings.OCTOPUS_URL = replay.url
        yield replay


@dataclass
class World:
    """What Octopus knows at ``now``: prices until 23:00 today or, once due, tomorrow.

    ``gaps`` are the starts of half-hours nobody has a price for. A product that is no longer
    available answers with prices up to its end.
    """

    now: dt.datetime
    has_tomorrow: bool = True
    products: list[dict[str, Any]] = field(default_factory=lambda: [AGILE, OUTGOING, RETIRED])
    postcodes: dict[str, list[str]] = field(default_factory=lambda: dict(POSTCODES))
    gaps: set[dt.datetime] = field(default_factory=set)

    def answer(self, path: str, params: Mapping[str, str], base_url: str) -> Reply:
        """The answer to one request, as Octopus would give it."""
        match path.strip("/").split("/"):
            case ["products"]:
                return self._page(path, params, base_url, self.products)
            case ["industry", "grid-supply-points"]:
                asked = params.get("postcode", "").replace(" ", "").upper()
                found = [{"group_id": letter} for letter in self.postcodes.get(asked, [])]
                return self._page(path, params, base_url, found)
            case ["products", code]:
                return self._detail(code)
            case ["products", code, "electricity-tariffs", tariff, kind]:
                return self._tariff(code, tariff, kind, params, base_url)
        return MISSING

    def prices(self, code: str, letter: str, since: dt.datetime, until: dt.datetime) -> list[dict]:
        """Rows of unit rates in ``[since, until)``, newest first."""
        end = min(until, self._known_until(code))
        rows = []
        at = since.astimezone(dt.UTC)
        at = at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0)
        while at < end:
            if at not in self.gaps:
                rows.append(_row(at, at + HALF_HOUR, price_at(at, code, letter)))
            at += HALF_HOUR
        return rows[::-1]

    def _known_until(self, code: str) -> dt.datetime:
        today = self.now.astimezone(LONDON).date()
        last = today + dt.timedelta(days=1) if self.has_tomorrow else today
        end = dt.datetime.combine(last, dt.time(23), tzinfo=LONDON)
        retired = next(row["available_to"] for row in self.products if row["code"] == code)
        return min(end, dt.datetime.fromisoformat(retired)) if retired else end

    def _tariff(
        self, code: str, tariff: str, kind: str, params: Mapping[str, str], base_url: str
    ) -> Reply:
        letter = tariff[-1]
        known = any(row["code"] == code for row in self.products)
        if not known or letter not in LETTERS or tariff != f"E-1R-{code}-{letter}":
            return MISSING
        path = f"/products/{code}/electricity-tariffs/{tariff}/{kind}/"
        if kind == "standing-charges":
            rows = [_row(dt.datetime(2024, 10, 1, tzinfo=dt.UTC), None, Decimal("45.1234"))]
            return self._page(path, params, base_url, rows)
        since = _instant(params.get("period_from"), self.now - dt.timedelta(days=2))
        until = _instant(params.get("period_to"), self.now + dt.timedelta(days=3))
        return self._page(path, params, base_url, self.prices(code, letter, since, until))

    def _page(
        self, path: str, params: Mapping[str, str], base_url: str, rows: list[dict[str, Any]]
    ) -> Reply:
        size, page = int(params.get("page_size", 100)), int(params.get("page", 1))
        start = (page - 1) * size
        more = "&".join(f"{k}={v}" for k, v in params.items() if k != "page")
        link = f"{base_url}{path.strip('/')}/?{more}&page={page + 1}"
        following = link if start + size < len(rows) else None
        body = {"count": len(rows), "next": following, "previous": None}
        return Reply(exact_json(body | {"results": rows[start : start + size]}))

    def _detail(self, code: str) -> Reply:
        found = [row for row in self.products if row["code"] == code]
        if not found:
            return MISSING
        tariffs = {
            f"_{letter}": {"direct_debit_monthly": {"code": f"E-1R-{code}-{letter}"}}
            for letter in LETTERS
        }
        return reply(found[0] | {"single_register_electricity_tariffs": tariffs})


def price_at(at: dt.datetime, code: str, letter: str) -> Decimal:
    """The price without VAT of the half-hour from ``at``: made up, but always the same."""
    seed = hashlib.sha256(f"{code}{letter}{at.isoformat()}".encode()).digest()
    wobble = Decimal(int.from_bytes(seed[:2], "big") % 400 - 200) / 100
    return SHAPE[at.astimezone(LONDON).hour] + wobble


def exact_json(value: Any) -> bytes:
    """JSON whose decimals are numbers with all their digits, as Octopus writes them."""
    marked = json.dumps(value, default=lambda number: f"\x00{number}\x00")
    return marked.replace('"\\u0000', "").replace('\\u0000"', "").encode()


def _row(since: dt.datetime, until: dt.datetime | None, exc_vat: Decimal) -> dict[str, Any]:
    return {
        "value_exc_vat": exc_vat,
        "value_inc_vat": (exc_vat * Decimal("1.05")).normalize(),
        "valid_from": _text(since),
        "valid_to": None if until is None else _text(until),
        "payment_method": None,
    }


def _text(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _instant(text: str | None, otherwise: dt.datetime) -> dt.datetime:
    if text is None:
        return otherwise
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=LONDON)
