"""Kinds of messages, and the channels there are for them."""

from django.utils.translation import gettext as _

from daybook.apps.notifications.clients import sms
from daybook.apps.notifications.domain import Channel
from daybook.apps.notifications.errors import UnknownKind
from daybook.core.contributions import NotificationKind, notification_kinds


def kind_called(name: str) -> NotificationKind:
    """The registered kind; raises ``UnknownKind``."""
    kind = dict(notification_kinds).get(name)
    if kind is None:
        raise UnknownKind(_("There is no such kind of message: %(name)s.") % {"name": name})
    return kind


def known_channels() -> frozenset[Channel]:
    """The channels this installation has."""
    return frozenset(channel for channel in Channel if channel is not Channel.SMS or sms.is_on())
