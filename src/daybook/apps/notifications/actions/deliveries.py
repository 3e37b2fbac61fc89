"""Carrying out deliveries: each claimed once, tried until it is sent, rejected or given up."""

import datetime as dt
import secrets
from typing import Final

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from daybook.apps.notifications import queries
from daybook.apps.notifications.actions.carriers import carrier_of
from daybook.apps.notifications.domain import (
    ATTEMPTS,
    STALE_AFTER,
    State,
    delivery_time,
    wait_after,
    zone_of,
)
from daybook.apps.notifications.errors import Diverted, NotReached, Rejected, UnknownKind
from daybook.apps.notifications.models import Delivery, Message
from daybook.core.contributions import NotificationKind, Urgency

log = structlog.get_logger(__name__)

ROUND: Final = 200
# However long a provider asks us to wait, it is asked again on the next day.
LONGEST_WAIT: Final = dt.timedelta(days=1)
KEEP: Final = dt.timedelta(days=365)
KEEP_FAILED: Final = dt.timedelta(days=30)
OPEN: Final = (State.QUEUED.value, State.SENDING.value, State.FAILED.value)


def deliver(*, delivery_id: int, now: dt.datetime) -> bool:
    """Carry out one delivery if it is due and nobody else is at it; says whether it went well.

    At least once: a worker that dies after the provider has said yes, and before that is written
    down, leaves the delivery to another one, which sends it again (a mail under the same
    Message-ID). What is no longer wanted is dropped; what falls into quiet hours waits.
    """
    if not Delivery.objects.filter(_may_be_claimed(now), pk=delivery_id).update(
        state=State.SENDING.value, claimed_at=now, attempts=F("attempts") + 1
    ):
        return True
    delivery = Delivery.objects.select_related("message__person").get(pk=delivery_id)
    try:
        kind = queries.kind_called(delivery.message.kind)
    except UnknownKind as error:
        return _finish(delivery, State.FAILED, now=now, error=error.message)
    if delivery.attempts > ATTEMPTS:  # its workers died each time, or its template is broken
        return _finish(delivery, State.FAILED, now=now, error=_("It was given up."))
    if reason := _unwanted(delivery, kind):
        return _finish(delivery, State.DROPPED, now=now, error=reason)
    if (later := _allowed_at(delivery, kind, now=now)) > now:
        return _release(delivery, due_at=later, attempts=delivery.attempts - 1)
    return _send(delivery, kind, now=now)


def deliver_due(*, now: dt.datetime) -> int:
    """Carry out what is due and was left lying; leaves a channel that is away; says how many.

    It finds what a crash kept from being started, what waited for its time or for another try,
    and what a worker that died had claimed.
    """
    due = Delivery.objects.filter(_may_be_claimed(now)).order_by("due_at", "pk")
    away: set[str] = set()
    done = 0
    for delivery_id, channel in list(due.values_list("pk", "channel")[:ROUND]):
        if channel in away:
            continue
        if deliver(delivery_id=delivery_id, now=now):
            done += 1
        else:
            away.add(channel)
    return done


def resend(*, delivery: Delivery, now: dt.datetime) -> bool:
    """Give a dead letter another chance, with all its attempts; says whether it was one."""
    failed = Delivery.objects.filter(pk=delivery.pk, state=State.FAILED.value)
    return bool(
        failed.update(state=State.QUEUED.value, due_at=now, attempts=0, error="", finished_at=None)
    )


def drop(*, delivery: Delivery, now: dt.datetime) -> bool:
    """Give a delivery up that is not on its way; says whether it could be."""
    waiting = Delivery.objects.filter(
        pk=delivery.pk, state__in=[State.QUEUED.value, State.FAILED.value]
    )
    with transaction.atomic():
        is_dropped = bool(waiting.update(state=State.DROPPED.value, finished_at=now))
        if is_dropped:
            _forget_context(delivery.message_id)
    return is_dropped


