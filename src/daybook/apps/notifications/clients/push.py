"""Web push as it leaves Daybook: encrypted for one browser, signed, and handed to its service."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from email.utils import parseaddr
from functools import lru_cache
from http import HTTPStatus
from typing import Final

import httpx
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode
from pywebpush import WebPusher

from daybook.apps.notifications.clients.mail import site_url
from daybook.apps.notifications.domain.push import Subscription, is_allowed, origin_of
from daybook.apps.notifications.errors import DeviceGone, NotReached, Rejected, TooLarge
from daybook.core.http.waiting import asked_wait

# Seconds; reading is the wait for the next part of the answer.
TIMEOUTS: Final = httpx.Timeout(connect=5.0, read=10.0, write=5.0, pool=5.0)
TOKEN_LIFE: Final = dt.timedelta(hours=12)  # RFC 8292 allows a day
KEY_MARK_LENGTH: Final = 16
GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
LATER: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """One message to one browser. A newer one with the same ``topic`` takes its place."""

    subscription: Subscription
    payload: bytes
    topic: str
    urgency: str
    lifetime: dt.timedelta


def hosts() -> list[str]:
    """The push services that messages may be sent to."""
    return list(settings.PUSH_HOSTS)


def public_key() -> str:
    """The key a browser needs to subscribe to this installation, in base64url."""
    point = _signer(settings.VAPID_KEY).public_key.public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    return str(b64urlencode(point))


def key_mark() -> str:
    """A mark of that key: with another key, older subscriptions are worth nothing."""
    return hashlib.sha256(public_key().encode()).hexdigest()[:KEY_MARK_LENGTH]


def post(push: Push, *, now: dt.datetime) -> None:
    """Hand ``push`` to the browser's push service.

    Raises ``DeviceGone``, ``TooLarge`` or ``Rejected`` when it will never take it, and
    ``NotReached`` when it may later. Nothing is sent to a host that is not allowed, and no
    redirect is followed. After a time-out it may arrive twice; by its topic one replaces the other.
    """
    endpoint = push.subscription.endpoint
    if not is_allowed(endpoint, hosts()):
        raise Rejected("Daybook does not send to this push service.")
    keys = {"p256dh": push.subscription.p256dh, "auth": push.subscription.auth}
    body = WebPusher({"endpoint": endpoint, "keys": keys}).encode(push.payload)["body"]
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(push.lifetime.total_seconds())),
        "Urgency": push.urgency,
        "Topic": push.topic,
        **_signer(settings.VAPID_KEY).sign(_claims(endpoint, now=now)),
    }
    try:
        # Of the answer only its head is read; no proxy, .netrc or redirect leads elsewhere.
        with (
            httpx.Client(timeout=TIMEOUTS, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", endpoint, content=body, headers=headers) as answer,
        ):
            _check(answer)
    except httpx.HTTPError as error:
        raise NotReached(f"{type(error).__name__} at {origin_of(endpoint)}") from error


def _check(answer: httpx.Response) -> None:
    status = answer.status_code
    told = f"{status} {answer.reason_phrase}"[:200]
    if answer.is_success:
        return
    if status in GONE:
        raise DeviceGone(told)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise TooLarge(told)
    if status in LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NotReached(told, retry_after_seconds=asked_wait(answer.headers) or 0)
    raise Rejected(told)


def _claims(endpoint: str, *, now: dt.datetime) -> dict[str, str | int]:
    """Who sends this, to which service, and until when the token holds (RFC 8292, 2)."""
    site = site_url()
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return {
        "aud": origin_of(endpoint),
        "exp": int((now + TOKEN_LIFE).timestamp()),
        "sub": site if site.startswith("https://") else f"mailto:{sender}",
    }


@lru_cache(maxsize=4)
def _signer(key: str) -> Vapid02:
    return Vapid02.from_raw(key.encode())
