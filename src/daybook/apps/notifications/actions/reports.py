"""What mail providers tell about mails they had taken, and what follows from it."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.notifications.actions.digests import forget_contexts, settle
from daybook.apps.notifications.actions.marketing import COMPLAINT, withdraw_from_marketing
from daybook.apps.notifications.actions.suppression import suppress
from daybook.apps.notifications.domain import State
from daybook.apps.notifications.domain.reports import Cause, Outcome, Report, without_addresses
from daybook.apps.notifications.models import Delivery, MailReport
from daybook.apps.notifications.queries.reports import delivery_told_of

log = structlog.get_logger(__name__)

CAUSES: Final = {Outcome.BOUNCED: Cause.BOUNCED, Outcome.COMPLAINED: Cause.COMPLAINED}
# A mail whose server gave no answer is tried again, or was given up; it has arrived all the same.
ENDED_BY_ARRIVAL: Final = (State.QUEUED.value, State.SENDING.value, State.FAILED.value)
# Whatever a delivery waits for, a hard bounce ends it; its worker will find it taken away.
ENDED_BY_BOUNCE: Final = (State.QUEUED.value, State.SENDING.value, State.SENT.value)


def take_reports(*, provider: str, reports: Iterable[Report], now: dt.datetime) -> int:
    """Note what ``provider`` tells; says how many of the reports were new.

    Each is taken once by its event's id, in a transaction of its own, so that a provider which
    tells everything again after a failure finishes what was begun. Reports about mails we know
    nothing of (any more) are only logged, without an address.
    """
    return sum(_take(provider, report, now=now) for report in reports)


@transaction.atomic
def _take(provider: str, report: Report, *, now: dt.datetime) -> bool:
    delivery = delivery_told_of(report.reference)
    if delivery is None:
        log.info("notifications.report-of-nothing", provider=provider, outcome=report.outcome)
        return False
    _row, is_new = MailReport.objects.get_or_create(
        provider=provider,
        event_id=report.event_id,
        defaults={
            "delivery": delivery,
            "outcome": report.outcome.value,
            "at": report.at,
            "told_at": now,
            "note": without_addresses(report.note),
        },
    )
    if is_new:
        _follow(delivery, report, now=now)
        log.info("notifications.report", delivery_id=delivery.pk, outcome=report.outcome)
    return is_new


def _follow(delivery: Delivery, report: Report, *, now: dt.datetime) -> None:
    if report.outcome is Outcome.DELIVERED:
        _arrive(delivery, report, now=now)
    cause = CAUSES.get(report.outcome)
    if cause is None:
        return
    message = delivery.message
    suppress(
        address=report.address or message.address or message.person.email,
        reason=without_addresses(report.note),
        cause=cause,
        now=now,
    )
    if cause is Cause.COMPLAINED:
        withdraw_from_marketing(person=message.person, place=COMPLAINT, now=now)
    if cause is Cause.BOUNCED:
        error = _("It came back: %(note)s") % {"note": without_addresses(report.note)}
        Delivery.objects.filter(pk=delivery.pk, state__in=ENDED_BY_BOUNCE).update(
            state=State.FAILED.value, finished_at=now, error=error[:500]
        )


def _arrive(delivery: Delivery, report: Report, *, now: dt.datetime) -> None:
    """Note when the mail arrived, the first time; one that arrived is not sent again."""
    this = Delivery.objects.filter(pk=delivery.pk)
    this.filter(delivered_at=None).update(delivered_at=min(report.at, now))
    tried = this.filter(state__in=ENDED_BY_ARRIVAL).exclude(reports__outcome=Outcome.BOUNCED.value)
    if tried.update(state=State.SENT.value, finished_at=now, error=""):
        settle(delivery, State.SENT, now=now)
        forget_contexts([delivery.message_id])