def forget_old(*, now: dt.datetime) -> int:
    """Delete messages older than a year, and give up dead letters after a month; says how many."""
    for delivery in Delivery.objects.filter(
        state=State.FAILED.value, finished_at__lt=now - KEEP_FAILED
    ):
        drop(delivery=delivery, now=now)
    old = Message.objects.filter(created_at__lt=now - KEEP, shown_at__lt=now - KEEP)
    return old.exclude(deliveries__state__in=OPEN).delete()[0]


def _may_be_claimed(now: dt.datetime) -> Q:
    return Q(state=State.QUEUED.value, due_at__lte=now) | Q(
        state=State.SENDING.value, claimed_at__lt=now - STALE_AFTER
    )


def _unwanted(delivery: Delivery, kind: NotificationKind) -> str:
    """Why the message is not sent after all; empty when it is."""
    message = delivery.message
    if not message.person.is_active:
        return _("The account is closed.")
    chosen = queries.channels_of(message.person_id, message.kind, kind)
    if kind.may_be_off and (delivery.stands_in_for or delivery.channel) not in chosen:
        return _("The person has switched it off.")
    return carrier_of(delivery).unwanted(message, kind)


def _allowed_at(delivery: Delivery, kind: NotificationKind, *, now: dt.datetime) -> dt.datetime:
    rest = queries.rest_of(delivery.message.person_id)
    return delivery_time(
        at=now,
        is_urgent=kind.urgency is Urgency.NOW,
        zone=zone_of(delivery.message.person.time_zone),
        quiet=rest.quiet,
        paused_until=rest.paused_until,
    )


def _send(delivery: Delivery, kind: NotificationKind, *, now: dt.datetime) -> bool:
    try:
        provider_id = carrier_of(delivery).send(delivery, kind, now=now)
    except Rejected as error:
        return _finish(delivery, State.FAILED, now=now, error=error.message)
    except Diverted as error:
        return _finish(delivery, State.DROPPED, now=now, error=error.message)
    except NotReached as error:
        _try_later(delivery, error, now=now)
        return False
    return _finish(delivery, State.SENT, now=now, provider_id=provider_id)


def _try_later(delivery: Delivery, error: NotReached, *, now: dt.datetime) -> None:
    wait = wait_after(delivery.attempts, jitter=secrets.SystemRandom().uniform(-1, 1))
    if wait is None:
        _finish(delivery, State.FAILED, now=now, error=error.message)
        return
    asked = dt.timedelta(seconds=error.details.get("retry_after_seconds", 0))
    due_at = now + max(wait, min(asked, LONGEST_WAIT))
    _release(delivery, due_at=due_at, attempts=delivery.attempts, error=error.message)


def _mine(delivery: Delivery) -> Q:
    """Still claimed by us: another worker may have taken over from one that seemed dead."""
    return Q(pk=delivery.pk, state=State.SENDING.value, claimed_at=delivery.claimed_at)


@transaction.atomic
def _finish(
    delivery: Delivery, state: State, *, now: dt.datetime, error: str = "", provider_id: str = ""
) -> bool:
    Delivery.objects.filter(_mine(delivery)).update(
        state=state.value, finished_at=now, error=error[:500], provider_id=provider_id
    )
    if state is not State.FAILED:  # a dead letter needs its context to be sent again
        _forget_context(delivery.message_id)
    log.info(
        "notifications.delivery",
        delivery_id=delivery.pk,
        kind=delivery.message.kind,
        state=state.value,
        attempts=delivery.attempts,
    )
    return True


def _release(delivery: Delivery, *, due_at: dt.datetime, attempts: int, error: str = "") -> bool:
    Delivery.objects.filter(_mine(delivery)).update(
        state=State.QUEUED.value, due_at=due_at, attempts=attempts, error=error[:500]
    )
    return True


def _forget_context(message_id: int) -> None:
    message = Message.objects.filter(pk=message_id).exclude(deliveries__state__in=OPEN)
    message.update(context={}, address="")
