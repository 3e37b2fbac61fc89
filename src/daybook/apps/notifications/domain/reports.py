"""What mail providers tell about a mail they had taken, and what follows for its address."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NOTE_LENGTH: Final = 200
_ADDRESS: Final = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


class Outcome(StrEnum):
    """What a mail provider tells about a mail it had taken."""

    DELIVERED = "delivered"
    DELAYED = "delayed"  # a soft bounce: the provider, or nobody, tries again
    BOUNCED = "bounced"  # a hard bounce: there is no such address
    COMPLAINED = "complained"  # the person has called it spam


class Cause(StrEnum):
    """Why an address gets no optional mail, or a number no SMS."""

    REFUSED = "refused"  # by its server, when the mail was handed over
    BOUNCED = "bounced"  # a provider has told of it later
    COMPLAINED = "complained"
    STOPPED = "stopped"  # the owner of a number has answered STOP


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One event of a provider. ``reference`` is what we gave the mail to be recognised by.

    ``event_id`` is the provider's own, and stays the same when the event is told again.
    """

    event_id: str
    reference: str
    outcome: Outcome
    at: dt.datetime
    address: str = ""
    note: str = ""


def without_addresses(note: str) -> str:
    """What a server said, short, in one line, and without the addresses it named."""
    return _ADDRESS.sub("…", " ".join(note.split()))[:NOTE_LENGTH]
