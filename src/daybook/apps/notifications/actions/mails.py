"""The carrier of e-mail: the mail of a message, its words, its frame, and the way out of it."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from daybook.apps.notifications.actions.suppression import suppress
from daybook.apps.notifications.actions.wishes import unsubscribe_token
from daybook.apps.notifications.clients import mail
from daybook.apps.notifications.clients.mail import Mail, site_url
from daybook.apps.notifications.clients.words import as_text, mail_page, spoken_to, words_of
from daybook.apps.notifications.domain import address_mark
from daybook.apps.notifications.errors import Rejected
from daybook.apps.notifications.models import Delivery, Message, Suppression
from daybook.core.contributions import NotificationKind


def is_usable(person: AbstractBaseUser, kind: str) -> bool:
    """Everybody has an e-mail address."""
    del kind
    return bool(getattr(person, "email", ""))


def unwanted(message: Message, kind: NotificationKind) -> str:
    """Why the address gets no mail of an optional kind; empty where it does."""
    mark = address_mark(message.address or message.person.email)
    if kind.may_be_off and Suppression.objects.filter(mark=mark).exists():
        return _("The address gets no optional mail.")
    return ""


def send(delivery: Delivery, kind: NotificationKind, *, now: dt.datetime) -> str:
    """Hand the mail to its server; an address it refuses gets nothing optional any more.

    Raises ``Rejected`` and ``NotReached``.
    """
    letter = mail_of(delivery.message, kind, message_id=mail.message_id(delivery.pk))
    try:
        mail.post(letter, now=now)
    except Rejected as error:
        if kind.may_be_off:
            suppress(address=letter.to, reason=error.message, now=now)
        raise
    return letter.message_id


def mail_of(message: Message, kind: NotificationKind, *, message_id: str) -> Mail:
    """The mail of ``message`` in the person's language.

    One whose kind may be switched off carries the one-click unsubscribe of RFC 8058.
    """
    person = message.person
    frame = {"site_url": site_url(), "unsubscribe_url": "", "kind_label": str(kind.label)}
    headers: dict[str, str] = {}
    if kind.may_be_off:
        token = unsubscribe_token(person_id=person.pk, kind=message.kind)
        frame["unsubscribe_url"] = f"{site_url()}/inbox/unsubscribe/{token}/"
        headers["List-Unsubscribe"] = f"<{frame['unsubscribe_url']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with spoken_to(language=person.language, zone=person.time_zone):
        subject = words_of(kind.template, message.context).subject
        page = mail_page(kind.template, message.context, subject=subject, frame=frame)
    return Mail(
        to=message.address or person.email,
        subject=subject,
        text=as_text(page),
        html=page,
        message_id=message_id,
        headers=headers,
    )
