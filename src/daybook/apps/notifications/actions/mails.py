"""The carrier of e-mail: the mail of a message, its words, its frame, and the way out of it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from daybook.apps.notifications.actions.digest_mails import (
    digest_context,
    digest_token,
    optional_kinds,
    paths_of,
)
from daybook.apps.notifications.actions.digests import DIGEST
from daybook.apps.notifications.actions.suppression import suppress
from daybook.apps.notifications.actions.wishes import unsubscribe_token
from daybook.apps.notifications.clients import mail
from daybook.apps.notifications.clients.links import through
from daybook.apps.notifications.clients.mail import Mail, site_url
from daybook.apps.notifications.clients.words import as_text, mail_page, spoken_to, words_of
from daybook.apps.notifications.domain import address_mark
from daybook.apps.notifications.domain.reports import without_addresses
from daybook.apps.notifications.errors import Rejected
from daybook.apps.notifications.models import Delivery, Message, Suppression
from daybook.apps.notifications.queries import gathered_in, rest_of
from daybook.core.contributions import NotificationKind

UNSUBSCRIBE: Final = "List-Unsubscribe"
ONE_CLICK: Final = ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")


def is_usable(person: AbstractBaseUser, kind: str) -> bool:
    """Everybody has an e-mail address."""
    del kind
    return bool(getattr(person, "email", ""))


def unwanted(message: Message, kind: NotificationKind, *, now: dt.datetime) -> str:
    """Why the address gets no mail of an optional kind; empty where it does."""
    del now
    mark = address_mark(message.address or message.person.email)
    if kind.may_be_off and Suppression.objects.filter(mark=mark).exists():
        return _("The address gets no optional mail.")
    return ""


def send(delivery: Delivery, kind: NotificationKind, *, now: dt.datetime) -> str:
    """Hand the mail to its server; an address it refuses gets nothing optional any more.

    Raises ``Rejected`` and ``NotReached``.
    """
    letter = mail_of(delivery, kind)
    try:
        mail.post(letter, now=now)
    except Rejected as error:
        if UNSUBSCRIBE in letter.headers:
            suppress(address=letter.to, reason=without_addresses(error.message), now=now)
        raise
    return letter.message_id


def mail_of(delivery: Delivery, kind: NotificationKind) -> Mail:
    """The mail of ``delivery`` in the person's language; a digest speaks of what it has gathered.

    One with something that may be switched off carries the one-click unsubscribe of RFC 8058, and
    its links lead through a page of ours unless the person does not want that to be noted.
    """
    message = delivery.message
    person = message.person
    with spoken_to(language=person.language, zone=person.time_zone):
        held = gathered_in(message.pk) if message.kind == DIGEST else []
        context = digest_context(held) if held else message.context
        frame = _frame(message, kind, held)
        subject = words_of(kind.template, context).subject
        page = mail_page(kind.template, context, subject=subject, frame=frame)
    headers: dict[str, str] = {}
    if frame["unsubscribe_url"]:
        headers = {UNSUBSCRIBE: f"<{frame['unsubscribe_url']}>", ONE_CLICK[0]: ONE_CLICK[1]}
        if rest_of(person.pk).notes_openings:
            page = through(
                page,
                site=site_url(),
                delivery_id=delivery.pk,
                owners=paths_of(held),
                but=frame["unsubscribe_url"],
            )
    return Mail(
        to=message.address or person.email,
        subject=subject,
        text=as_text(page),
        html=page,
        message_id=mail.message_id(delivery.pk),
        headers=headers,
    )


def _frame(message: Message, kind: NotificationKind, held: Sequence[Delivery]) -> dict[str, Any]:
    """What stands round the words: where the site is, and the way out of what is optional."""
    frame = {"site_url": site_url(), "unsubscribe_url": "", "kind_label": str(kind.label)}
    frame["is_marketing"] = "yes" if kind.is_marketing else ""
    if held and (labels := optional_kinds(held)):
        address = f"{site_url()}/inbox/digest/{digest_token(message)}/off/"
        return frame | {"unsubscribe_url": address, "labels": labels}
    if kind.may_be_off:
        token = unsubscribe_token(person_id=message.person_id, kind=message.kind)
        frame["unsubscribe_url"] = f"{site_url()}/inbox/unsubscribe/{token}/"
    return frame
