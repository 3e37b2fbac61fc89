"""Reads about messages and what people want to be told."""

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from daybook.apps.notifications.clients import outbox, sms
from daybook.apps.notifications.clients.outbox import Kept
from daybook.apps.notifications.domain import Channel, State, chosen_channels
from daybook.apps.notifications.errors import NotYours, UnknownKind
from daybook.apps.notifications.models import Delivery, Message, Preference, Rest
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
from daybook.apps.notifications.queries.phones import (
    CODE_KIND,
    PhoneState,
    confirmed_number,
    is_suppressed,
    phone_state,
    plain_phones,
    plain_sms,
)
from daybook.core.contributions import NotificationKind, notification_kinds

__all__ = [
    "CODE_KIND",
    "KindWishes",
    "Offer",
    "PhoneState",
    "Wish",
    "action_called",
    "channels_of",
    "confirmed_number",
    "counts_on_push",
    "devices_of",
    "everything_of",
    "gathered_in",
    "has_device",
    "held_for",
    "inbox_of",
    "is_suppressed",
    "kept_mail",
    "kept_mails",
    "kind_called",
    "kinds_in",
    "known_channels",
    "live_device",
    "live_devices",
    "lost_key_count",
    "message_of",
    "offers_of",
    "phone_state",
    "push_key",
    "rest_of",
    "unread_count",
    "wants_push",
    "wishes_of",
]

PAGE_SIZE: Final = 20


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
    channels = known_channels()
    said: dict[str, dict[str, bool]] = {}
    unusable = frozenset() if has_device(person_id) else frozenset({Channel.PUSH})
    for row in Preference.objects.filter(person_id=person_id):
        said.setdefault(row.kind, {})[row.channel] = row.is_on
    return [
        _kind_wishes(name, kind, said.get(name, {}), channels, unusable)
        for name, kind in notification_kinds
        if kind.is_listed
        and not kind.is_marketing
        and (kind.may_be_off or not channels.isdisjoint(kind.channels))
    ]


def known_channels() -> frozenset[Channel]:
    """The channels this installation has."""
    return frozenset(channel for channel in Channel if channel is not Channel.SMS or sms.is_on())


def _kind_wishes(
    name: str,
    kind: NotificationKind,
    said: dict[str, bool],
    channels: frozenset[Channel],
    unusable: frozenset[Channel],
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
            if channel in channels
        ),
    )


def held_for(person_id: int) -> QuerySet[Delivery]:
    """What waits for a digest that is not yet made."""
    held = Delivery.objects.filter(message__person_id=person_id, state=State.HELD.value)
    return held.filter(digest=None).order_by("due_at", "pk")


def gathered_in(digest_id: int) -> list[Delivery]:
    """What the digest carries, while it is still on its way, oldest first."""
    held = Delivery.objects.filter(digest_id=digest_id, state=State.HELD.value)
    known = held.select_related("message__person")
    return list(known.order_by("message__shown_at", "message_id"))


def kinds_in(person_id: int, digest_id: int) -> set[str]:
    """The names of the kinds a digest of this person carries or has carried."""
    carried = Message.objects.filter(person_id=person_id, deliveries__digest_id=digest_id)
    return set(carried.values_list("kind", flat=True))


def kept_mails() -> list[Kept]:
    """The mails that would have been sent, newest first."""
    return outbox.kept()


def kept_mail(name: str) -> Kept:
    """One of them; raises ``NotYours`` when there is no such mail."""
    kept = outbox.one(name)
    if kept is None:
        raise NotYours(_("There is no such mail."))
    return kept


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
