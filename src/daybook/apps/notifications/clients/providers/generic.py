"""Any mail server whose events somebody turns into our own JSON (see the operator guide)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from daybook.apps.notifications.clients.providers.call import (
    Call,
    check_age,
    check_signature,
    event_id,
    moment,
    text,
)
from daybook.apps.notifications.domain.reports import Outcome, Report
from daybook.apps.notifications.errors import Unreadable

WINDOW: Final = dt.timedelta(minutes=5)
MOST_EVENTS: Final = 500


def secret() -> str:
    """What both sides sign with."""
    return str(settings.WEBHOOK_SECRET)


def check(call: Call, key: str) -> None:
    """The signature is over the time and the whole body."""
    at = call.headers.get("x-daybook-timestamp", "")
    check_age(at, now=call.now, window=WINDOW)
    told = call.headers.get("x-daybook-signature", "").removeprefix("sha256=")
    check_signature(key=key, signed=at.encode() + b"." + call.body, told=told)


def read(call: Call) -> list[Report]:
    """One event, or many under ``events``; one that is wrong spoils the whole call."""
    events = call.data.get("events", [call.data])
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        raise Unreadable(_("“events” is a list of at most 500."))
    return [_report(event, call) for event in events]


def _report(event: object, call: Call) -> Report:
    if not isinstance(event, Mapping):
        raise Unreadable(_("An event is a JSON object."))
    return Report(
        event_id=event_id(text(event, "id")),
        reference=text(event, "message_id"),
        outcome=_outcome(event),
        at=moment(text(event, "at"), now=call.now),
        address=text(event, "address"),
        note=text(event, "note"),
    )


def _outcome(event: Mapping[str, Any]) -> Outcome:
    try:
        return Outcome(text(event, "event"))
    except ValueError:
        known = ", ".join(Outcome)
        raise Unreadable(_("“event” is one of: %(known)s.") % {"known": known}) from None
