"""Keeping what the database must be able to give back, but not to whoever steals a copy of it."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def sealed(text: str, *, purpose: str) -> str:
    """``text`` under a key made from ``SECRET_KEY``, which does not stand in the database.

    What is sealed for one ``purpose`` cannot be read for another one.
    """
    return _box(purpose).encrypt(text.encode()).decode()


def unsealed(text: str, *, purpose: str) -> str:
    """What was ``sealed``; raises ``InvalidToken`` when the key is another one now."""
    return _box(purpose).decrypt(text.encode()).decode()


def _box(purpose: str) -> Fernet:
    key = hashlib.sha256(f"daybook.{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
