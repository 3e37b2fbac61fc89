"""Rules of web push: whom it may go to, what fits, and how long it is worth waiting for."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from daybook.lib.errors import Invalid

# What every push service takes: 4096 bytes of ciphertext with its frame (RFC 8291, 4).
PAYLOAD_BYTES: Final = 3993
# A body that a service has called too large is cut down to this and tried once more.
SHORT_BYTES: Final = 1000
ENDPOINT_LENGTH: Final = 2000
# Eight services that all stall are given up before the delivery counts as abandoned.
MOST_DEVICES: Final = 8
TOPIC_LENGTH: Final = 32
# The curve P-256: y² = x³ - 3x + b (mod p); from SEC 2, 2.4.2.
PRIME: Final = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
CURVE_B: Final = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
POINT_BYTES: Final = 65
UNCOMPRESSED: Final = 4
SECRET_BYTES: Final = 16
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser gets its messages, and the keys only it can read them with."""

    endpoint: str
    p256dh: str
    auth: str


def checked_subscription(
    *, endpoint: str, p256dh: str, auth: str, hosts: Sequence[str]
) -> Subscription:
    """The subscription a browser has sent; raises ``Invalid`` with the name of what is wrong."""
    if not is_allowed(endpoint, hosts):
        raise Invalid("This browser's push service is not one Daybook sends to.")
    if not _is_point(_decoded(p256dh)) or len(_decoded(auth)) != SECRET_BYTES:
        raise Invalid("The keys of this subscription cannot be used.")
    return Subscription(endpoint, p256dh.rstrip("="), auth.rstrip("="))


def is_allowed(endpoint: str, hosts: Sequence[str]) -> bool:
    """Whether messages may be sent to ``endpoint``: by HTTPS, and to one of ``hosts`` only.

    ``*.push.example`` stands for every host below that one; a port counts only where it is named.
    A loopback host that is named may do without HTTPS.
    """
    parts = _parts(endpoint)
    if parts is None:
        return False
    name = (parts.hostname or "").lower()
    if parts.scheme != "https" and not (parts.scheme == "http" and name in LOOPBACK):
        return False
    here = name if parts.port in {None, 443} else f"{name}:{parts.port}"
    return any(here.endswith(host[1:]) if host.startswith("*.") else here == host for host in hosts)


def _parts(endpoint: str) -> SplitResult | None:
    if len(endpoint) > ENDPOINT_LENGTH or not re.fullmatch(r"[!-\[\]-~]+", endpoint):
        return None
    try:
        parts = urlsplit(endpoint)
        _ = parts.port
    except ValueError:
        return None
    return None if "@" in parts.netloc or parts.fragment else parts


def origin_of(endpoint: str) -> str:
    """The push service of an endpoint, as a VAPID token names it (RFC 8292, 2)."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_point(raw: bytes) -> bool:
    """Whether ``raw`` is a point of P-256, uncompressed: no other key may reach the cipher."""
    if len(raw) != POINT_BYTES or raw[0] != UNCOMPRESSED:
        return False
    x, y = int.from_bytes(raw[1:33], "big"), int.from_bytes(raw[33:], "big")
    return x < PRIME and y < PRIME and (y * y - (x * x * x - 3 * x + CURVE_B)) % PRIME == 0


def endpoint_mark(endpoint: str) -> str:
    """A mark by which an endpoint is found (SHA-256, hex); browsers reckon it as well."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def topic(secret_mark: str) -> str:
    """The topic under which a newer try takes the place of an older one (RFC 8030, 5.4)."""
    return secret_mark[:TOPIC_LENGTH]


def fitted(payload: Mapping[str, Any], *, limit: int = PAYLOAD_BYTES) -> bytes:
    """``payload`` as JSON of at most ``limit`` bytes; its ``body`` is cut where need be.

    Raises ``ValueError`` where even an empty body leaves it too large.
    """
    whole = _json(payload)
    if len(whole) <= limit:
        return whole
    body = str(payload["body"])
    low, high = 0, len(body)
    while low < high:
        middle = (low + high + 1) // 2
        if len(_json({**payload, "body": body[:middle] + "…"})) <= limit:
            low = middle
        else:
            high = middle - 1
    short = _json({**payload, "body": body[:low].rstrip() + "…" if low else ""})
    if len(short) > limit:
        raise ValueError("nothing can be cut that would let this fit")
    return short


def _json(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
