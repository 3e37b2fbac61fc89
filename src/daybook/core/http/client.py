"""A JSON client that stays on one service, never waits long and tells failures apart."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

import httpx
import structlog
from django.utils.translation import gettext as _

from daybook.core.http.errors import (
    Busy,
    Confused,
    Denied,
    NothingThere,
    OffLimits,
    Refused,
    Unreachable,
)
from daybook.core.http.pool import shared_client
from daybook.core.http.values import Json, JsonObject, Params, read_json
from daybook.core.http.waiting import Deadline, asked_wait, backoff

log = structlog.get_logger(__name__)

DENIED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long, how often and how much at most."""

    timeout_seconds: float = 10.0
    deadline_seconds: float = 12.0
    attempts: int = 3
    body_bytes: int = 10_000_000
    pages: int = 50


USUAL_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: httpx.Headers
    body: bytes


class _RetryableError(Exception):
    """A failure that another attempt may mend; only the loop below sees it."""

    def __init__(self, error: Unreachable | Busy, wait: float | None) -> None:
        super().__init__(error.message)
        self.error = error
        self.wait = wait


class JsonClient:
    """Asks one service for JSON; numbers with a point come back as ``Decimal``.

    Every failure is a ``DomainError`` whose message may be shown: ``NothingThere`` for 404, kinds
    of ``Unavailable`` for the rest. Only a time-out, a broken connection, a 5xx, or a 429 that
    names a short wait is tried again, and never past the deadline of the whole call.
    ``credentials`` are a name and a password (HTTP Basic); redirects are not followed, so that
    nobody else is given them.
    """

    #: What every path ends with, which signs stand in it as they are, and whether paths are kept
    #: out of the log.
    closing = "/"
    plain = ""
    is_secret = False

    def __init__(
        self,
        *,
        service: str,
        base_url: str,
        headers: Mapping[str, str] | None = None,
        credentials: tuple[str, str] | None = None,
        limits: Limits = USUAL_LIMITS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.service = service
        self._base = httpx.URL(base_url.rstrip("/") + "/")
        self._headers = dict(headers or {})
        self._auth = httpx.BasicAuth(*credentials) if credentials else None
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._chance = chance

    def get(self, *path: str, params: Params | None = None) -> Json:
        """The answer to one request; ``path`` is given segment by segment."""
        return self._ask(self._url(path, params), self._deadline())

    def rows(self, *path: str, params: Params | None = None) -> Iterator[JsonObject]:
        """Every row of a paged list (``{"next": …, "results": […]}``), page after page.

        All pages together have one deadline. Of a ``next`` link only the query is used, on our
        own address: whatever it says, nobody else is asked, and a mirror that passes the links of
        the original on works too. A page that says the same as the one before is the last.
        Raises ``Confused`` when the pages have no end or not this shape.
        """
        deadline = self._deadline()
        url = self._url(path, params)
        before: list[JsonObject] | None = None
        for _page in range(self._limits.pages):
            page = self._ask(url, deadline)
            found = self._results(page)
            if found == before:
                return
            yield from found
            following, before = self._next(url, page), found
            if following is None:
                return
            url = following
        raise Confused(_("%s sends pages without end.") % self.service)

    # --- addresses -------------------------------------------------------------------------------

    def _url(self, path: tuple[str, ...], params: Params | None) -> httpx.URL:
        if any(segment in {"", ".", ".."} for segment in path):
            raise OffLimits(_("This address does not belong to %s.") % self.service)
        relative = "/".join(quote(segment, safe=self.plain) for segment in path) + self.closing
        return self._base.join(relative).copy_merge_params(dict(params or {}))

    def _next(self, url: httpx.URL, page: Json) -> httpx.URL | None:
        link = page.get("next") if isinstance(page, dict) else None
        if link is None:
            return None
        if not isinstance(link, str):
            raise self._wrong_shape()
        try:
            query = httpx.URL(link).query
        except httpx.InvalidURL:
            raise self._wrong_shape() from None
        if not query:
            raise self._wrong_shape()
        return url.copy_with(query=query)

    # --- asking ----------------------------------------------------------------------------------

    def _deadline(self) -> Deadline:
        return Deadline(seconds=self._limits.deadline_seconds, clock=self._clock)

    def _ask(self, url: httpx.URL, deadline: Deadline) -> Json:
        for attempt in range(1, self._limits.attempts + 1):
            try:
                return self._attempt(url, deadline, attempt)
            except _RetryableError as again:
                wait = again.wait
                if wait is None:
                    wait = backoff(attempt, self._chance())
                if attempt == self._limits.attempts or wait >= deadline.remaining():
                    raise again.error from again.__cause__
                self._sleep(wait)
        raise AssertionError("there is at least one attempt")

    def _attempt(self, url: httpx.URL, deadline: Deadline, attempt: int) -> Json:
        started = self._clock()
        outcome: int | str = "failed"
        try:
            reply = self._exchange(url, deadline)
            outcome = reply.status
        except httpx.DecodingError as error:
            raise Confused(self._unreadable()) from error
        except httpx.TransportError as error:
            outcome = type(error).__name__
            raise _RetryableError(Unreachable(self._silence(error)), None) from error
        finally:
            log.info(
                "outside_call",
                service=self.service,
                path="…" if self.is_secret else url.path,
                status=outcome,
                duration_ms=round((self._clock() - started) * 1000, 1),
                attempt=attempt,
            )
        return self._judged(reply)

    def _exchange(self, url: httpx.URL, deadline: Deadline) -> _Reply:
        patience = min(self._limits.timeout_seconds, deadline.remaining())
        if patience <= 0:
            raise httpx.ReadTimeout("no time left")
        wait = httpx.Timeout(patience)
        asked = shared_client().stream(
            "GET", url, headers=self._headers, auth=self._auth, timeout=wait
        )
        with asked as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > self._limits.body_bytes:
                    raise Confused(_("%s sent far more than was asked for.") % self.service)
                if deadline.remaining() <= 0:
                    raise httpx.ReadTimeout("the answer drips")
            return _Reply(response.status_code, response.headers, bytes(body))

    def _silence(self, error: httpx.TransportError) -> str:
        if isinstance(error, httpx.TimeoutException):
            return _("%s did not answer in time.") % self.service
        if isinstance(error, httpx.RemoteProtocolError):
            return _("%s broke off in the middle of its answer.") % self.service
        return _("%s cannot be reached.") % self.service

    # --- judging ---------------------------------------------------------------------------------

    def _judged(self, reply: _Reply) -> Json:
        if reply.status == HTTPStatus.NOT_FOUND:
            raise NothingThere(_("%s knows nothing under this name.") % self.service)
        if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
            wait = asked_wait(reply.headers)
            busy = Busy(_("%s asks us to slow down. Please try again later.") % self.service)
            if wait is None:
                raise busy
            raise _RetryableError(busy, wait)
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            broken = Unreachable(_("%s is having trouble of its own.") % self.service)
            raise _RetryableError(broken, asked_wait(reply.headers))
        if reply.status != HTTPStatus.OK:
            kind = Denied if reply.status in DENIED else Refused
            raise kind(
                _("%(service)s turned the question down (%(status)s).")
                % {"service": self.service, "status": reply.status}
            )
        return self._read(reply)

    def _read(self, reply: _Reply) -> Json:
        if not reply.body.strip():
            raise Confused(_("%s sent an empty answer.") % self.service)
        if "html" in reply.headers.get("content-type", "") or reply.body.lstrip()[:1] == b"<":
            raise Confused(_("%s sent a web page instead of figures.") % self.service)
        try:
            return self._content(reply.body)
        except ValueError:
            raise Confused(self._unreadable()) from None

    def _content(self, body: bytes) -> Json:
        return read_json(body)

    def _unreadable(self) -> str:
        return _("%s sent an answer that cannot be read.") % self.service

    def _results(self, page: Json) -> list[JsonObject]:
        results = page.get("results") if isinstance(page, dict) else None
        if not isinstance(results, list):
            raise self._wrong_shape()
        rows = [row for row in results if isinstance(row, dict)]
        if len(rows) != len(results):
            raise self._wrong_shape()
        return rows

    def _wrong_shape(self) -> Confused:
        return Confused(_("%s sent an answer of another shape.") % self.service)
