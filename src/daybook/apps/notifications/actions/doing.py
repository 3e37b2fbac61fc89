"""What is done with a message at once: in the inbox, or from a notification without a sign-in."""

import datetime as dt
from typing import Any, Final

import structlog
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.notifications import queries
from daybook.apps.notifications.errors import NoSuchAction
from daybook.apps.notifications.models import ActionTaken, Message
from daybook.core.limits import Limit, spend

log = structlog.get_logger(__name__)

SALT: Final = "daybook.notifications.action"
TOKEN_LIFE: Final = dt.timedelta(days=7)
PRESSES: Final = Limit("notifications-actions", 60, 3600)
RESULT_LENGTH: Final = 255


def take_action(
    *, person: AbstractBaseUser, message_id: int, action: str, now: dt.datetime
) -> ActionTaken:
    """Do ``action`` with a message of the person's inbox; raises ``NotYours``, ``NoSuchAction``."""
    return _take(queries.message_of(person.pk, message_id, now=now), action, now=now)


def action_token(message: Message, action: str, *, now: dt.datetime) -> str:
    """The token that lets a notification do this one thing with this one message, for a week."""
    until = int((now + TOKEN_LIFE).timestamp())
    return signing.dumps([message.pk, action, until], salt=SALT)


def take_by_token(*, token: str, address: str, now: dt.datetime) -> ActionTaken:
    """Do what ``token`` is for, without a sign-in; a second time only tells what came of it.

    Raises ``NoSuchAction`` for a token that is not ours, too old, or about something that has
    gone, and ``TooMany`` for an ``address`` that tries too often.
    """
    spend(PRESSES, address, now=now)
    message_id, action = _read(token, now=now)
    message = Message.objects.select_related("person").filter(pk=message_id).first()
    if message is None or not message.person.is_active:
        raise _too_late()
    return _take(message, action, now=now)


@transaction.atomic
def _take(message: Message, name: str, *, now: dt.datetime) -> ActionTaken:
    """Run the action and note it, once: whoever comes second waits here and gets the note."""
    kind = queries.kind_called(message.kind)
    action = queries.action_called(kind, name)
    taken, is_new = ActionTaken.objects.get_or_create(
        message_id=message.pk, action=name, defaults={"at": now}
    )
    if is_new:
        context: dict[str, Any] = {**message.kept_context, "message_id": message.pk}
        taken.result = str(action.act(message.person, context, now))[:RESULT_LENGTH]
        taken.save(update_fields=["result"])
        log.info("notifications.action", kind=message.kind, action=name)
    return taken


def _read(token: str, *, now: dt.datetime) -> tuple[int, str]:
    try:
        message_id, action, until = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise _too_late() from None
    if now.timestamp() >= until:
        raise _too_late()
    return int(message_id), str(action)


def _too_late() -> NoSuchAction:
    return NoSuchAction(_("This can no longer be done from here. Open the inbox."))
