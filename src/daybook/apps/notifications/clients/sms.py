"""SMS as it leaves Daybook, through Twilio: its answers told apart into sent, later and never.

Twilio has no idempotency key. What was asked for without hearing the answer may have been sent,
and is looked for with ``found_since`` before it is asked for again.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator, add_port, remove_port
from twilio.rest import Client

from daybook.apps.notifications.clients import outbox
from daybook.apps.notifications.clients.twilio_wire import Wire
from daybook.apps.notifications.errors import BadNumber, MaybeSent, NotReached, Rejected, Stopped
from daybook.lib.gsm import Size

# The meaning of Twilio's error codes: https://www.twilio.com/docs/api/errors
STOPPED: Final = 21610  # the number has answered STOP
# Not a number; one this account may not reach; one that is no mobile phone.
BAD_NUMBERS: Final = frozenset({21211, 21214, 21217, 21408, 21612, 21614})
# Too fast, the queue is full, the day's limit is reached: the same request is right later.
TOO_FAST: Final = frozenset({14107, 20429, 21611, 30001, 63038})
# Wrong credentials, an account that is suspended or gone: the operator's to mend, then it goes.
OURS_TO_MEND: Final = frozenset({401, 403, 404})
BAD_REQUEST: Final = 400
SERVICE: Final = "MG"
# How many of the newest messages to a number are looked through, and how far clocks may differ.
LOOKED_THROUGH: Final = 50
SKEW: Final = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One SMS to one number; ``report_url`` is where its fate is told."""

    to: str
    text: str
    size: Size
    report_url: str


def is_configured() -> bool:
    """Whether there is an account with the provider."""
    return bool(settings.TWILIO_ACCOUNT)


def is_on() -> bool:
    """Whether there is SMS: through the provider, or kept in the outbox while debugging."""
    return is_configured() or bool(settings.DEBUG)


def post(sms: Outgoing, *, now: dt.datetime) -> str:
    """Ask the provider to send ``sms`` and answer with its id; without one keep it in the outbox.

    Raises ``Rejected`` (``BadNumber``, ``Stopped``) when it will never be taken, ``NotReached``
    when it was not and may be later, and ``MaybeSent`` when nobody knows.
    """
    if not is_configured():
        return outbox.keep_text(sms.to, sms.text, segments=sms.size.segments, now=now)
    sender = settings.TWILIO_FROM
    is_service = sender.startswith(SERVICE)
    try:
        message = _client().messages.create(
            to=sms.to,
            body=sms.text,
            status_callback=sms.report_url,
            **{"messaging_service_sid" if is_service else "from_": sender},
        )
    except TwilioRestException as error:
        raise _judged(error) from error
    if not message.sid:
        raise MaybeSent("The answer named no message.")
    return str(message.sid)


def found_since(sms: Outgoing, since: dt.datetime, *, known: Collection[str]) -> str:
    """The provider's id of ``sms`` where it has been taken ``since``, else nothing.

    ``known`` are the ids of other messages. Raises ``NotReached``.
    """
    if not is_configured():
        return ""
    try:
        messages = _client().messages.list(
            to=sms.to, limit=LOOKED_THROUGH, page_size=LOOKED_THROUGH
        )
    except TwilioRestException as error:
        raise NotReached(_told(error)) from error
    same = [
        str(message.sid)
        for message in messages
        if _words(message.body) == _words(sms.text)
        and message.date_created is not None
        and message.date_created >= since - SKEW
        and message.sid not in known
    ]
    return same[-1] if same else ""


def signatures_of(url: str, fields: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Those the provider may put on what it posts to ``url``, with its port or without."""
    signer = RequestValidator(settings.TWILIO_TOKEN)
    flat = {name: values[-1] for name, values in fields.items()}
    parts = urlsplit(url)
    return tuple(
        str(signer.compute_signature(each, flat))
        for each in dict.fromkeys([url, remove_port(parts), add_port(parts)])
    )


def _client() -> Client:
    account, secret = settings.TWILIO_ACCOUNT, settings.TWILIO_TOKEN
    return Client(account, secret, http_client=Wire(settings.TWILIO_URL), environment={"": ""})


def _judged(error: TwilioRestException) -> NotReached | Rejected:
    if error.code == STOPPED:
        return Stopped(_told(error))
    if error.code in BAD_NUMBERS:
        return BadNumber(_told(error))
    if error.code in TOO_FAST or error.status in OURS_TO_MEND:
        return NotReached(_told(error))
    return Rejected(_told(error)) if error.status == BAD_REQUEST else NotReached(_told(error))


def _told(error: TwilioRestException) -> str:
    """What the provider said; its words may name a number, which is not ours to keep."""
    return f"Twilio refused it: HTTP {error.status}, error {error.code}."


def _words(text: str | None) -> str:
    return " ".join((text or "").split())
