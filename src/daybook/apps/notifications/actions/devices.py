"""Browsers that show messages by themselves: switching them on, over, and off."""

import datetime as dt
from typing import Any, Final

import structlog
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from daybook.apps.accounts.domain import device_words
from daybook.apps.notifications import queries
from daybook.apps.notifications.actions.forgetting import forget_device
from daybook.apps.notifications.clients import push
from daybook.apps.notifications.domain.push import (
    MOST_DEVICES,
    Subscription,
    checked_subscription,
    endpoint_mark,
)
from daybook.apps.notifications.errors import (
    NoSuchDevice,
    NotRemembered,
    TooManyDevices,
    WrongSubscription,
)
from daybook.apps.notifications.models import Device, Reach
from daybook.core.limits import Limit, spend
from daybook.lib.errors import Invalid

log = structlog.get_logger(__name__)

SALT: Final = "daybook.notifications.device"
KEEP_ENDED: Final = dt.timedelta(days=30)
REGISTRATIONS: Final = Limit("notifications-devices", 30, 3600)


@transaction.atomic
def register_device(
    *,
    person: AbstractBaseUser,
    session_key: str,
    is_remembered: bool,
    endpoint: str,
    p256dh: str,
    auth: str,
    user_agent: str,
    now: dt.datetime,
) -> Device:
    """Let a browser show the messages of ``person`` while the session lasts; may be done again.

    One that showed another person's is theirs no more. Raises ``WrongSubscription`` for what is no
    subscription, or not this browser's own, ``NotRemembered`` for a browser that forgets its person
    when it is closed, ``TooManyDevices``, and ``TooMany``.
    """
    if not is_remembered:  # the next one to open it would see this person's messages
        raise NotRemembered(
            _("This browser forgets you when it is closed. Sign in again and choose to stay.")
        )
    spend(REGISTRATIONS, str(person.pk), now=now)
    subscription = _checked(endpoint, p256dh, auth)
    mark = endpoint_mark(endpoint)
    known = Device.objects.filter(mark=mark).select_for_update().first()
    if known is not None and known.subscription != subscription:
        raise WrongSubscription(_("The keys of this subscription cannot be used."))
    if known is None or known.person_id != person.pk:
        _make_room(person, now=now)
    values: dict[str, Any] = {
        "person_id": person.pk,
        "session_key": session_key,
        "endpoint": subscription.endpoint,
        "p256dh": subscription.p256dh,
        "auth": subscription.auth,
        "key_mark": push.key_mark(),
        "name": device_words(user_agent) or _("Unknown device"),
        "failed_at": None,
    }
    if known is not None and known.person_id != person.pk:
        # Changed in place: one that is deleted could be made twice by two who want it at once.
        Reach.objects.filter(device_id=known.pk).delete()
        values |= {"added_at": now, "used_at": None}
    device, is_new = Device.objects.update_or_create(
        mark=mark, defaults=values, create_defaults={**values, "added_at": now}
    )
    log.info("notifications.device-on", user_id=person.pk, is_new=is_new)
    return device


def remove_device(*, person: AbstractBaseUser, device_id: int) -> None:
    """Forget a device of the person; raises ``NoSuchDevice``."""
    if not forget_device(device_id, person_id=person.pk):
        raise NoSuchDevice(_("You have no such device, or it is removed already."))
    log.info("notifications.device-off", user_id=person.pk)


def renewal_token(device: Device) -> str:
    """The token with which the browser may name its next subscription by itself."""
    return signing.dumps([device.pk, device.mark], salt=SALT)


@transaction.atomic
def renew_device(
    *, token: str, endpoint: str, p256dh: str, auth: str, now: dt.datetime
) -> tuple[Device, str]:
    """Take the subscription a browser has got in the place of an older one; with the next token.

    Raises ``NoSuchDevice`` unless the device is the person's still, ``WrongSubscription`` and
    ``TooMany``.
    """
    device = _device_behind(token, now=now)
    spend(REGISTRATIONS, str(device.person_id), now=now)
    subscription = _checked(endpoint, p256dh, auth)
    if not _renew(device, subscription):  # another tab of the same worker was faster
        raise NoSuchDevice(_("You have no such device, or it is removed already."))
    device.refresh_from_db()
    return device, renewal_token(device)


def _renew(device: Device, subscription: Subscription) -> bool:
    try:
        with transaction.atomic():
            changed = Device.objects.filter(pk=device.pk, mark=device.mark).update(
                mark=endpoint_mark(subscription.endpoint),
                endpoint=subscription.endpoint,
                p256dh=subscription.p256dh,
                auth=subscription.auth,
                failed_at=None,
            )
    except IntegrityError:
        raise WrongSubscription(_("This subscription belongs to another device.")) from None
    return bool(changed)


def move_devices(*, old_session_key: str, session_key: str) -> None:
    """Let the devices of a session stay on that has got a new key."""
    Device.objects.filter(session_key=old_session_key).update(session_key=session_key)


def forget_devices(*, now: dt.datetime) -> int:
    """Delete devices that have got nothing for a month and will get nothing; says how many."""
    live = Device.objects.live(now=now, key_mark=push.key_mark())
    gone = Device.objects.exclude(pk__in=live.values("pk"))
    since = now - KEEP_ENDED
    unused = Q(used_at__lt=since) | Q(used_at=None, added_at__lt=since)
    return gone.filter(unused).delete()[0]


def _checked(endpoint: str, p256dh: str, auth: str) -> Subscription:
    try:
        return checked_subscription(endpoint=endpoint, p256dh=p256dh, auth=auth, hosts=push.hosts())
    except Invalid as error:
        raise WrongSubscription(error.message) from None


def _make_room(person: AbstractBaseUser, *, now: dt.datetime) -> None:
    """Devices that get nothing any more make way; raises ``TooManyDevices`` for the others."""
    devices = queries.devices_of(person.pk, now=now)
    ended = [device.pk for device, is_live in devices if not is_live]
    if len(devices) - len(ended) >= MOST_DEVICES:
        raise TooManyDevices(
            _("You have %(count)d devices already. Remove one of them first.")
            % {"count": MOST_DEVICES}
        )
    if len(devices) >= MOST_DEVICES:
        for device_id in ended:
            forget_device(device_id)


def _device_behind(token: str, *, now: dt.datetime) -> Device:
    live = Device.objects.live(now=now, key_mark=push.key_mark())
    try:
        device_id, mark = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        device_id, mark = 0, ""
    device: Device | None = live.filter(pk=device_id, mark=mark).first()
    if device is None or not device.person.is_active:
        raise NoSuchDevice(_("You have no such device, or it is removed already."))
    return device
