"""How often somebody may try something, counted in the cache that all processes share."""

import datetime as dt
import hashlib
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from daybook.lib.errors import Invalid, TooMany, Unavailable

log = structlog.get_logger(__name__)


class CannotCount(Unavailable):
    """The cache that counts tries is away, and nobody gets in uncounted."""

    code = "cannot-count"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``times`` in any ``seconds``, counted for each ``who`` by itself."""

    name: str
    times: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Spent:
    """One counted try; ``forgive`` takes it back."""

    key: str
    at: float
    seconds: int

    def forgive(self) -> None:
        """Forget this try, for example because the password was right."""
        with _counting(self.key):
            tries = [at for at in cache.get(self.key, []) if at != self.at]
            cache.set(self.key, tries, self.seconds)


def spend(limit: Limit, who: str, *, now: dt.datetime) -> Spent:
    """Count one try of ``who``; raises ``TooMany`` with the seconds to wait when none is left.

    Raises ``CannotCount`` when the cache is away: Redis is down, or the disk is full.
    A try that is refused is not counted: whoever waits as long as asked gets in.
    """
    key = f"limit:{limit.name}:{hashlib.sha256(who.encode()).hexdigest()}"
    at = now.timestamp()
    # Without the lock in time the count may miss one try, which is better than refusing people.
    with _counting(key):
        tries = [t for t in cache.get(key, []) if t > at - limit.seconds]
        if len(tries) >= limit.times:
            wait = math.ceil(tries[-limit.times] + limit.seconds - at)
            raise TooMany(
                _("Too many attempts. Please wait a little and try again."),
                retry_after_seconds=max(wait, 1),
            )
        cache.set(key, [*tries, at], limit.seconds)
    return Spent(key, at, limit.seconds)


@contextmanager
def _counting(key: str) -> Iterator[None]:
    try:
        with ratelimit.cache_lock(key):
            yield
    except (OSError, RedisError) as error:
        log.warning("limits.cache-away", error=str(error))
        raise CannotCount(_("This is not possible right now. Please try again later.")) from error


class UnknownAddress(Invalid):
    """What a proxy says of where a request comes from is no address."""

    code = "unknown-address"


def address_of(request: HttpRequest) -> str:
    """The address a request comes from, through the proxies we trust; IPv6 by its network.

    Raises ``UnknownAddress`` where the header of those proxies names none.
    """
    try:
        return str(ratelimit.get_ip(request))
    except (PermissionDenied, ImproperlyConfigured) as error:
        raise UnknownAddress(
            _("Your network address came in a form that cannot be read (X-Forwarded-For).")
        ) from error


def asker_of(request: HttpRequest) -> str:
    """As ``address_of``; all whose address cannot be told count as one."""
    try:
        return address_of(request)
    except UnknownAddress:
        return "unknown"
