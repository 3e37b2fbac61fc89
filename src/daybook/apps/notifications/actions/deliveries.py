"""Carrying out deliveries: each claimed once, tried until it is sent, rejected or given up."""

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Final

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from daybook.apps.notifications import queries
from daybook.apps.notifications.actions.carriers import carrier_of
from daybook.apps.notifications.actions.digests import OPEN, forget_contexts, settle, trim
from daybook.apps.notifications.clients.line import one_line
from daybook.apps.notifications.domain import (
    ATTEMPTS,
    LOST,
    STALE_AFTER,
    State,
    delivery_time,
    wait_after,
    zone_of,
)
from daybook.apps.notifications.domain.reports import Outcome
from daybook.apps.notifications.errors import Diverted, NotReached, Rejected, UnknownKind
from daybook.apps.notifications.models import Delivery, Message, SmsDay
from daybook.apps.notifications.queries.marketing import may_get
from daybook.core.contributions import NotificationKind, Urgency
from daybook.lib.periods import in_utc

log = structlog.get_logger(__name__)

ROUND: Final = 200
BEHIND: Final = 25
# However long a provider asks us to wait, it is asked again on the next day.
LONGEST_WAIT: Final = dt.timedelta(days=1)
KEEP: Final = dt.timedelta(days=365)
KEEP_DAYS: Final = dt.timedelta(days=30)
KEEP_FAILED: Final = dt.timedelta(days=30)


def deliver(*, delivery_id: int, now: dt.datetime) -> bool:
    """Carry out one delivery if it is due and nobody else is at it; says if its channel is there.

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
    if reason := _unwanted(delivery, kind, now=now) or trim(delivery, unwanted=_unwanted, now=now):
        return _finish(delivery, State.DROPPED, now=now, error=reason)
    if (later := _allowed_at(delivery, kind, now=now)) > now:
        return _release(delivery, due_at=later, attempts=delivery.attempts - 1)
    return _send(delivery, kind, now=now)


def deliver_on(*, delivery_id: int, clock: Callable[[], dt.datetime]) -> int:
    """See to one delivery and, over the same line, to some that wait behind it; says how many.

    Of many messages told at once each has a job of its own, so that none is forgotten; the first
    jobs send for the others, whose turn then costs next to nothing.
    """
    with one_line():
        if not deliver(delivery_id=delivery_id, now=clock()):
            return 0
        return 1 + deliver_due(now=clock(), clock=clock, most=BEHIND)


def deliver_due(
    *, now: dt.datetime, clock: Callable[[], dt.datetime] | None = None, most: int = ROUND
) -> int:
    """Carry out what is due and was left lying; leaves a channel that is away; says how many.

    It finds what a crash kept from being started, what waited for its time or for another try,
    and what a worker that died had claimed. All mail goes over one line to its server.
    ``clock`` says the time as the round goes on: a delivery claimed late in a long round must not
    look like one whose worker died. What was tried least comes first: many that cannot even be
    written must not stand before all others, time and again.
    """
    due = Delivery.objects.filter(_may_be_claimed(now)).order_by("attempts", "due_at", "pk")
    away: set[str] = set()
    done = 0
    with one_line():
        for delivery_id, channel in list(due.values_list("pk", "channel")[:most]):
            if channel in away:
                continue
            if deliver(delivery_id=delivery_id, now=clock() if clock else now):
                done += 1
            else:
                away.add(channel)
    return done


def resend(*, delivery: Delivery, now: dt.datetime) -> bool:
    """Give a dead letter another chance, with all its attempts; says whether it was one.

    One that was sent and came back, or never reached its phone, is none: what it said may be
    forgotten already.
    """
    failed = (
        Delivery.objects.filter(pk=delivery.pk, state=State.FAILED.value)
        .exclude(reports__outcome=Outcome.BOUNCED.value)
        .exclude(sms__fate__in=[fate.value for fate in LOST])
    )
    return bool(
        failed.update(
            state=State.QUEUED.value,
            due_at=now,
            attempts=0,
            error="",
            finished_at=None,
            digest=None,
        )
    )


def drop(*, delivery: Delivery, now: dt.datetime) -> bool:
    """Give a delivery up that is not on its way; says whether it could be."""
    waiting = Delivery.objects.filter(
        Q(state__in=[State.QUEUED.value, State.FAILED.value])
        | Q(state=State.HELD.value, digest=None),
        pk=delivery.pk,
    )
    with transaction.atomic():
        is_dropped = bool(waiting.update(state=State.DROPPED.value, finished_at=now))
        if is_dropped:
            settle(delivery, State.DROPPED, now=now)
            forget_contexts([delivery.message_id])
    return is_dropped


def forget_old(*, now: dt.datetime) -> int:
    """Delete messages older than a year, and give up dead letters after a month; says how many."""
    for delivery in Delivery.objects.filter(
        state=State.FAILED.value, finished_at__lt=now - KEEP_FAILED
    ):
        drop(delivery=delivery, now=now)
    SmsDay.objects.filter(day__lt=in_utc(now).date() - KEEP_DAYS).delete()
    old = Message.objects.filter(created_at__lt=now - KEEP, shown_at__lt=now - KEEP)
    return old.exclude(deliveries__state__in=OPEN).delete()[0]


def _may_be_claimed(now: dt.datetime) -> Q:
    return Q(state=State.QUEUED.value, due_at__lte=now) | Q(
        state=State.SENDING.value, claimed_at__lt=now - STALE_AFTER
    )


def _unwanted(delivery: Delivery, kind: NotificationKind, *, now: dt.datetime) -> str:
    """Why the message is not sent after all; empty when it is."""
    message = delivery.message
    if not message.person.is_active:
        return _("The account is closed.")
    if message.person.closes_at is not None and not kind.reaches_the_leaving:
        return _("The account is about to be deleted.")
    if not may_get(message.person, kind):
        return _("The person does not agree to news and offers.")
    chosen = queries.channels_of(message.person_id, message.kind, kind)
    if kind.may_be_off and (delivery.stands_in_for or delivery.channel) not in chosen:
        return _("The person has switched it off.")
    return carrier_of(delivery).unwanted(message, kind, now=now)


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
        return not error.is_away
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
    is_ours = Delivery.objects.filter(_mine(delivery)).update(
        state=state.value, finished_at=now, error=error[:500], provider_id=provider_id
    )
    if is_ours and state is not State.FAILED:  # a dead letter needs its context to be sent again
        settle(delivery, state, now=now, error=error)
        forget_contexts([delivery.message_id])
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
