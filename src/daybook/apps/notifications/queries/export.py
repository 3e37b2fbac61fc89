"""Everything kept about a person, for their copy of it."""

import datetime as dt
from operator import attrgetter
from typing import Any

from daybook.apps.notifications.models import Message, Preference, Rest
from daybook.apps.notifications.queries.devices import plain_actions_of, plain_devices_of
from daybook.apps.notifications.queries.phones import plain_phones, plain_sms


def everything_of(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What is kept about the person, as plain values; contexts may hold secrets and stay out."""
    messages = Message.objects.filter(person_id=person_id).prefetch_related(
        "deliveries__reports", "deliveries__sms"
    )
    return {
        "messages": [_plain_message(message) for message in messages.order_by("pk")],
        "preferences": [
            {"kind": row.kind, "channel": row.channel, "is_on": row.is_on}
            for row in Preference.objects.filter(person_id=person_id).order_by("pk")
        ],
        **plain_phones(person_id),
        "rest": [
            {
                "quiet_from": f"{row.quiet_from:%H:%M}" if row.quiet_from else None,
                "quiet_until": f"{row.quiet_until:%H:%M}" if row.quiet_until else None,
                "paused_until": row.paused_until.isoformat() if row.paused_until else None,
                "pace": row.pace,
                "morning_at": f"{row.morning_at:%H:%M}",
                "notes_openings": row.notes_openings,
            }
            for row in Rest.objects.filter(person_id=person_id)
        ],
        "devices": plain_devices_of(person_id),
        "actions": plain_actions_of(person_id),
    }


def _text(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None


def _plain_message(message: Message) -> dict[str, Any]:
    return {
        "kind": message.kind,
        "subject": message.subject,
        "text": message.text,
        "address": message.address,
        "created_at": message.created_at.isoformat(),
        "read_at": message.read_at.isoformat() if message.read_at else None,
        "deliveries": [
            {
                "channel": delivery.channel,
                "state": delivery.state,
                "attempts": delivery.attempts,
                "finished_at": _text(delivery.finished_at),
                "delivered_at": _text(delivery.delivered_at),
                "opened_at": _text(delivery.opened_at),
                **plain_sms(delivery),
                "told": [
                    {"outcome": report.outcome, "at": report.at.isoformat(), "note": report.note}
                    for report in sorted(delivery.reports.all(), key=attrgetter("at"))
                ],
            }
            for delivery in message.deliveries.all()
        ],
    }
