"""What is done with messages: telling, carrying out, reading, wishing."""

from daybook.apps.notifications.actions.addresses import (
    ask_to_confirm_address,
    check_link,
    confirm_address,
)
from daybook.apps.notifications.actions.answers import mark_done, snooze
from daybook.apps.notifications.actions.deliveries import (
    deliver,
    deliver_due,
    deliver_on,
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
from daybook.apps.notifications.actions.digest_mails import (
    digest_subscription,
    unsubscribe_digest,
)
from daybook.apps.notifications.actions.digests import DIGEST, gather_digests
from daybook.apps.notifications.actions.doing import action_token, take_action, take_by_token
from daybook.apps.notifications.actions.inbox import delete, forget_person, read, read_all
from daybook.apps.notifications.actions.last_letters import send_last
from daybook.apps.notifications.actions.marketing import agree_to_marketing, withdraw_from_marketing
from daybook.apps.notifications.actions.openings import follow
from daybook.apps.notifications.actions.pace import change_pace
from daybook.apps.notifications.actions.phones import confirm_phone, forget_phone, send_code
from daybook.apps.notifications.actions.replies import check_signature, take_reply, take_report
from daybook.apps.notifications.actions.reports import take_reports
from daybook.apps.notifications.actions.sms import sms_preview
from daybook.apps.notifications.actions.suppression import suppress
from daybook.apps.notifications.actions.telling import TRIAL, carry, notify, send_trial
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
    "TRIAL",
    "action_token",
    "agree_to_marketing",
    "ask_to_confirm_address",
    "carry",
    "change_pace",
    "change_rest",
    "change_wish",
    "change_wishes",
    "check_link",
    "check_signature",
    "confirm_address",
    "confirm_phone",
    "delete",
    "deliver",
    "deliver_due",
    "deliver_on",
    "digest_subscription",
    "drop",
    "follow",
    "forget_devices",
    "forget_old",
    "forget_person",
    "forget_phone",
    "gather_digests",
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
    "send_code",
    "send_last",
    "send_trial",
    "sms_preview",
    "snooze",
    "subscription",
    "suppress",
    "take_action",
    "take_by_token",
    "take_reply",
    "take_report",
    "take_reports",
    "unsubscribe",
    "unsubscribe_digest",
    "unsubscribe_token",
    "withdraw_from_marketing",
]
