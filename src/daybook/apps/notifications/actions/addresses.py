"""An address that mail came back from, confirmed again by somebody who reads what is sent there."""

import datetime as dt
from typing import Final

import structlog
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from daybook.apps.notifications.actions.telling import notify
from daybook.apps.notifications.clients.mail import site_url
from daybook.apps.notifications.errors import LinkOver
from daybook.apps.notifications.models import Suppression
from daybook.apps.notifications.queries.reports import suppression_of
from daybook.core.limits import Limit, spend
from daybook.lib.ids import sortable_id

log = structlog.get_logger(__name__)

ADDRESS_CHECK: Final = "notifications.address-check"
CHECKS: Final = Limit("address-check", 3, 3600)
SALT: Final = "daybook.notifications.address-check"
LINK_LASTS: Final = dt.timedelta(days=3)


def ask_to_confirm_address(*, person: AbstractBaseUser, now: dt.datetime) -> bool:
    """Send a link to the person's address that lets optional mail go there again.

    ``False`` where it does already. Raises ``TooMany`` after three letters in an hour.
    """
    email = str(getattr(person, "email", ""))
    suppression = suppression_of(email)
    if suppression is None:
        return False
    spend(CHECKS, str(person.pk), now=now)
    ends = int((now + LINK_LASTS).timestamp())
    token = signing.dumps([suppression.pk, suppression.mark, ends], salt=SALT)
    path = reverse("notifications:confirm-address", args=[token])
    notify(
        kind=ADDRESS_CHECK,
        person=person,
        context={"link": site_url() + path},
        key=str(sortable_id(now)),
        now=now,
    )
    return True


def check_link(token: str, *, now: dt.datetime) -> tuple[int, str]:
    """The suppression a link ends, and its mark; raises ``LinkOver``."""
    try:
        suppression_id, mark, ends = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise LinkOver(_("This link does not lead anywhere. Was it cut off?")) from None
    if now.timestamp() > ends:
        raise LinkOver(_("This link is too old. Your settings send you another one."))
    return int(suppression_id), str(mark)


def confirm_address(*, token: str, now: dt.datetime) -> None:
    """Let optional mail go to the address again; may be done again.

    Raises ``LinkOver`` for a link that is not ours or too old, and where mail has come back once
    more since it was sent.
    """
    suppression_id, mark = check_link(token, now=now)
    found = Suppression.objects.filter(mark=mark)
    if found.filter(pk=suppression_id).delete()[0]:
        log.info("notifications.address-confirmed", suppression_id=suppression_id)
    elif found.exists():
        raise LinkOver(_("E-mail has come back once more since. Ask for another link."))
