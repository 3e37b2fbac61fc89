"""Reads about what lies in people's inboxes."""

import datetime as dt
from typing import Final

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from daybook.apps.notifications.domain import Channel
from daybook.apps.notifications.errors import NotYours
from daybook.apps.notifications.models import Message

PAGE_SIZE: Final = 20


def inbox_of(
    person_id: int, *, page: int | str, now: dt.datetime, has_actions: bool = False
) -> Page[Message]:
    """A page of the person's inbox, newest first; a page that does not exist is the nearest.

    With ``has_actions`` it knows what was done with each message.
    """
    shown = Message.objects.shown_to(person_id, now=now)
    if has_actions:
        shown = shown.prefetch_related("taken")
    return Paginator(shown, PAGE_SIZE).get_page(page)


def unread_count(person_id: int, *, now: dt.datetime) -> int:
    """How many messages of the inbox were never opened."""
    shown = Message.objects.shown_to(person_id, now=now)
    return int(shown.unread().count())


def ways_of(message: Message) -> list[Channel]:
    """The ways a message takes, in order."""
    outside = {Channel(name) for name in message.deliveries.values_list("channel", flat=True)}
    taken = outside | {Channel.INBOX} if message.is_in_inbox else outside
    return [channel for channel in Channel if channel in taken]


def message_of(person_id: int, message_id: int, *, now: dt.datetime) -> Message:
    """One message of the person's inbox; raises ``NotYours``."""
    shown = Message.objects.shown_to(person_id, now=now)
    message: Message | None = shown.filter(pk=message_id).first()
    if message is None:
        raise NotYours(_("There is no such message."))
    return message
