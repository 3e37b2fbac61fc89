"""What the provider of SMS tells us: answers of people, and what became of a message."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import structlog
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from daybook.apps.notifications.actions.suppression import suppress
from daybook.apps.notifications.clients import sms
from daybook.apps.notifications.clients.mail import site_url
from daybook.apps.notifications.domain import (
    LOST,
    Fate,
    Reply,
    State,
    address_mark,
    fates_before,
    reply_of,
)
from daybook.apps.notifications.domain.reports import Cause
from daybook.apps.notifications.errors import Forged
from daybook.apps.notifications.models import Delivery, Sms, Suppression

log = structlog.get_logger(__name__)

STOP_REASON: Final = "STOP by SMS"
REASON_LENGTH: Final = 100
# Whatever the delivery waits for, this ends it; its worker will find it taken away.
ENDED_BY_REPORT: Final = (State.QUEUED.value, State.SENDING.value, State.SENT.value)
STOPPED_CODE: Final = str(sms.STOPPED)
# Twilio's other words for stages of ours.
FATES: Final = {"accepted": Fate.QUEUED, "scheduled": Fate.QUEUED, "read": Fate.DELIVERED} | {
    fate.value: fate for fate in Fate
}


def check_signature(*, path: str, fields: Mapping[str, list[str]], signature: str) -> None:
    """Make sure that the provider posted ``fields`` to ``path``; raises ``Forged``.

    The address it signs is the one people know this site by, never what a request claims.
    """
    if not sms.is_configured():
        raise Forged(_("There is no SMS here."))
    good = sms.signatures_of(site_url() + path, fields)
    if not any(constant_time_compare(one, signature) for one in good):
        log.warning("notifications.sms-forged", path=path)
        raise Forged(_("This is not signed by Twilio."))


def take_reply(*, number: str, text: str, now: dt.datetime) -> str:
    """Obey an answer to an SMS, and say what is answered to it; nothing for other words.

    Twilio answers STOP and START itself. May be told again.
    """
    asked = reply_of(text)
    if asked is Reply.STOP:
        suppress(address=number, reason=STOP_REASON, cause=Cause.STOPPED, now=now)
    elif asked is Reply.START:
        Suppression.objects.filter(mark=address_mark(number)).delete()
    log.info("notifications.sms-reply", asked=asked.value if asked else "nothing")
    if asked is not Reply.HELP:
        return ""
    return _("Daybook sends you the messages you chose at %(site)s. Reply STOP to end them.") % {
        "site": f"{site_url()}/inbox/settings/"
    }


@transaction.atomic
def take_report(
    *, delivery_id: int, sid: str, fate: str, error_code: str, number: str, now: dt.datetime
) -> bool:
    """Note what became of an SMS; says whether that was news.

    Reports come twice and overtake each other: only a later stage replaces an earlier one, and
    what a message that is not ours says is left alone. One that did not arrive is a failed one.
    """
    known = FATES.get(fate)
    if known is None or not _is_its(delivery_id, sid):
        log.info("notifications.sms-report-of-nothing", fate=fate)
        return False
    reason = f"Twilio {error_code}"[:REASON_LENGTH] if error_code else ""
    earlier = [value.value for value in fates_before(known)]
    is_news = bool(
        Sms.objects.filter(pk=delivery_id, fate__in=["", *earlier]).update(
            fate=known.value, told_at=now, reason=reason
        )
    )
    if is_news:
        _follow(delivery_id, known, reason, now=now)
    if is_news and error_code == STOPPED_CODE:
        suppress(address=number, reason=reason, cause=Cause.STOPPED, now=now)
    return is_news


def _follow(delivery_id: int, fate: Fate, reason: str, *, now: dt.datetime) -> None:
    """Note on the delivery itself how it ended."""
    delivery = Delivery.objects.filter(pk=delivery_id)
    if fate is Fate.DELIVERED:
        delivery.filter(delivered_at=None).update(delivered_at=now)
    elif fate in LOST:
        delivery.filter(state__in=ENDED_BY_REPORT).update(
            state=State.FAILED.value, finished_at=now, error=reason
        )


def _is_its(delivery_id: int, sid: str) -> bool:
    """Whether ``sid`` is the id of the delivery; the first report may come before our answer."""
    try:
        with transaction.atomic():
            Sms.objects.filter(pk=delivery_id, sid="", asked_at__isnull=False).update(sid=sid)
    except IntegrityError:
        return False
    return bool(sid) and Sms.objects.filter(pk=delivery_id, sid=sid).exists()
