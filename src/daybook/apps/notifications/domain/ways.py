"""The ways by which messages reach people, and what can happen on them."""

import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

KEY_LENGTH: Final = 200


class Channel(StrEnum):
    """A way by which a message reaches a person."""

    INBOX = "inbox"
    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"


class State(StrEnum):
    """Where a delivery stands. ``failed`` is a dead letter, for the operator to look at.

    What is ``held`` waits for a digest, and then for that digest to be sent.
    """

    QUEUED = "queued"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Happening(StrEnum):
    """What can happen to a message on its way to a person."""

    SHOWN = "shown"
    READ = "read"
    QUEUED = "queued"
    HELD = "held"
    GATHERED = "gathered"
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    DELAYED = "delayed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNDELIVERED = "undelivered"
    REACHED = "reached"
    REFUSED = "refused"
    DELIVERED = "delivered"
    OPENED = "opened"
    FAILED = "failed"
    DROPPED = "dropped"


def chosen_channels(
    defaults: Sequence[str], wishes: Mapping[str, bool], *, may_be_off: bool
) -> frozenset[Channel]:
    """The ways a message of a kind takes, given what the kind and its person say.

    ``wishes`` has the channels the person has switched; of a kind that may not be off they are
    ignored. Ways this installation does not have are left out.
    """
    known = {channel: channel in defaults for channel in Channel}
    if may_be_off:
        known |= {channel: wishes[channel] for channel in Channel if channel in wishes}
    return frozenset(channel for channel, is_on in known.items() if is_on)


def address_mark(address: str) -> str:
    """A mark by which an e-mail address is recognised without being kept (SHA-256, hex)."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()
