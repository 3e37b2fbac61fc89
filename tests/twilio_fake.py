"""A Twilio on the loopback that takes, refuses, stalls or forgets to answer, as a test wishes."""

import base64
import datetime as dt
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

ACCOUNT: Final = "AC" + "0" * 32
TOKEN: Final = "the-token-of-the-tests"
SENDER: Final = "+447700900000"
STALL_SECONDS: Final = 30
PATH: Final = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


class Twilio(ThreadingHTTPServer):
    """Keeps what it takes in ``messages``, oldest first, as its API shows them.

    ``mood`` is ``takes``, ``stalls`` (never answers, takes nothing), ``dawdles`` (takes it and
    never says so), ``hangs up`` (takes it and drops the line), ``stumbles`` (takes it and says
    500), ``babbles`` (takes it and says something unreadable), ``busy`` (429 with Retry-After),
    ``broken`` (500), ``moves`` (a redirect), or the number of an error of its own (HTTP 400).
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mood: str | int = "takes"
        self.messages: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []
        self.looks = 0
        self.now = dt.datetime(2026, 3, 3, 9, 10, tzinfo=dt.UTC)
        self.is_over = threading.Event()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """Its base address."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    @property
    def texts(self) -> list[str]:
        """What was taken."""
        return [message["body"] for message in self.messages]

    def take(self, fields: dict[str, str]) -> dict[str, Any]:
        """Take one message."""
        with self.lock:
            message = {
                "sid": f"SM{len(self.messages) + 1:032}",
                "to": fields["To"],
                "from": fields.get("From"),
                "messaging_service_sid": fields.get("MessagingServiceSid"),
                "body": fields["Body"],
                "status": "queued",
                "date_created": format_datetime(self.now),
                "date_updated": format_datetime(self.now),
                "date_sent": None,
                "num_segments": "1",
                "error_code": None,
            }
            self.messages.append(message)
        return message


class _Talk(BaseHTTPRequestHandler):
    server: Twilio

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = {name: values[-1] for name, values in parse_qs(body).items()}
        self.server.asked.append(fields)
        if not self._is_known():
            return
        mood = self.server.mood
        if mood in {"dawdles", "hangs up", "stumbles", "babbles"}:
            self.server.take(fields)
        if mood in {"stalls", "dawdles"}:
            self.server.is_over.wait(STALL_SECONDS)
        elif mood == "babbles":
            self._say(201, "<html>Created</html>")
        elif mood in {"broken", "stumbles"}:
            self._say(500, {"code": 20500, "message": "Internal Server Error"})
        elif mood == "busy":
            self._say(429, {"code": 20429, "message": "slow"}, {"Retry-After": "7200"})
        elif mood == "moves":
            self._say(307, {}, {"Location": "http://127.0.0.1:9/elsewhere"})
        elif isinstance(mood, int):
            self._say(400, {"code": mood, "message": f"refused {fields['To']}", "status": 400})
        elif mood == "takes":
            self._say(201, self.server.take(fields))

    def do_GET(self) -> None:
        self.server.looks += 1
        if not self._is_known():
            return
        if self.server.mood == "broken":
            self._say(500, {})
            return
        to = parse_qs(urlsplit(self.path).query).get("To", [""])[-1]
        found = [message for message in reversed(self.server.messages) if message["to"] == to]
        self._say(200, {"messages": found, "next_page_uri": None, "page": 0})

    def _is_known(self) -> bool:
        login = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {login}":
            self._say(401, {"code": 20003, "message": "Authenticate"})
            return False
        if urlsplit(self.path).path != PATH:
            self._say(404, {"code": 20404, "message": "no such thing"})
            return False
        return True

    def _say(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        payload = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


@contextmanager
def fake_twilio() -> Iterator[Twilio]:
    """Run such a server for a while."""
    server = Twilio()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()
