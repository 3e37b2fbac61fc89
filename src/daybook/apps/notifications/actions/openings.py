"""Links of mails that are followed: where they lead, and that they were opened."""

import datetime as dt

from django.utils.translation import gettext as _

from daybook.apps.notifications.clients.links import led_to
from daybook.apps.notifications.errors import NotYours
from daybook.apps.notifications.models import Delivery, Rest


def follow(*, token: str, is_opened: bool, now: dt.datetime) -> str:
    """The path of this site that a link in a mail leads to; raises ``NotYours``.

    Where it is opened rather than looked at beforehand, the first time is noted, unless the person
    does not want that. A link outlives the message it came with.
    """
    found = led_to(token)
    if found is None:
        raise NotYours(_("This link does not lead anywhere. Was it cut off?"))
    delivery_id, path = found
    if is_opened:
        _note(delivery_id, now=now)
    return path


def _note(delivery_id: int, *, now: dt.datetime) -> None:
    unopened = Delivery.objects.filter(pk=delivery_id, opened_at=None)
    silent = Rest.objects.filter(notes_openings=False).values("person_id")
    # The second time costs no write: on SQLite it would wait for all others.
    if unopened.exclude(message__person_id__in=silent).exists():
        unopened.update(opened_at=now)
