"""Server errors by mail to those who run Daybook, a few an hour at most."""

import time
from logging import Handler, LogRecord
from threading import Lock
from typing import Final

from django.core.mail import mail_admins

MAILS_AN_HOUR: Final = 3
HOUR_SECONDS: Final = 3600.0
SUBJECT_LENGTH: Final = 120


class MailToOperators(Handler):
    """Mails the log line of an error: its message, request id, path and traceback.

    No request body, header, cookie or setting goes along, unlike with Django's own handler. Each
    process sends at most ``MAILS_AN_HOUR``; the next mail says how many errors it left out.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sent: list[float] = []
        self._left_out = 0
        self._counting = Lock()

    def emit(self, record: LogRecord) -> None:
        """Send one mail, or count it as left out."""
        try:
            line = self.format(record)
        except (TypeError, ValueError):
            self.handleError(record)
            return
        left_out = self._take_turn(time.monotonic())
        if left_out is None:
            return
        subject = f"{record.levelname}: {record.getMessage()}".splitlines()[0][:SUBJECT_LENGTH]
        body = line.replace("\\n", "\n")
        if left_out:
            body += f"\n\n{left_out} more errors since the last mail; see the log."
        mail_admins(subject, body, fail_silently=True)

    def _take_turn(self, now: float) -> int | None:
        """How many errors were left out before this one, or ``None`` when this one is too."""
        with self._counting:
            self._sent = [at for at in self._sent if now - at < HOUR_SECONDS]
            if len(self._sent) >= MAILS_AN_HOUR:
                self._left_out += 1
                return None
            self._sent.append(now)
            left_out, self._left_out = self._left_out, 0
            return left_out
