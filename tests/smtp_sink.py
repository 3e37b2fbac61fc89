"""A mail server on the loopback that takes, refuses, stalls or hangs up, as a test wishes."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final

STALL_SECONDS: Final = 30


class Sink(socketserver.ThreadingTCPServer):
    """Keeps what it takes in ``mails``.

    ``mood`` is ``takes``, ``refuses`` (550 to every address), ``delays`` (451), ``spurns`` (554
    to every text), ``stalls`` (never answers a text), ``hangs up`` (in the middle of one),
    ``dawdles`` (takes the mail and never says so), ``leaves`` (hangs up after each mail it took) or
    ``closes`` (says so, 421, to whoever wants to hand over a second one). ``calls`` counts the
    lines that were opened to it.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mood = "takes"
        self.mails: list[EmailMessage] = []
        self.calls = 0
        self.is_over = threading.Event()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    """One conversation, in the few words of RFC 5321 that a mail needs."""

    server: Sink

    def handle(self) -> None:
        """Answer line by line until the other side says goodbye."""
        self.server.calls += 1
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if not self._answer(word):
                return

    def _answer(self, word: bytes) -> bool:
        if word == b"RCPT":
            self._say({"refuses": "550 no such person", "delays": "451 later"}.get(
                self.server.mood, "250 ok"
            ))  # fmt: skip
        elif word == b"DATA":
            return self._data()
        elif word == b"RSET" and self.server.mood == "closes":
            self._say("421 too many")
            return False
        else:
            self._say("250 ok")
        return True

    def _data(self) -> bool:
        self._say("354 go on")
        if self.server.mood == "hangs up":
            self.rfile.readline()
            return False
        lines = list(iter(self.rfile.readline, b".\r\n"))
        if self.server.mood == "stalls":
            self.server.is_over.wait(STALL_SECONDS)
            return False
        if self.server.mood == "spurns":
            self._say("554 smells of spam")
            return True
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.mails.append(mail)
        if self.server.mood == "dawdles":  # it has the mail, but says so late
            self.server.is_over.wait(STALL_SECONDS)
            return False
        self._say("250 taken")
        return self.server.mood != "leaves"

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def sink() -> Iterator[Sink]:
    """Run such a server for a while."""
    server = Sink()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()
