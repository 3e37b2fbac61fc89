"""Rules of SMS: what becomes of one, what people answer, and the codes that confirm numbers."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

CODE_LENGTH: Final = 6
CODES: Final = 10**CODE_LENGTH
CODE_TRIES: Final = 5
CODE_LIFE: Final = dt.timedelta(minutes=10)
# An SMS of more segments is shortened; a person gets so many segments in one day (UTC) at most.
MOST_SEGMENTS: Final = 3
DAILY_SEGMENTS: Final = 30


class Fate(StrEnum):
    """What became of an SMS after the provider had taken it, in the provider's words."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"


# Reports overtake each other on their way; only a later stage replaces an earlier one.
STAGES: Final[tuple[frozenset[Fate], ...]] = (
    frozenset({Fate.QUEUED}),
    frozenset({Fate.SENDING}),
    frozenset({Fate.SENT}),
    frozenset({Fate.DELIVERED, Fate.UNDELIVERED, Fate.FAILED}),
)

# The phone has not got it, and never will.
LOST: Final = frozenset({Fate.UNDELIVERED, Fate.FAILED})


class Reply(StrEnum):
    """What somebody who answers an SMS can ask for."""

    STOP = "stop"
    START = "start"
    HELP = "help"


KEYWORDS: Final[Mapping[str, Reply]] = {
    **dict.fromkeys(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"), Reply.STOP),
    **dict.fromkeys(("START", "UNSTOP", "YES"), Reply.START),
    **dict.fromkeys(("HELP", "INFO"), Reply.HELP),
}


def fates_before(fate: Fate) -> frozenset[Fate]:
    """What ``fate`` may take the place of."""
    stage = next(n for n, fates in enumerate(STAGES) if fate in fates)
    return frozenset().union(*STAGES[:stage])


def reply_of(text: str) -> Reply | None:
    """What an answer asks for: one keyword alone, whatever its case; ``None`` for other words.

    The keywords are those Twilio itself obeys by default.
    """
    return KEYWORDS.get(text.strip().strip(".!\"'").upper())


def new_code(number: int) -> str:
    """``number`` (random, below ``CODES``) as the six digits people type."""
    return f"{number % CODES:0{CODE_LENGTH}}"


def typed_code(text: str) -> str:
    """The digits of a code as typed, without the spaces and dashes some people put in."""
    return "".join(char for char in text if char.isascii() and char.isdigit())
