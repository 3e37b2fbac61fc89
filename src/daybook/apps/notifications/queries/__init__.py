"""Reads about messages and what people want to be told."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from daybook.apps.notifications.clients import outbox
from daybook.apps.notifications.clients.outbox import Kept
from daybook.apps.notifications.domain import Channel, chosen_channels
from daybook.apps.notifications.errors import NotYours, UnknownKind
from daybook.apps.notifications.models import Message, Preference, Rest
from daybook.apps.notifications.queries.devices import (
    Offer,
    action_called,
    counts_on_push,
    devices_of,
    has_device,
    live_device,
    live_devices,
    lost_key_count,
    offers_of,
    plain_actions_of,
    plain_devices_of,
    push_key,
    wants_push,
)
from daybook.core.contributions import NotificationKind, notification_kinds

PAGE_SIZE: Final = 20

__all__ = [
    "KindWishes",
    "Offer",
    "Wish",
    "action_called",
    "channels_of",
    "counts_on_push",
    "devices_of",
    "everything_of",
    "has_device",
    "inbox_of",
    "kept_mail",
    "kept_mails",
    "kind_called",
    "live_device",
    "live_devices",
    "lost_key_count",
    "message_of",
    "offers_of",
    "person_exists",
    "push_key",
    "rest_of",
    "unread_count",
    "wants_push",
    "wishes_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whether messages of a kind take a channel for a person; some cannot be switched."""

    kind: str
    channel: Channel
    is_on: bool
    may_be_off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWishes:
    """A kind of message with the wishes of a person, one for each channel in order."""

    name: str
    label: str
    help: str
    may_be_off: bool
    wishes: tuple[Wish, ...]


def kind_called(name: str) -> NotificationKind:
    """The registered kind; raises ``UnknownKind``."""
    kind = dict(notification_kinds).get(name)
    if kind is None:
        raise UnknownKind(_("There is no such kind of message: %(name)s.") % {"name": name})
    return kind


def inbox_of(
    person_id: int, *, page: int | str, now: dt.datetime, has_actions: bool = False
) -> Page[Message]:
    """A page of the person's inbox, newest first; a page that does not exist is the nearest.

    With ``has_actions`` it knows what was done with each message.
    """
    shown = Message.objects.shown_to(person_id, now=now)
    if has_actions:
        shown = shown.prefetch_related("taken")
    return Paginator(shown, PAGE_SIZE).get_page(page)


def unread_count(person_id: int, *, now: dt.datetime) -> int:
    """How many messages of the inbox were never opened."""
    shown = Message.objects.shown_to(person_id, now=now)
    return int(shown.unread().count())


def message_of(person_id: int, message_id: int, *, now: dt.datetime) -> Message:
    """One message of the person's inbox; raises ``NotYours``."""
    shown = Message.objects.shown_to(person_id, now=now)
    message: Message | None = shown.filter(pk=message_id).first()
    if message is None:
        raise NotYours(_("There is no such message."))
    return message


def rest_of(person_id: int) -> Rest:
    """When the person wants to be left alone; an unsaved row where they have not said."""
    try:
        return Rest.objects.get(person_id=person_id)
    except ObjectDoesNotExist:
        return Rest(person_id=person_id)


def channels_of(person_id: int, name: str, kind: NotificationKind) -> frozenset[Channel]:
    """The ways a message of this kind takes to the person."""
    rows = Preference.objects.filter(person_id=person_id, kind=name)
    wishes = dict(rows.values_list("channel", "is_on"))
    return chosen_channels(kind.channels, wishes, may_be_off=kind.may_be_off)


def wishes_of(person_id: int) -> list[KindWishes]:
    """Every kind of message with what the person wants of it, in order."""
    said: dict[str, dict[str, bool]] = {}
    unusable = frozenset() if has_device(person_id) else frozenset({Channel.PUSH})
    for row in Preference.objects.filter(person_id=person_id):
        said.setdefault(row.kind, {})[row.channel] = row.is_on
    return [
        _kind_wishes(name, kind, said.get(name, {}), unusable)
        for name, kind in notification_kinds
        if not kind.is_marketing
    ]


def _kind_wishes(
    name: str, kind: NotificationKind, said: dict[str, bool], unusable: frozenset[Channel]
) -> KindWishes:
    # A default that cannot be had yet is off; what the person has asked for stays asked for.
    defaults = [channel for channel in kind.channels if channel not in unusable]
    chosen = chosen_channels(defaults, said, may_be_off=kind.may_be_off)
    return KindWishes(
        name=name,
        label=str(kind.label),
        help=str(kind.help),
        may_be_off=kind.may_be_off,
        wishes=tuple(
            Wish(kind=name, channel=channel, is_on=channel in chosen, may_be_off=kind.may_be_off)
            for channel in Channel
        ),
    )


def person_exists(person_id: int) -> bool:
    """Whether the person still has an account."""
    return get_user_model().objects.filter(pk=person_id).exists()


def kept_mails() -> list[Kept]:
    """The mails that would have been sent, newest first."""
    return outbox.kept()


def kept_mail(name: str) -> Kept:
    """One of them; raises ``NotYours`` when there is no such mail."""
    mail = outbox.one(name)
    if mail is None:
        raise NotYours(_("There is no such mail."))
    return mail


def everything_of(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What is kept about the person, as plain values; contexts may hold secrets and stay out."""
    messages = Message.objects.filter(person_id=person_id).prefetch_related("deliveries")
    return {
        "messages": [_plain_message(message) for message in messages.order_by("pk")],
        "preferences": [
            {"kind": row.kind, "channel": row.channel, "is_on": row.is_on}
            for row in Preference.objects.filter(person_id=person_id).order_by("pk")
        ],
        "rest": [
            {
                "quiet_from": f"{row.quiet_from:%H:%M}" if row.quiet_from else None,
                "quiet_until": f"{row.quiet_until:%H:%M}" if row.quiet_until else None,
                "paused_until": row.paused_until.isoformat() if row.paused_until else None,
            }
            for row in Rest.objects.filter(person_id=person_id)
        ],
        "devices": plain_devices_of(person_id),
        "actions": plain_actions_of(person_id),
    }


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
                "finished_at": delivery.finished_at.isoformat() if delivery.finished_at else None,
            }
            for delivery in message.deliveries.all()
        ],
    }
