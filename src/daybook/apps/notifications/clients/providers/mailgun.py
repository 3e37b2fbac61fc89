"""Mailgun: signs a time and a token with HMAC-SHA256, but not what it says.

Whoever has seen one call could say other things under its signature, so a token is good once.
"""

import datetime as dt
import hashlib
from typing import Final

from django.conf import settings
from django.core.cache import cache

from daybook.apps.notifications.clients.providers.call import (
    Call,
    check_age,
    check_signature,
    event_id,
    moment,
    text,
)
from daybook.apps.notifications.domain.reports import Outcome, Report

# Mailgun tells an event again for about eight hours while nobody answers.
WINDOW: Final = dt.timedelta(hours=12)
EVENT: Final = "event-data"


def secret() -> str:
    """The account's HTTP webhook signing key."""
    return str(settings.MAILGUN_SIGNING_KEY)


def check(call: Call, key: str) -> None:
    """The signature stands in the body, and is over a time and a random token."""
    at, token = text(call.data, "signature", "timestamp"), text(call.data, "signature", "token")
    check_age(at, now=call.now, window=WINDOW)
    told = text(call.data, "signature", "signature")
    check_signature(key=key, signed=(at + token).encode(), told=told)


def read(call: Call) -> list[Report]:
    """The event, unless it is none of ours or its token was used for another body."""
    outcome = _outcome(text(call.data, EVENT, "event"), text(call.data, EVENT, "severity"))
    if outcome is None or not _is_fresh(call):
        return []
    report = Report(
        event_id=event_id(text(call.data, EVENT, "id")),
        reference=text(call.data, EVENT, "message", "headers", "message-id"),
        outcome=outcome,
        at=moment(text(call.data, EVENT, "timestamp"), now=call.now),
        address=text(call.data, EVENT, "recipient"),
        note=_note(call),
    )
    return [report]


def _outcome(event: str, severity: str) -> Outcome | None:
    if event == "failed":
        return Outcome.BOUNCED if severity == "permanent" else Outcome.DELAYED
    return {"delivered": Outcome.DELIVERED, "complained": Outcome.COMPLAINED}.get(event)


def _note(call: Call) -> str:
    status = (EVENT, "delivery-status")
    words = text(call.data, *status, "message") or text(call.data, *status, "description")
    return f"{text(call.data, *status, 'code')} {words}".strip()


def _is_fresh(call: Call) -> bool:
    """Whether the token is new, or comes back with the very body it came with."""
    token = hashlib.sha256(text(call.data, "signature", "token").encode()).hexdigest()
    body = hashlib.sha256(call.body).hexdigest()
    seconds = int(2 * WINDOW.total_seconds())
    return bool(cache.get_or_set(f"mailgun-token:{token}", body, seconds) == body)
