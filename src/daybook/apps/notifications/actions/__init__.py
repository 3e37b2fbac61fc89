"""What is done with messages: telling, carrying out, reading, wishing."""

from daybook.apps.notifications.actions.deliveries import (
    deliver,
    deliver_due,
    drop,
    forget_old,
    resend,
)
from daybook.apps.notifications.actions.digest_mails import (
    digest_subscription,
    unsubscribe_digest,
)
from daybook.apps.notifications.actions.digests import DIGEST, gather_digests
from daybook.apps.notifications.actions.inbox import delete, forget_person, read, read_all
from daybook.apps.notifications.actions.openings import follow
from daybook.apps.notifications.actions.pace import change_pace
from daybook.apps.notifications.actions.suppression import suppress
from daybook.apps.notifications.actions.telling import carry, notify, send_trial
from daybook.apps.notifications.actions.wishes import (
    change_rest,
    change_wish,
    change_wishes,
    subscription,
    unsubscribe,
    unsubscribe_token,
)

__all__ = [
    "DIGEST",
    "carry",
    "change_pace",
    "change_rest",
    "change_wish",
    "change_wishes",
    "delete",
    "deliver",
    "deliver_due",
    "digest_subscription",
    "drop",
    "follow",
    "forget_old",
    "forget_person",
    "gather_digests",
    "notify",
    "read",
    "read_all",
    "resend",
    "send_trial",
    "subscription",
    "suppress",
    "unsubscribe",
    "unsubscribe_digest",
    "unsubscribe_token",
]
