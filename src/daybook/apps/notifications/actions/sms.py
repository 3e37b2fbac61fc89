"""The carrier of SMS: the text of a message, what it costs, and the way out of it.

Twilio has no idempotency key. The moment before it is asked is written down; when its answer is
not heard, its list of messages is searched before it is asked again.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from daybook.apps.notifications import queries
from daybook.apps.notifications.actions.suppression import suppress
from daybook.apps.notifications.clients import sms
from daybook.apps.notifications.clients.mail import site_url
from daybook.apps.notifications.clients.words import sms_of, spoken_to
from daybook.apps.notifications.domain import DAILY_SEGMENTS, MOST_SEGMENTS
from daybook.apps.notifications.domain.reports import Cause
from daybook.apps.notifications.errors import (
    BadNumber,
    CapReached,
    MaybeSent,
    NotReached,
    Rejected,
    Stopped,
)
from daybook.apps.notifications.models import Delivery, Message, Phone, Sms, SmsDay
from daybook.core.contributions import NotificationKind
from daybook.lib.gsm import Size, shortened, size_of
from daybook.lib.periods import in_utc


def is_usable(person: AbstractBaseUser, kind: str) -> bool:
    """Whether there is SMS and the person has confirmed a number; a code goes to any number."""
    if not sms.is_on():
        return False
    if kind == queries.CODE_KIND:
        return True
    number = queries.confirmed_number(person)
    return bool(number) and not queries.is_suppressed(number)


def unwanted(message: Message, kind: NotificationKind, *, now: dt.datetime) -> str:
    """Why ``message`` is not sent after all; empty where it is.

    A number that has answered STOP gets nothing whatever by SMS, and a code that would come too
    late is not sent.
    """
    del kind
    if not sms.is_on():
        return _("There is no SMS here any more.")
    number = number_of(message)
    if not number:
        return _("The number is not confirmed.")
    if queries.is_suppressed(number):
        return _("The number gets no SMS.")
    if message.kind == queries.CODE_KIND and not _is_awaited(message, now=now):
        return _("The code is no longer waited for.")
    return ""


def number_of(message: Message) -> str:
    """Where the SMS of ``message`` goes: the number being confirmed, or the confirmed one."""
    if message.kind == queries.CODE_KIND:
        return str(message.address)
    return queries.confirmed_number(message.person)


def sms_preview(*, person: AbstractBaseUser, kind: str) -> tuple[str, Size]:
    """What an SMS of ``kind`` without anything of its own would say, and how long it is."""
    text = _text(queries.kind_called(kind), {}, person, place="")
    return text, size_of(text)


def send(delivery: Delivery, kind: NotificationKind, *, now: dt.datetime) -> str:
    """Hand the SMS to the provider and answer with its id.

    What may have been sent before is looked for first, so that it is not sent twice. Raises
    ``Rejected``, and ``NotReached``: ``CapReached`` when the day's segments are used up.
    """
    known = Sms.objects.get_or_create(delivery=delivery)[0]
    if known.sid:  # its report was quicker than the answer, or than the crash of a worker
        return known.sid
    outgoing = _outgoing(delivery, kind)
    if found := _found(known, outgoing):
        return _keep(delivery, found)
    segments = outgoing.size.segments
    _spend(delivery, segments, now=now)
    this = Sms.objects.filter(pk=known.pk)
    this.update(asked_at=known.asked_at or now, segments=segments)
    try:
        sid = sms.post(outgoing, now=now)
    except MaybeSent:
        raise
    except (NotReached, Rejected) as error:
        _refund(delivery, segments, now=now)
        this.update(asked_at=known.asked_at)
        _learn(outgoing.to, error, now=now)
        raise
    return _keep(delivery, sid)


def _outgoing(delivery: Delivery, kind: NotificationKind) -> sms.Outgoing:
    message = delivery.message
    place = f"{message.pk}/" if message.is_in_inbox else ""
    text = _text(kind, message.context, message.person, place=place)
    return sms.Outgoing(
        to=number_of(message),
        text=text,
        size=size_of(text),
        report_url=f"{site_url()}/webhooks/twilio/reports/{delivery.pk}/",
    )


def _text(
    kind: NotificationKind, context: Mapping[str, Any], person: AbstractBaseUser, *, place: str
) -> str:
    """The text in the person's language; one that is too long ends with a link to the rest."""
    language, zone = getattr(person, "language", ""), getattr(person, "time_zone", "")
    with spoken_to(language=language, zone=zone):
        text = sms_of(kind.template, {**context, "site_url": site_url()})
    return shortened(text, most=MOST_SEGMENTS, ending=f" {site_url()}/inbox/{place}")


def _is_awaited(message: Message, *, now: dt.datetime) -> bool:
    waiting = Phone.objects.filter(person_id=message.person_id, number=message.address)
    return waiting.filter(code_until__gt=now).exclude(digest="").exists()


def _found(known: Sms, outgoing: sms.Outgoing) -> str:
    if known.asked_at is None:
        return ""
    others = Sms.objects.filter(asked_at__gte=known.asked_at - sms.SKEW).exclude(pk=known.pk)
    taken = frozenset(others.values_list("sid", flat=True))
    return sms.found_since(outgoing, known.asked_at, known=taken)


def _keep(delivery: Delivery, sid: str) -> str:
    """Write the provider's id down; two deliveries never share one."""
    try:
        with transaction.atomic():
            Sms.objects.filter(pk=delivery.pk, sid="").update(sid=sid)
    except IntegrityError as error:
        raise MaybeSent("Another delivery has this message.") from error
    return sid


@transaction.atomic
def _spend(delivery: Delivery, segments: int, *, now: dt.datetime) -> None:
    """Count ``segments`` for the person and for all; raises ``CapReached`` and counts nothing."""
    day = in_utc(now).date()
    limits = ((delivery.message.person_id, DAILY_SEGMENTS), (None, settings.SMS_DAILY_LIMIT))
    for person_id, most in limits:
        SmsDay.objects.get_or_create(day=day, person_id=person_id)
        spent = SmsDay.objects.filter(day=day, person_id=person_id, segments__lte=most - segments)
        if not spent.update(segments=F("segments") + segments):
            raise CapReached(
                _("So many SMS were sent today that this one waits for tomorrow."),
                retry_after_seconds=_seconds_left(now),
            )


@transaction.atomic
def _refund(delivery: Delivery, segments: int, *, now: dt.datetime) -> None:
    """Take back what was counted for an SMS that was certainly not sent."""
    for person_id in (delivery.message.person_id, None):
        spent = SmsDay.objects.filter(
            day=in_utc(now).date(), person_id=person_id, segments__gte=segments
        )
        spent.update(segments=F("segments") - segments)


def _seconds_left(now: dt.datetime) -> int:
    """Seconds until the next day begins in UTC."""
    tomorrow = in_utc(now).date() + dt.timedelta(days=1)
    midnight = dt.datetime.combine(tomorrow, dt.time(), tzinfo=dt.UTC)
    return int((midnight - now).total_seconds()) + 1


def _learn(number: str, error: Exception, *, now: dt.datetime) -> None:
    """Send nothing more to a number that has said STOP, or that cannot get SMS."""
    if isinstance(error, Stopped):
        suppress(address=number, reason=error.message, cause=Cause.STOPPED, now=now)
    elif isinstance(error, BadNumber):
        Phone.objects.filter(number=number).update(confirmed_at=None, digest="", code_until=None)
