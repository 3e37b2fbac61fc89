"""Keeping the secrets of second steps, and where a last letter goes, out of stolen copies."""

from typing import Final

from daybook.core import sealing

PURPOSE: Final = "accounts.second-step"


def sealed(text: str) -> str:
    """``text`` under a key made from ``SECRET_KEY``, which does not stand in the database."""
    return sealing.sealed(text, purpose=PURPOSE)


def unsealed(text: str) -> str:
    """What was ``sealed``; raises ``InvalidToken`` when the key is another one now."""
    return sealing.unsealed(text, purpose=PURPOSE)
