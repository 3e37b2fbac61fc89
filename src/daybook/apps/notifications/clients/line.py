"""A line to the mail server that carries many mails, one after the other."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import structlog
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

log = structlog.get_logger(__name__)

CARRIES: Final = 100  # many servers hang up after a hundred mails, some in the middle of the next
CLOSING: Final = 421  # RFC 5321: the server says so and closes the line


class Line:
    """Opened for the first mail, kept for the next ones, opened again where it was lost.

    Before a line is used again RSET asks whether the server is still there and ends whatever was
    begun. So a line that was dropped between two mails costs no try, and an answer that fails to
    come after a mail was handed over is never taken for one that did.
    """

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None
        self._carried = 0

    def send(self, letter: EmailMessage) -> None:
        """Hand ``letter`` over; raises what the server, or the way to it, says against it."""
        backend = self._ready()
        try:
            backend.send_messages([letter])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
            raise  # the server has answered: the line is as good as before
        except (smtplib.SMTPException, OSError):
            self.hang_up()  # nobody knows what the other side believes
            raise
        self._carried += 1

    def hang_up(self) -> None:
        """Close the line; that the server takes no leave changes nothing for what it has taken."""
        if self._backend is None:
            return
        backend, self._backend, self._carried = self._backend, None, 0
        try:
            backend.close()
        except (smtplib.SMTPException, OSError) as error:
            log.info("notifications.line", error=str(error))

    def _ready(self) -> BaseEmailBackend:
        if self._backend is not None and (self._carried >= CARRIES or not _is_there(self._backend)):
            self.hang_up()
        if self._backend is None:
            self._backend = get_connection()
            self._backend.open()
        return self._backend


_held: ContextVar[Line | None] = ContextVar("held", default=None)


@contextmanager
def one_line() -> Iterator[Line]:
    """One line for all mails posted inside, however deep; it is closed where it was asked for."""
    line = _held.get()
    if line is not None:
        yield line
        return
    line = Line()
    token = _held.set(line)
    try:
        yield line
    finally:
        _held.reset(token)
        line.hang_up()


def _is_there(backend: BaseEmailBackend) -> bool:
    if not isinstance(backend, EmailBackend):
        return True
    if backend.connection is None:
        return False
    try:
        code, _words = backend.connection.rset()
    except (smtplib.SMTPException, OSError):
        return False
    return bool(code != CLOSING)
