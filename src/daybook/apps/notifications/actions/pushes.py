"""The carrier of web push: one delivery goes to each of the person's devices, to each once."""

import datetime as dt
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.templatetags.static import static
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from daybook.apps.notifications import queries
from daybook.apps.notifications.actions.doing import action_token
from daybook.apps.notifications.actions.forgetting import forget_device
from daybook.apps.notifications.clients import outbox, push
from daybook.apps.notifications.clients.push import Push
from daybook.apps.notifications.clients.words import spoken_to, words_of
from daybook.apps.notifications.domain import ATTEMPTS, Channel
from daybook.apps.notifications.domain.push import PAYLOAD_BYTES, SHORT_BYTES, fitted, topic
from daybook.apps.notifications.errors import (
    DeviceGone,
    Diverted,
    NotReached,
    Rejected,
    TooLarge,
)
from daybook.apps.notifications.events import DeliveryQueued
from daybook.apps.notifications.models import Delivery, Device, Message, Reach
from daybook.core.contributions import NotificationKind, Urgency
from daybook.core.events import publish

log = structlog.get_logger(__name__)

SALT: Final = "daybook.notifications.push"
ACT: Final = "/api/v1/notifications/act"
BUTTONS: Final = 2  # no browser shows more
URGENCIES: Final = {Urgency.NOW: "high", Urgency.SOON: "normal", Urgency.LATER: "low"}
LIFETIMES: Final = {
    Urgency.NOW: dt.timedelta(hours=12),
    Urgency.SOON: dt.timedelta(days=1),
    Urgency.LATER: dt.timedelta(days=3),
}


def is_usable(person: AbstractBaseUser, kind: str) -> bool:
    """Whether a device of the person is on, or was asked for: then e-mail steps in."""
    return queries.has_device(person.pk) or queries.wants_push(person.pk, kind)


def unwanted(message: Message, kind: NotificationKind, *, now: dt.datetime) -> str:
    """Nothing: what a device does not want, it says itself."""
    del message, kind, now
    return ""


def send(delivery: Delivery, kind: NotificationKind, *, now: dt.datetime) -> str:
    """Hand the message to each device that has not got it yet.

    Raises ``NotReached`` while one of them may still get it, and ``Diverted`` where none did and
    none will, or the last try is over: then it goes by e-mail. Says how many devices have it.
    """
    payload = payload_of(delivery.message, kind, now=now)
    later = _round(delivery, kind, payload, now=now)
    if later is not None and delivery.attempts < ATTEMPTS:
        raise later
    arrived = Reach.objects.filter(delivery_id=delivery.pk, has_arrived=True).count()
    if arrived:
        return str(arrived)
    if settings.DEBUG and not queries.has_device(delivery.message.person_id):
        outbox.keep_push(payload, to=delivery.message.person.email, now=now)
        return "outbox"
    _send_by_mail(delivery, now=now)
    raise Diverted(
        _("No device could be reached. It goes by e-mail.")
        if later
        else _("No device is left. It goes by e-mail.")
    )


def payload_of(message: Message, kind: NotificationKind, *, now: dt.datetime) -> dict[str, Any]:
    """What the browser is told, in the person's language."""
    person = message.person
    with spoken_to(language=person.language, zone=person.time_zone):
        words = words_of(kind.template, message.context)
        return {
            "title": words.subject,
            "body": words.text,
            "url": f"/inbox/{message.pk}/" if message.is_in_inbox else "/inbox/",
            "tag": topic(salted_hmac(SALT, str(message.pk)).hexdigest()),
            "icon": static("ui/img/icon-192.png"),
            "lang": translation.get_language() or "",
            "at": int(message.shown_at.timestamp() * 1000),
            "act": ACT,
            "failed": _("That did not work. Open the inbox."),
            "actions": [
                {
                    "action": name,
                    "title": str(queries.action_called(kind, name).label),
                    "token": action_token(message, name, now=now),
                }
                for name in kind.actions[:BUTTONS]
            ],
        }


def _round(
    delivery: Delivery, kind: NotificationKind, payload: dict[str, Any], *, now: dt.datetime
) -> NotReached | None:
    """Try each device once; a service that does not answer is left alone until the next round."""
    reached = set(delivery.reaches.values_list("device_id", flat=True))
    person_id = delivery.message.person_id
    later: NotReached | None = None
    away: set[str] = set()
    for found in queries.live_devices(person_id, now=now):
        # Looked at again each time: its person may have signed out since, or somebody else in.
        device = queries.live_device(person_id, found.pk, now=now)
        if found.pk in reached or device is None:
            continue
        host = urlsplit(device.endpoint).netloc
        if host in away:
            continue
        try:
            _tell(delivery, device, kind, payload, now=now)
        except NotReached as error:
            away.add(host)
            later = _later_of(later, error)
    return later


def _later_of(first: NotReached | None, second: NotReached) -> NotReached:
    """Of two refusals the one that asks to be left alone for longer."""
    if first is None:
        return second
    return max(first, second, key=lambda error: error.details.get("retry_after_seconds", 0))


def _tell(
    delivery: Delivery,
    device: Device,
    kind: NotificationKind,
    payload: dict[str, Any],
    *,
    now: dt.datetime,
) -> None:
    """Send to one device, and note at once what came of it; raises ``NotReached``."""
    try:
        _post(device, kind, payload, now=now)
    except DeviceGone:
        forget_device(device.pk)
        log.info("notifications.device-gone", user_id=delivery.message.person_id)
        return
    except Rejected as error:
        log.warning("notifications.device-refused", error=error.message, device_id=device.pk)
        _note(delivery, device, has_arrived=False, now=now)
        Device.objects.filter(pk=device.pk).update(failed_at=now)
        return
    _note(delivery, device, has_arrived=True, now=now)
    Device.objects.filter(pk=device.pk).update(used_at=now, failed_at=None)


def _post(
    device: Device, kind: NotificationKind, payload: dict[str, Any], *, now: dt.datetime
) -> None:
    try:
        push.post(_push(device, kind, payload, PAYLOAD_BYTES), now=now)
    except TooLarge:
        push.post(_push(device, kind, payload, SHORT_BYTES), now=now)


def _push(device: Device, kind: NotificationKind, payload: dict[str, Any], limit: int) -> Push:
    return Push(
        subscription=device.subscription,
        payload=fitted(payload, limit=limit),
        topic=payload["tag"],
        urgency=URGENCIES[kind.urgency],
        lifetime=LIFETIMES[kind.urgency],
    )


@transaction.atomic
def _note(delivery: Delivery, device: Device, *, has_arrived: bool, now: dt.datetime) -> None:
    # It may have been removed meanwhile; while it is locked it is not.
    if Device.objects.select_for_update(no_key=True).filter(pk=device.pk).first():
        Reach.objects.get_or_create(
            delivery=delivery, device=device, defaults={"has_arrived": has_arrived, "at": now}
        )


def _send_by_mail(delivery: Delivery, *, now: dt.datetime) -> None:
    """Queue an e-mail in the place of ``delivery``, unless one carries the message anyway."""
    mail, is_new = Delivery.objects.get_or_create(
        message_id=delivery.message_id,
        channel=Channel.EMAIL.value,
        defaults={"stands_in_for": Channel.PUSH.value, "due_at": now, "queued_at": now},
    )
    if is_new:
        publish(DeliveryQueued(delivery_id=mail.pk))
