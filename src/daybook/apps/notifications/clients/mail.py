"""Mail as it leaves Daybook: the server's answer told apart into sent, later and never."""

import datetime as dt
import smtplib
from dataclasses import dataclass, field
from email.utils import format_datetime, parseaddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import constant_time_compare, salted_hmac

from daybook.apps.notifications.clients import outbox, providers
from daybook.apps.notifications.clients.line import one_line
from daybook.apps.notifications.errors import NotReached, Rejected

PERMANENT: Final = range(500, 600)
SALT: Final = "daybook.notifications.message-id"
LONGEST_ID: Final = 19  # digits of a key in any database


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one address. ``message_id`` stays the same however often it is tried."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    headers: dict[str, str] = field(default_factory=dict)


def site_url() -> str:
    """The address people reach this installation at, without a slash at its end."""
    return str(settings.SITE_URL).rstrip("/")


def message_id(delivery_id: int | str) -> str:
    """The stable Message-ID of a delivery, or of a last letter; it recognises a second copy."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
    return f"<{reference(delivery_id)}@{sender or urlsplit(site_url()).hostname}>"


def reference(delivery_id: int | str) -> str:
    """What stands before the @ of the Message-ID: nobody else can make one for a delivery."""
    return f"{delivery_id}.{salted_hmac(SALT, str(delivery_id)).hexdigest()[:24]}"


def delivery_of(told: str) -> int | None:
    """The delivery a Message-ID or a reference is of; ``None`` for one that is not ours."""
    local = told.strip().strip("<>").partition("@")[0]
    number = local.partition(".")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < LONGEST_ID):
        return None
    return int(number) if constant_time_compare(reference(int(number)), local) else None


def post(mail: Mail, *, now: dt.datetime) -> None:
    """Hand ``mail`` to the mail server; without one it is kept in the outbox for all to see.

    Raises ``Rejected`` when the server will never take it and ``NotReached`` when it may later.
    A time-out counts as not reached even though the server may have taken the mail: it is sent
    again under the same Message-ID rather than lost.
    """
    letter = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(now),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
            **providers.headers(mail.message_id),
            **mail.headers,
        },
    )
    letter.attach_alternative(mail.html, "text/html")
    if outbox.is_used():
        outbox.keep(letter.message().as_bytes(), now=now)
        return
    try:
        with one_line() as line:
            line.send(letter)
    except smtplib.SMTPRecipientsRefused as error:
        _raise(*next(iter(error.recipients.values())), error)
    except smtplib.SMTPDataError as error:
        _raise(error.smtp_code, error.smtp_error, error)
    except (smtplib.SMTPException, OSError) as error:
        raise NotReached(f"{type(error).__name__}: {error}"[:400]) from error


def _raise(code: int, told: bytes | str, error: Exception) -> None:
    words = told.decode(errors="replace") if isinstance(told, bytes) else told
    kind = Rejected if code in PERMANENT else NotReached
    raise kind(f"{code} {words}"[:400]) from error
