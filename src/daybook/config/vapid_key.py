"""The key by which push services know this installation (VAPID, RFC 8292), kept beside its data.

It is the private number of a P-256 key, 32 bytes in base64url, as ``web-push`` and others write it.
"""

import base64
import binascii
import re
import secrets
from pathlib import Path
from typing import Final

from daybook.config.secret_key import kept

# How many points the group of P-256 has (SEC 2, 2.4.2): a private key is from 1 to one less.
ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BYTES: Final = 32


def local_vapid_key(folder: Path) -> str:
    """The key in ``folder``, made when there is none."""
    return kept(folder / "vapid-key", new_vapid_key)


def new_vapid_key() -> str:
    """A fresh private key."""
    number = secrets.randbelow(ORDER - 1) + 1
    return base64.urlsafe_b64encode(number.to_bytes(BYTES, "big")).decode().rstrip("=")


def checked_vapid_key(value: str) -> str:
    """``value`` without padding; raises ``ValueError`` unless it is such a key, or empty."""
    key = value.strip().rstrip("=")
    if key and not 1 <= _number(key) < ORDER:
        raise ValueError("must be a P-256 private key: 32 bytes in base64url")
    return key


def _number(key: str) -> int:
    if not re.fullmatch(r"[\w-]+", key, re.ASCII):
        return 0
    try:
        raw = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    except binascii.Error:
        return 0
    return int.from_bytes(raw, "big") if len(raw) == BYTES else 0
