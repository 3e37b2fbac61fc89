"""The one door through which people are told something."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Final

import structlog
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.notifications import queries
from daybook.apps.notifications.actions.carriers import CARRIERS
from daybook.apps.notifications.actions.digests import held_until
from daybook.apps.notifications.clients.words import Words, spoken_to, words_of
from daybook.apps.notifications.domain import Channel, State, delivery_time, zone_of
from daybook.apps.notifications.errors import NoConsent
from daybook.apps.notifications.events import DeliveryQueued
from daybook.apps.notifications.models import Delivery, Message
from daybook.apps.notifications.queries.marketing import may_get
from daybook.core.contributions import NotificationKind, Urgency
from daybook.core.events import publish
from daybook.core.letters import Letter
from daybook.core.limits import Limit, spend
from daybook.lib.ids import sortable_id

log = structlog.get_logger(__name__)

TRIAL: Final = "notifications.trial"
TRIALS: Final = Limit("notifications-trial", 5, 3600)


@transaction.atomic
def notify(
    *,
    kind: str,
    person: AbstractBaseUser,
    context: Mapping[str, Any],
    key: str,
    now: dt.datetime,
    at: dt.datetime | None = None,
    address: str = "",
) -> Message:
    """Tell ``person`` something, now or ``at`` a later instant; part of the caller's transaction.

    The same kind, person and key is one message, however often and from wherever it is asked for.
    ``context`` is plain JSON values for the kind's template. ``address`` takes the place of the
    person's own e-mail. Raises ``UnknownKind``, and ``NoConsent`` for marketing where no consent to
    it is on record.
    """
    known = queries.kind_called(kind)
    if not may_get(person, known):
        raise NoConsent(_("Marketing is sent only to those who have agreed to it on record."))
    earlier = Message.objects.filter(person_id=person.pk, kind=kind, key=key).first()
    if earlier is not None:
        return earlier
    channels = queries.channels_of(person.pk, kind, known)
    shown_at = max(at or now, now)
    outside = _outside(channels, person, kind)
    words = _words(known, context, person, is_kept=Channel.INBOX in channels)
    message, is_new = Message.objects.get_or_create(
        person_id=person.pk,
        kind=kind,
        key=key,
        defaults={
            "subject": words.subject,
            "text": words.text,
            "context": dict(context) if outside else {},
            "kept_context": {name: context[name] for name in known.kept_for_actions},
            "address": address,
            "is_in_inbox": Channel.INBOX in channels,
            "created_at": now,
            "shown_at": shown_at,
        },
    )
    if is_new:
        _queue(message, outside, person, known, now=now)
    return message


def carry(letter: Letter, *, now: dt.datetime) -> None:
    """Take a letter that an app below has posted; a person who has gone needs no letter."""
    person = get_user_model().objects.filter(pk=letter.person_id).first()
    if person is None:
        log.info("notifications.nobody-there", kind=letter.kind)
        return
    notify(
        kind=letter.kind,
        person=person,
        context=letter.context,
        key=letter.key,
        at=letter.at,
        address=letter.address,
        now=now,
    )


def send_trial(*, person: AbstractBaseUser, now: dt.datetime) -> Message:
    """Tell the person something only to show that it arrives; raises ``TooMany``."""
    spend(TRIALS, str(person.pk), now=now)
    return notify(kind=TRIAL, person=person, context={}, key=str(sortable_id(now)), now=now)


def _words(
    kind: NotificationKind, context: Mapping[str, Any], person: AbstractBaseUser, *, is_kept: bool
) -> Words:
    """Subject and text for the inbox; a text nobody will read there may hold a secret."""
    with spoken_to(language=person.language, zone=person.time_zone):  # type: ignore[attr-defined]
        words = words_of(kind.template, context)
    return words if is_kept else Words(words.subject, "")


def _outside(
    channels: Collection[Channel], person: AbstractBaseUser, kind: str
) -> tuple[Channel, ...]:
    """Those of ``channels`` that leave Daybook and can reach the person."""
    return tuple(
        channel
        for channel, carrier in CARRIERS.items()
        if channel in channels and carrier.is_usable(person, kind)
    )


def _queue(
    message: Message,
    outside: Collection[Channel],
    person: AbstractBaseUser,
    kind: NotificationKind,
    *,
    now: dt.datetime,
) -> None:
    """One delivery for each channel, due when the message may ring; mail may wait for a digest."""
    if not outside:
        return
    rest = queries.rest_of(person.pk)
    due_at = delivery_time(
        at=message.shown_at,
        is_urgent=kind.urgency is Urgency.NOW,
        zone=zone_of(person.time_zone),  # type: ignore[attr-defined]
        quiet=rest.quiet,
        paused_until=rest.paused_until,
    )
    held = held_until(message.shown_at, person=person, kind=kind, rest=rest)
    for channel in outside:
        if channel is Channel.EMAIL and held and not message.address:
            Delivery.objects.create(
                message=message,
                channel=channel.value,
                state=State.HELD.value,
                due_at=held,
                queued_at=now,
            )
            continue
        delivery = Delivery.objects.create(
            message=message, channel=channel.value, due_at=due_at, queued_at=now
        )
        if due_at <= now:
            publish(DeliveryQueued(delivery_id=delivery.pk))
