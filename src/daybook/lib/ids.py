"""Identifiers that can be made without a database, and checks on those that come in."""

import datetime as dt
import re
import secrets
from typing import Final
from uuid import UUID

from daybook.lib.errors import Invalid
from daybook.lib.periods import in_utc

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
# Short, and without I, L, O and U, so that it survives being read out on the telephone.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_REQUEST_ID_LENGTH: Final = 12
_INCOMING: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


class InvalidMoment(Invalid):
    """A moment before 1970, which a sortable identifier cannot carry."""

    code = "invalid-moment"


def sortable_id(now: dt.datetime, *, random_bits: int | None = None) -> UUID:
    """A unique identifier whose order is the order of its making, to the millisecond.

    It is a version 7 UUID (RFC 9562, section 5.7): 48 bits of Unix time in
    milliseconds, then 74 random bits. ``random_bits`` stands in for chance
    where a generated world has to come out the same each time. Raises
    ``InvalidMoment`` before 1970.
    """
    milliseconds = (in_utc(now) - _EPOCH) // _MILLISECOND
    if milliseconds < 0:
        raise InvalidMoment("Identifiers can only be made for moments since 1970.")
    chance = secrets.randbits(74) if random_bits is None else random_bits % (1 << 74)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def made_at(identifier: UUID) -> dt.datetime:
    """When a sortable identifier was made, to the millisecond, in UTC."""
    return _EPOCH + (identifier.int >> 80) * _MILLISECOND


def request_id() -> str:
    """A short unguessable name for one request: twelve letters and digits, 60 bits."""
    # 32 letters divide 256, so each of them is as likely as the others.
    return "".join(_ALPHABET[byte % 32] for byte in secrets.token_bytes(_REQUEST_ID_LENGTH))


def is_request_id(text: str) -> bool:
    """Tell whether a request id that came from outside may be kept and logged.

    8 to 64 letters, digits, dots, hyphens and underscores, the first a letter
    or digit: enough for UUIDs and trace ids, too little to break a log line.
    """
    return _INCOMING.fullmatch(text) is not None
