"""Reads about messages and what people want to be told."""

from daybook.apps.notifications.queries.devices import (
    Offer,
    action_called,
    counts_on_push,
    devices_of,
    has_device,
    live_device,
    live_devices,
    lost_key_count,
    offers_of,
    push_key,
    wants_push,
)
from daybook.apps.notifications.queries.digests import gathered_in, held_for, kinds_in
from daybook.apps.notifications.queries.export import everything_of
from daybook.apps.notifications.queries.inbox import inbox_of, message_of, unread_count, ways_of
from daybook.apps.notifications.queries.kept import kept_mail, kept_mails
from daybook.apps.notifications.queries.kinds import kind_called, known_channels
from daybook.apps.notifications.queries.phones import (
    CODE_KIND,
    PhoneState,
    confirmed_number,
    is_suppressed,
    phone_state,
)
from daybook.apps.notifications.queries.wishes import (
    KindWishes,
    Wish,
    channels_of,
    rest_of,
    wishes_of,
)

__all__ = [
    "CODE_KIND",
    "KindWishes",
    "Offer",
    "PhoneState",
    "Wish",
    "action_called",
    "channels_of",
    "confirmed_number",
    "counts_on_push",
    "devices_of",
    "everything_of",
    "gathered_in",
    "has_device",
    "held_for",
    "inbox_of",
    "is_suppressed",
    "kept_mail",
    "kept_mails",
    "kind_called",
    "kinds_in",
    "known_channels",
    "live_device",
    "live_devices",
    "lost_key_count",
    "message_of",
    "offers_of",
    "phone_state",
    "push_key",
    "rest_of",
    "unread_count",
    "wants_push",
    "ways_of",
    "wishes_of",
]
