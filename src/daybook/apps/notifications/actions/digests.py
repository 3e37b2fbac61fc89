"""Digests: what can wait is held, gathered into one mail for each person, and ends as it does.

A digest is a message of its own with a delivery like any other, so that it is claimed, retried and
set aside in the same way. What it gathers is marked in one transaction: whoever dies in the middle
has gathered nothing, and of two workers one finds something to gather.
"""

import datetime as dt
from typing import Final, Protocol

import structlog
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from daybook.apps.notifications import queries
from daybook.apps.notifications.domain import (
    Channel,
    Pace,
    State,
    delivery_time,
    digest_pace,
    digest_time,
    zone_of,
)
from daybook.apps.notifications.errors import UnknownKind
from daybook.apps.notifications.events import DeliveryQueued
from daybook.apps.notifications.models import Delivery, Message, Rest
from daybook.core.contributions import NotificationKind, Urgency
from daybook.core.events import publish
from daybook.lib.ids import sortable_id

log = structlog.get_logger(__name__)

DIGEST: Final = "notifications.digest"
OPEN: Final = (
    State.QUEUED.value,
    State.HELD.value,
    State.SENDING.value,
    State.FAILED.value,
)


class Unwanted(Protocol):
    """Says why a delivery is not sent after all; empty when it is."""

    def __call__(self, delivery: Delivery, kind: NotificationKind, *, now: dt.datetime) -> str:
        """Ask about one delivery."""


def held_until(
    at: dt.datetime, *, person: AbstractBaseUser, kind: NotificationKind, rest: Rest
) -> dt.datetime | None:
    """When the digest goes out that a message due ``at`` waits for; ``None`` if it need not.

    Marketing goes by itself: the way out of it means more than that of a digest.
    """
    pace = digest_pace(
        Pace(rest.pace),
        is_urgent=kind.urgency is Urgency.NOW,
        may_wait=kind.urgency is Urgency.LATER,
    )
    if pace is Pace.NOW or kind.is_marketing:
        return None
    return digest_time(
        at=at,
        pace=pace,
        zone=_zone(person),
        morning_at=rest.morning_at,
        quiet=rest.quiet,
        paused_until=rest.paused_until,
    )


def gather_digests(*, now: dt.datetime) -> int:
    """Make the digests that are due; says how many."""
    due = Delivery.objects.filter(state=State.HELD.value, digest=None, due_at__lte=now)
    people = due.order_by().values_list("message__person_id", flat=True).distinct()
    return sum(_gather(person_id, now=now) for person_id in list(people))


@transaction.atomic
def _gather(person_id: int, *, now: dt.datetime) -> bool:
    # The lock keeps two workers from making two digests of what is held; the condition of the
    # update keeps a message from being in both.
    people = get_user_model().objects.select_for_update(no_key=True)
    person = people.filter(pk=person_id).first()
    held = queries.held_for(person_id).filter(message__shown_at__lte=now)
    if person is None or not held.filter(due_at__lte=now).exists():
        return False
    if (later := _allowed_at(person, now=now)) > now:
        late = held.filter(due_at__lte=now).values_list("pk", flat=True)
        _still_held(list(late)).update(due_at=later)
        return False
    digest = Message.objects.create(
        person_id=person_id,
        kind=DIGEST,
        key=str(sortable_id(now)),
        subject=_("Digest"),
        is_in_inbox=False,
        created_at=now,
        shown_at=now,
    )
    count = _still_held(list(held.values_list("pk", flat=True))).update(digest=digest)
    delivery = Delivery.objects.create(
        message=digest, channel=Channel.EMAIL.value, due_at=now, queued_at=now
    )
    publish(DeliveryQueued(delivery_id=delivery.pk))
    log.info("notifications.digest", delivery_id=delivery.pk, count=count)
    return True


def trim(digest: Delivery, *, unwanted: Unwanted, now: dt.datetime) -> str:
    """Take out of a digest what is no longer wanted; says why it is not sent when nothing is left.

    Empty for whatever is no digest.
    """
    if digest.message.kind != DIGEST:
        return ""
    is_left = False
    for delivery in queries.gathered_in(digest.message_id):
        state, reason = _second_thought(delivery, unwanted, now=now)
        if not reason:
            is_left = True
            continue
        held = Delivery.objects.filter(pk=delivery.pk, state=State.HELD.value)
        held.update(state=state.value, finished_at=now, error=reason[:500])
        if state is State.DROPPED:
            forget_contexts([delivery.message_id])
    return "" if is_left else _("Nothing is left in it.")


def settle(digest: Delivery, state: State, *, now: dt.datetime, error: str = "") -> None:
    """End what a digest has gathered as the digest has ended; nothing for what is no digest."""
    if digest.message.kind != DIGEST:
        return
    held = Delivery.objects.filter(digest_id=digest.message_id, state=State.HELD.value)
    message_ids = list(held.values_list("message_id", flat=True))
    held.update(state=state.value, finished_at=now, error=error[:500])
    forget_contexts(message_ids)


def retime(*, person: AbstractBaseUser, now: dt.datetime) -> None:
    """Hold what is held by what the person has just said; what need not wait any more may go."""
    rest = queries.rest_of(person.pk)
    for delivery in queries.held_for(person.pk).select_related("message"):
        try:
            kind = queries.kind_called(delivery.message.kind)
        except UnknownKind:
            continue  # set aside with the next digest
        at = max(delivery.message.shown_at, now)
        due_at = held_until(at, person=person, kind=kind, rest=rest)
        state = State.QUEUED if due_at is None else State.HELD
        _still_held([delivery.pk]).update(state=state.value, due_at=due_at or at)


def forget_contexts(message_ids: list[int]) -> None:
    """Forget what may be secret in messages that have no open delivery left."""
    done = Message.objects.filter(pk__in=message_ids).exclude(deliveries__state__in=OPEN)
    done.update(context={}, address="")


def _still_held(keys: list[int]) -> QuerySet[Delivery]:
    """Those in no digest at the moment of an update, whatever they were when they were found."""
    return Delivery.objects.filter(pk__in=keys, state=State.HELD.value, digest=None)


def _second_thought(
    delivery: Delivery, unwanted: Unwanted, *, now: dt.datetime
) -> tuple[State, str]:
    try:
        kind = queries.kind_called(delivery.message.kind)
    except UnknownKind as error:
        return State.FAILED, error.message
    return State.DROPPED, unwanted(delivery, kind, now=now)


def _zone(person: AbstractBaseUser) -> dt.tzinfo:
    return zone_of(person.time_zone)  # type: ignore[attr-defined]


def _allowed_at(person: AbstractBaseUser, *, now: dt.datetime) -> dt.datetime:
    rest = queries.rest_of(person.pk)
    return delivery_time(
        at=now,
        is_urgent=False,
        zone=_zone(person),
        quiet=rest.quiet,
        paused_until=rest.paused_until,
    )
