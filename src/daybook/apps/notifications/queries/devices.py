"""Reads about the browsers that show a person's messages, and about what can be done there."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from daybook.apps.notifications.clients import push
from daybook.apps.notifications.domain import Channel
from daybook.apps.notifications.domain.push import origin_of
from daybook.apps.notifications.errors import NoSuchAction
from daybook.apps.notifications.models import ActionTaken, Device, Message, Preference
from daybook.core.contributions import (
    MessageAction,
    NotificationKind,
    message_actions,
    notification_kinds,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that can be done with a message, or what came of it."""

    name: str
    label: str
    is_taken: bool
    result: str


def push_key() -> str:
    """The public key with which a browser subscribes to this installation."""
    return push.public_key()


def devices_of(person_id: int, *, now: dt.datetime) -> list[tuple[Device, bool]]:
    """The person's devices, newest first, each with whether it still gets messages."""
    live = {device.pk for device in live_devices(person_id, now=now)}
    rows = Device.objects.filter(person_id=person_id).order_by("-added_at", "-pk")
    return [(device, device.pk in live) for device in rows]


def live_devices(person_id: int, *, now: dt.datetime) -> list[Device]:
    """The devices that get the person's messages, oldest first."""
    live = Device.objects.live(now=now, key_mark=push.key_mark())
    return list(live.filter(person_id=person_id).order_by("added_at", "pk"))


def live_device(person_id: int, device_id: int, *, now: dt.datetime) -> Device | None:
    """One of them, if it is one of them still."""
    live = Device.objects.live(now=now, key_mark=push.key_mark())
    found: Device | None = live.filter(person_id=person_id, pk=device_id).first()
    return found


def has_device(person_id: int) -> bool:
    """Whether the person has ever switched a device on, and not removed it since."""
    return Device.objects.filter(person_id=person_id).exists()


def counts_on_push(person_id: int) -> bool:
    """Whether the person has asked for messages of some kind by push."""
    wishes = Preference.objects.filter(person_id=person_id, channel=Channel.PUSH.value)
    return wishes.filter(is_on=True).exists()


def wants_push(person_id: int, kind: str) -> bool:
    """Whether the person has asked for messages of this kind by push, device or not."""
    wishes = Preference.objects.filter(person_id=person_id, kind=kind, is_on=True)
    return wishes.filter(channel=Channel.PUSH.value).exists()


def lost_key_count() -> int:
    """How many devices know another key than this installation's, and so get nothing."""
    return Device.objects.exclude(key_mark=push.key_mark()).count()


def action_called(kind: NotificationKind, name: str) -> MessageAction:
    """The action of this kind called ``name``; raises ``NoSuchAction``."""
    action = dict(message_actions).get(name) if name in kind.actions else None
    if action is None:
        raise NoSuchAction(_("This cannot be done with this message."))
    return action


def offers_of(message: Message) -> list[Offer]:
    """What can be done with ``message``, in the order of its kind."""
    kind = dict(notification_kinds).get(message.kind)
    if kind is None or not kind.actions:
        return []
    taken = {row.action: row.result for row in message.taken.all()}
    return [
        Offer(
            name=name,
            label=str(action_called(kind, name).label),
            is_taken=name in taken,
            result=taken.get(name, ""),
        )
        for name in kind.actions
    ]


def plain_devices_of(person_id: int) -> list[dict[str, Any]]:
    """The person's devices as plain values; addresses and keys are secrets and stay out."""
    rows = Device.objects.filter(person_id=person_id).order_by("added_at", "pk")
    return [
        {
            "name": row.name,
            "service": origin_of(row.endpoint),
            "added_at": row.added_at.isoformat(),
            "used_at": row.used_at.isoformat() if row.used_at else None,
        }
        for row in rows
    ]


def plain_actions_of(person_id: int) -> list[dict[str, Any]]:
    """What the person has done with messages at once, as plain values."""
    rows = ActionTaken.objects.filter(message__person_id=person_id).order_by("at", "pk")
    return [
        {"kind": row.message.kind, "action": row.action, "at": row.at.isoformat()}
        for row in rows.select_related("message")
    ]
