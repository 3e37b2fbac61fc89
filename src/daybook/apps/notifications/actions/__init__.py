"""What is done with messages: telling, carrying out, reading, wishing."""

from daybook.apps.notifications.actions.answers import mark_done, snooze
from daybook.apps.notifications.actions.deliveries import (
    deliver,
    deliver_due,
    drop,
    forget_old,
    resend,
)
from daybook.apps.notifications.actions.devices import (
    forget_devices,
    move_devices,
    register_device,
    remove_device,
    renew_device,
    renewal_token,
)
from daybook.apps.notifications.actions.doing import action_token, take_action, take_by_token
from daybook.apps.notifications.actions.inbox import delete, forget_person, read, read_all
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
    "action_token",
    "carry",
    "change_rest",
    "change_wish",
    "change_wishes",
    "delete",
    "deliver",
    "deliver_due",
    "drop",
    "forget_devices",
    "forget_old",
    "forget_person",
    "mark_done",
    "move_devices",
    "notify",
    "read",
    "read_all",
    "register_device",
    "remove_device",
    "renew_device",
    "renewal_token",
    "resend",
    "send_trial",
    "snooze",
    "subscription",
    "suppress",
    "take_action",
    "take_by_token",
    "unsubscribe",
    "unsubscribe_token",
]
