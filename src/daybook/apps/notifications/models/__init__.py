"""Messages, their deliveries, and what each person wants to be told by which way."""

from daybook.apps.notifications.models.deliveries import Delivery
from daybook.apps.notifications.models.devices import ActionTaken, Device, Reach
from daybook.apps.notifications.models.messages import Message, MessageQuerySet
from daybook.apps.notifications.models.phones import Phone, Sms, SmsDay
from daybook.apps.notifications.models.reports import MailReport, Suppression
from daybook.apps.notifications.models.wishes import Preference, Rest

__all__ = [
    "ActionTaken",
    "Delivery",
    "Device",
    "MailReport",
    "Message",
    "MessageQuerySet",
    "Phone",
    "Preference",
    "Reach",
    "Rest",
    "Sms",
    "SmsDay",
    "Suppression",
]
