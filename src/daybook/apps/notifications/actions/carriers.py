"""The ways out of Daybook: each outside channel has its carrier, a module of this package."""

import datetime as dt
from collections.abc import Mapping
from typing import Final, Protocol

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.notifications.actions import mails, pushes, sms
from daybook.apps.notifications.domain import Channel
from daybook.apps.notifications.models import Delivery, Message
from daybook.core.contributions import NotificationKind


class Carrier(Protocol):
    """Takes deliveries of one channel to people."""

    def is_usable(self, person: AbstractBaseUser, kind: str) -> bool:
        """Whether messages of ``kind`` can reach the person at all; else none is queued."""

    def unwanted(self, message: Message, kind: NotificationKind, *, now: dt.datetime) -> str:
        """Why ``message`` is not sent after all; empty where it is."""

    def send(self, delivery: Delivery, kind: NotificationKind, *, now: dt.datetime) -> str:
        """Hand the message over and answer with the provider's id of it.

        Raises ``Rejected`` where it will never be taken, and ``NotReached`` where it may be later;
        the detail ``retry_after_seconds`` of that one is a wait the provider asked for. Raises
        ``Diverted`` where the message goes by another channel instead.
        """


CARRIERS: Final[Mapping[Channel, Carrier]] = {
    Channel.EMAIL: mails,
    Channel.SMS: sms,
    Channel.PUSH: pushes,
}


def carrier_of(delivery: Delivery) -> Carrier:
    """Who takes ``delivery``."""
    return CARRIERS[Channel(delivery.channel)]
