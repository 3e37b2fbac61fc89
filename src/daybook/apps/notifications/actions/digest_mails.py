"""What a digest says: the messages it has gathered, by kind, each in its own words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from daybook.apps.notifications import queries
from daybook.apps.notifications.actions.wishes import switch_off
from daybook.apps.notifications.clients.words import words_of
from daybook.apps.notifications.errors import NotYours
from daybook.apps.notifications.models import Delivery, Message
from daybook.core.contributions import NotificationKind, notification_kinds

log = structlog.get_logger(__name__)

SALT: Final = "daybook.notifications.digest"


@dataclass(frozen=True, slots=True)
class Item:
    """One message of a digest; without a path it lies in no inbox."""

    subject: str
    text: str
    at: dt.datetime
    path: str


@dataclass(frozen=True, slots=True)
class Group:
    """The messages of one kind."""

    label: str
    items: tuple[Item, ...]


def digest_context(held: Sequence[Delivery]) -> dict[str, Any]:
    """What the template of digests shows; in the language and zone that are switched on."""
    groups = tuple(
        Group(str(kind.label), tuple(_item(one, kind) for one in held if one.message.kind == name))
        for name, kind in _kinds_of(held)
    )
    first = groups[0].items[0].subject if groups else ""
    return {"groups": groups, "count": sum(len(group.items) for group in groups), "first": first}


def optional_kinds(held: Sequence[Delivery]) -> list[str]:
    """The labels of those kinds in a digest that may be switched off."""
    return [str(kind.label) for _name, kind in _kinds_of(held) if kind.may_be_off]


def paths_of(held: Sequence[Delivery]) -> dict[str, int]:
    """Which delivery the link to each message of a digest stands for."""
    return {_path(one.message): one.pk for one in held if one.message.is_in_inbox}


def digest_token(digest: Message) -> str:
    """The token that lets whoever holds the digest switch its kinds off."""
    return signing.dumps([digest.person_id, digest.pk], salt=SALT)


def digest_subscription(token: str) -> list[tuple[str, NotificationKind]]:
    """The kinds a token is about, those only that may be off; raises ``NotYours``."""
    return _subscription(token)[1]


def unsubscribe_digest(*, token: str) -> list[NotificationKind]:
    """Switch the mails of a digest's kinds off, without a sign-in; may be done again.

    Raises ``NotYours`` for a token that is not ours, or when its digest is no longer known.
    """
    person_id, kinds = _subscription(token)
    for name, _kind in kinds:
        switch_off(person_id=person_id, kind=name)
    log.info("notifications.unsubscribed", kinds=[name for name, _kind in kinds])
    return [kind for _name, kind in kinds]


def _subscription(token: str) -> tuple[int, list[tuple[str, NotificationKind]]]:
    try:
        person_id, digest_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        person_id = digest_id = 0
    found = queries.kinds_in(int(person_id), int(digest_id))
    if not found:
        raise NotYours(_("This link does not lead anywhere. Was it cut off, or is it very old?"))
    kinds = [(name, kind) for name, kind in notification_kinds if name in found]
    return int(person_id), [(name, kind) for name, kind in kinds if kind.may_be_off]


def _kinds_of(held: Sequence[Delivery]) -> list[tuple[str, NotificationKind]]:
    names = {one.message.kind for one in held}
    return [(name, kind) for name, kind in notification_kinds if name in names]


def _item(delivery: Delivery, kind: NotificationKind) -> Item:
    message = delivery.message
    words = words_of(kind.template, message.context)
    path = _path(message) if message.is_in_inbox else ""
    at = message.shown_at.astimezone(timezone.get_current_timezone())
    return Item(words.subject, words.text, at, path)


def _path(message: Message) -> str:
    return f"/inbox/{message.pk}/"
