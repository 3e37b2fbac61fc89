"""The mail of a message: its words, its frame, and the way out of it."""

from daybook.apps.notifications.actions.wishes import unsubscribe_token
from daybook.apps.notifications.clients.mail import Mail, site_url
from daybook.apps.notifications.clients.words import as_text, mail_page, spoken_to, words_of
from daybook.apps.notifications.models import Message
from daybook.core.contributions import NotificationKind


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
