"""Letters to people who have no account any more."""

import datetime as dt

import structlog

from daybook.apps.notifications.clients import mail
from daybook.apps.notifications.clients.words import as_text, mail_page, spoken_to, words_of
from daybook.apps.notifications.errors import Rejected
from daybook.core.letters import LastLetter

log = structlog.get_logger(__name__)


def send_last(letter: LastLetter, *, now: dt.datetime) -> None:
    """Send ``letter`` at once and keep nothing of it; one no server takes is given up.

    Raises ``NotReached`` when the server is away: whoever asked tries again later.
    """
    frame = {"site_url": mail.site_url(), "unsubscribe_url": "", "kind_label": ""}
    with spoken_to(language=letter.language, zone=letter.time_zone):
        subject = words_of(letter.template, letter.context).subject
        page = mail_page(letter.template, letter.context, subject=subject, frame=frame)
    sent = mail.Mail(
        to=letter.address,
        subject=subject,
        text=as_text(page),
        html=page,
        message_id=mail.message_id(letter.key),
    )
    try:
        mail.post(sent, now=now)
    except Rejected:
        log.warning("notifications.last-letter-rejected", key=letter.key)
