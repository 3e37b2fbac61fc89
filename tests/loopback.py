"""A loopback server that replays payloads, with every fault a service can have.

Use it as a context manager::

    with Replay(source) as octopus:
        settings.OCTOPUS_URL = octopus.url
        octopus.next("/products/", BROKEN, BROKEN)   # the next two answers there
        octopus.always("*", SLOW)                    # every answer, until octopus.normal()
        assert octopus.count("/products/") == 1
"""

import json
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol, Self
from urllib.parse import parse_qsl, urlsplit

PREFIX = "/v1"


@dataclass(frozen=True)
class Reply:
    """One answer.

    ``cut`` closes the connection after half of the body; ``drip_seconds`` pass before each byte.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    delay_seconds: float = 0.0
    drip_seconds: float = 0.0
    cut: bool = False


def reply(payload: Any, **more: Any) -> Reply:
    """A good answer: JSON from bytes as recorded, or from plain Python values."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return Reply(body, **more)


def busy(retry_after: str | None) -> Reply:
    """The 429 of a service that wants to be left alone for a while."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Reply(b'{"detail": "Request was throttled."}', status=429, headers=headers)


def slow(seconds: float) -> Reply:
    """A good but late answer."""
    return reply({"results": [], "next": None}, delay_seconds=seconds)


BROKEN = Reply(b"<html>Bad gateway</html>", status=502, content_type="text/html")
WEB_PAGE = Reply(b"<!doctype html><title>Sorry</title>", content_type="text/html")
EMPTY = Reply(b"")
HALF = Reply(b'{"results": [{"value_inc_vat": 12.3', cut=True)
WRONG_JSON = Reply(b'{"results": [}')
WRONG_SHAPE = Reply(b'{"results": "none"}')
MISSING = Reply(b'{"detail": "Not found."}', status=404)
FORBIDDEN = Reply(b'{"detail": "No."}', status=403)


class Source(Protocol):
    """What answers where no fault and no fixed payload is set."""

    def answer(self, path: str, params: Mapping[str, str], base_url: str) -> Reply:
        """The answer to one request; ``path`` is relative to the base address."""


class Nothing:
    """Knows nothing at all."""

    def answer(self, path: str, params: Mapping[str, str], base_url: str) -> Reply:
        return MISSING


class Replay:
    """Serves one source on a free port of the loopback interface and counts what is asked."""

    def __init__(self, source: Source | None = None, *, port: int = 0) -> None:
        self._source = source or Nothing()
        self._fixed: dict[str, Reply] = {}
        self._queued: dict[str, deque[Reply]] = defaultdict(deque)
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", port), _handler_of(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.agents: list[str] = []
        self.credentials: list[str] = []

    @property
    def url(self) -> str:
        """The base address, like ``https://api.octopus.energy/v1/``."""
        return f"http://127.0.0.1:{self._server.server_port}{PREFIX}/"

    def always(self, path: str, answer: Reply) -> None:
        """Answer so at ``path`` (``"*"``: everywhere) until told otherwise."""
        self._fixed[path] = answer

    def next(self, path: str, *answers: Reply) -> None:
        """Give these answers first at ``path`` (``"*"``: everywhere), one request each."""
        self._queued[path].extend(answers)

    def normal(self) -> None:
        """Forget all faults and fixed payloads."""
        self._fixed.clear()
        self._queued.clear()

    def count(self, path: str | None = None) -> int:
        """How often ``path``, or anything, was asked for."""
        return self._counts[path] if path else self._counts.total()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving; connections are refused from now on."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, target: str, agent: str, credentials: str = "") -> Reply:
        parts = urlsplit(target)
        path = parts.path.removeprefix(PREFIX)
        params = dict(parse_qsl(parts.query))
        with self._lock:
            self._counts[path] += 1
            self.requests.append((path, params))
            self.agents.append(agent)
            self.credentials.append(credentials)
            for key in (path, "*"):
                if self._queued[key]:
                    return self._queued[key].popleft()
        if fixed := self._fixed.get(path) or self._fixed.get("*"):
            return fixed
        return self._source.answer(path, params, self.url)

    def _pause(self, seconds: float) -> None:
        self._closing.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone away is what some tests are about."""


def _parts(answer: Reply) -> list[bytes]:
    if not answer.drip_seconds:
        return [answer.body]
    return [answer.body[n : n + 1] for n in range(len(answer.body))]


def _handler_of(replay: Replay) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = replay._answer(
                self.path,
                self.headers.get("User-Agent", ""),
                self.headers.get("Authorization", ""),
            )
            replay._pause(answer.delay_seconds)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body) * (2 if answer.cut else 1)))
            self.end_headers()
            for part in _parts(answer):
                replay._pause(answer.drip_seconds)
                self.wfile.write(part)

        def do_HEAD(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Stay quiet."""

    return Handler
