"""What has happened to a message: by which ways it went, when, and how that ended."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from django.db.models import Prefetch, prefetch_related_objects

from daybook.apps.notifications.domain import LOST, Channel, Happening, State
from daybook.apps.notifications.domain.reports import Outcome
from daybook.apps.notifications.models import Delivery, Message, Reach

#: The moment of a delivery that tells about its state.
ENDS: Final = {
    State.SENT: Happening.SENT,
    State.FAILED: Happening.FAILED,
    State.DROPPED: Happening.DROPPED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, or will; ``note`` says why, where there is a reason."""

    what: Happening
    at: dt.datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What happened to a message by one channel, in order; ``digest_at`` if it came in a digest.

    ``segments`` is how many an SMS took, and 0 for whatever is none.
    """

    channel: Channel
    state: State
    attempts: int
    digest_at: dt.datetime | None
    steps: tuple[Step, ...]
    segments: int = 0


def history_of(message: Message) -> list[Trace]:
    """What happened to ``message``: in the inbox first, then by each channel out of Daybook."""
    deliveries = list(message.deliveries.select_related("digest", "sms").order_by("pk"))
    digests = [one.digest_id for one in deliveries if one.digest_id]
    mails = Delivery.objects.filter(message_id__in=digests).select_related("sms") if digests else ()
    reaches = Reach.objects.select_related("device").order_by("at", "pk")
    prefetch_related_objects([*deliveries, *mails], "reports", Prefetch("reaches", reaches))
    carriers = {mail.message_id: mail for mail in mails}
    inbox = [_in_the_inbox(message)] if message.is_in_inbox else []
    return inbox + [_outside(one, carriers.get(one.digest_id or 0)) for one in deliveries]


def _in_the_inbox(message: Message) -> Trace:
    steps = [Step(Happening.SHOWN, message.shown_at)]
    if message.read_at:
        steps.append(Step(Happening.READ, message.read_at))
    return Trace(
        channel=Channel.INBOX, state=State.SENT, attempts=0, digest_at=None, steps=tuple(steps)
    )


def _outside(delivery: Delivery, digest: Delivery | None) -> Trace:
    # What was taken out of its digest, or given up, has an end of its own.
    goes_along = digest is not None and delivery.state in {State.HELD, State.SENT}
    carried = digest if digest is not None and goes_along else delivery
    return Trace(
        channel=Channel(delivery.channel),
        state=State(carried.state),
        attempts=carried.attempts,
        digest_at=delivery.digest.shown_at if delivery.digest else None,
        steps=tuple(_steps(delivery, carried)),
        segments=delivery.sms.segments if hasattr(delivery, "sms") else 0,
    )


def _steps(delivery: Delivery, carried: Delivery) -> Iterator[Step]:
    is_held = delivery.digest_id is not None or delivery.state == State.HELD
    yield Step(Happening.HELD if is_held else Happening.QUEUED, delivery.queued_at)
    if delivery.digest:
        yield Step(Happening.GATHERED, delivery.digest.shown_at)
    if carried.state in {State.QUEUED, State.HELD}:
        yield Step(Happening.DUE, carried.due_at)
    if carried.state == State.SENDING and carried.claimed_at:
        yield Step(Happening.SENDING, carried.claimed_at)
    yield from _told(carried, Outcome.DELAYED, Happening.DELAYED)
    for reach in delivery.reaches.all():
        what = Happening.REACHED if reach.has_arrived else Happening.REFUSED
        yield Step(what, reach.at, reach.device.name)
    came_back = list(_told(carried, Outcome.BOUNCED, Happening.BOUNCED))
    end = _end_of(carried)
    if end and carried.finished_at and not came_back:
        yield Step(end, carried.finished_at, carried.error)
    yield from came_back
    if carried.delivered_at:
        yield Step(Happening.DELIVERED, carried.delivered_at)
    if delivery.opened_at:
        yield Step(Happening.OPENED, delivery.opened_at)
    yield from _told(carried, Outcome.COMPLAINED, Happening.COMPLAINED)


def _told(delivery: Delivery, outcome: Outcome, what: Happening) -> Iterator[Step]:
    """What the provider has reported of this kind, in order."""
    for report in sorted(delivery.reports.all(), key=attrgetter("at", "pk")):
        if report.outcome == outcome:
            yield Step(what, report.at, report.note)


def _end_of(delivery: Delivery) -> Happening | None:
    """How it ended; an SMS that was sent and never reached its phone was not delivered."""
    fate = delivery.sms.fate if hasattr(delivery, "sms") else ""
    if delivery.state == State.FAILED and fate in LOST:
        return Happening.UNDELIVERED
    return ENDS.get(State(delivery.state))
