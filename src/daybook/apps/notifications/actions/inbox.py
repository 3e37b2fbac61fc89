"""What people do with the messages in their inbox."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.notifications import queries
from daybook.apps.notifications.domain import address_mark
from daybook.apps.notifications.models import (
    Device,
    Message,
    Phone,
    Preference,
    Rest,
    SmsDay,
    Suppression,
)


def read(*, person: AbstractBaseUser, message_id: int, now: dt.datetime) -> Message:
    """Note that the person has opened a message, the first time; raises ``NotYours``."""
    message = queries.message_of(person.pk, message_id, now=now)
    if message.read_at is None:
        Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now)
        message.read_at = now
    return message


def read_all(*, person: AbstractBaseUser, now: dt.datetime) -> int:
    """Note that the person has read everything that lies in the inbox; says how many were new."""
    return Message.objects.shown_to(person.pk, now=now).unread().update(read_at=now)


def delete(*, person: AbstractBaseUser, message_id: int, now: dt.datetime) -> None:
    """Take a message out of the inbox and forget its text; raises ``NotYours``.

    Its key stays, so that the same message is not told again.
    """
    message = queries.message_of(person.pk, message_id, now=now)
    Message.objects.filter(pk=message.pk).update(is_in_inbox=False, text="", read_at=now)


@transaction.atomic
def forget_person(*, person: AbstractBaseUser) -> None:
    """Delete all that is kept about the person, the mark of their address included.

    The mark of a number that has answered STOP stays: whoever has it does not want our SMS.
    """
    Message.objects.filter(person_id=person.pk).delete()
    Preference.objects.filter(person_id=person.pk).delete()
    Rest.objects.filter(person_id=person.pk).delete()
    Phone.objects.filter(person_id=person.pk).delete()
    SmsDay.objects.filter(person_id=person.pk).delete()
    Device.objects.filter(person_id=person.pk).delete()
    email = getattr(person, "email", "")
    Suppression.objects.filter(mark=address_mark(email)).delete()
