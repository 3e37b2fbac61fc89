"""A push service on the loopback that takes, refuses, stalls or hangs up, and a browser's keys."""

import base64
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

STALL_SECONDS: Final = 30


def b64(raw: bytes) -> str:
    """``raw`` in base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass(frozen=True)
class Browser:
    """The keys of one subscription, of which the private one never leaves the browser."""

    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    def keys(self) -> dict[str, str]:
        """What the browser gives away."""
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return {"p256dh": b64(point), "auth": b64(self.secret)}

    def read(self, body: bytes) -> dict[str, Any]:
        """The message in an encrypted body (RFC 8291)."""
        plain = http_ece.decrypt(
            body, private_key=self.private, auth_secret=self.secret, version="aes128gcm"
        )
        return json.loads(plain)


@dataclass(frozen=True)
class Post:
    """One request that came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes


class PushService(ThreadingHTTPServer):
    """Keeps what it is sent in ``posts``.

    ``moods`` says by path how it answers: a status, ``(status, headers)``, a list of those for
    one request each, ``"stalls"``, ``"hangs up"`` or ``"dawdles"`` (takes it and never says so).
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.moods: dict[str, Any] = {}
        self.posts: list[Post] = []
        self.is_over = threading.Event()

    @property
    def host(self) -> str:
        """Its host and port, as ``DAYBOOK_PUSH_HOSTS`` names it."""
        return f"127.0.0.1:{self.server_port}"

    def endpoint(self, name: str) -> str:
        """Where the messages of the browser called ``name`` go."""
        return f"http://{self.host}/{name}"

    def paths(self) -> list[str]:
        """For whom messages came, in order."""
        return [post.path.lstrip("/") for post in self.posts]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: PushService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        mood = self.server.moods.get(self.path.lstrip("/"), 201)
        if isinstance(mood, list):
            mood = mood.pop(0) if mood else 201
        self.server.posts.append(
            Post(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        )
        if mood in ("stalls", "dawdles"):
            self.server.is_over.wait(STALL_SECONDS)
            return
        if mood == "hangs up":
            self.close_connection = True
            return
        status, headers = mood if isinstance(mood, tuple) else (mood, {})
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


@contextmanager
def push_service() -> Iterator[PushService]:
    """Run such a service for a while."""
    service = PushService()
    thread = threading.Thread(target=service.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.is_over.set()
        service.shutdown()
        service.server_close()
        thread.join()
