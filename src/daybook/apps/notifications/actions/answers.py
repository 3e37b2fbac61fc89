"""Done and Snooze: what most messages let a person do at once."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from daybook.apps.notifications.actions.telling import notify
from daybook.apps.notifications.models import Message

SNOOZE: Final = dt.timedelta(hours=1)


def mark_done(person: AbstractBaseUser, context: Mapping[str, Any], now: dt.datetime) -> str:
    """Note that the message is read; says so."""
    unread = Message.objects.filter(
        pk=context["message_id"], person_id=person.pk, read_at__isnull=True
    )
    unread.update(read_at=now)
    return _("Done. The message is marked as read.")


def snooze(person: AbstractBaseUser, context: Mapping[str, Any], now: dt.datetime) -> str:
    """Tell the message again in an hour, and take it as read until then; says so.

    A kind that offers this keeps for its actions all that its template needs.
    """
    message = Message.objects.get(pk=context["message_id"], person_id=person.pk)
    notify(
        kind=message.kind,
        person=person,
        context=message.kept_context,
        key=f"snoozed:{message.pk}",
        at=now + SNOOZE,
        now=now,
    )
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now)
    return _("You will be told again in an hour.")
