"""What would have been sent, where there is no provider."""

from django.utils.translation import gettext as _

from daybook.apps.notifications.clients import outbox
from daybook.apps.notifications.clients.outbox import Kept
from daybook.apps.notifications.errors import NotYours


def kept_mails() -> list[Kept]:
    """The mails that would have been sent, newest first."""
    return outbox.kept()


def kept_mail(name: str) -> Kept:
    """One of them; raises ``NotYours`` when there is no such mail."""
    kept = outbox.one(name)
    if kept is None:
        raise NotYours(_("There is no such mail."))
    return kept
