"""Postmark: signs nothing, but knows a password, which stands in the address it calls."""

import base64
import binascii
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from daybook.apps.notifications.clients.providers.call import Call, event_id, moment, text
from daybook.apps.notifications.domain.reports import Outcome, Report
from daybook.apps.notifications.errors import NotSigned

USER: Final = "daybook"
FIELD: Final = "daybook"
# Postmark has given these addresses up; of other bounces it, or somebody, will try again.
HARD: Final = frozenset({"HardBounce", "BadEmailAddress", "ManuallyDeactivated"})


def secret() -> str:
    """The password in the address that is given to Postmark."""
    return str(settings.POSTMARK_WEBHOOK_PASSWORD)


def headers(message_id: str) -> dict[str, str]:
    """Postmark puts an id of its own in place of ours, and tells metadata back."""
    return {"X-PM-Metadata-" + FIELD: message_id, "X-PM-KeepID": "true"}


def check(call: Call, key: str) -> None:
    """Basic authentication, as ``https://daybook:password@…`` in an address becomes."""
    expected = f"{USER}:{key}"
    if not constant_time_compare(_told(call.headers.get("authorization", "")), expected):
        raise NotSigned(_("The password is wrong."))


def _told(header: str) -> str:
    scheme, _space, told = header.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(told, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def read(call: Call) -> list[Report]:
    """The event, unless it is none of ours."""
    record, data = text(call.data, "RecordType"), call.data
    outcome = _outcome(record, text(data, "Type"))
    if outcome is None:
        return []
    report = Report(
        event_id=event_id(record, text(data, "ID") or text(data, "MessageID")),
        reference=text(data, "Metadata", FIELD),
        outcome=outcome,
        at=moment(text(data, "DeliveredAt") or text(data, "BouncedAt"), now=call.now),
        address=text(data, "Email") or text(data, "Recipient"),
        note=text(data, "Details") or text(data, "Description"),
    )
    return [report]


def _outcome(record: str, kind: str) -> Outcome | None:
    if record == "Bounce" and kind == "SpamComplaint":
        return Outcome.COMPLAINED
    if record == "Bounce":
        return Outcome.BOUNCED if kind in HARD else Outcome.DELAYED
    return {"Delivery": Outcome.DELIVERED, "SpamComplaint": Outcome.COMPLAINED}.get(record)
