"""Passwords that were stolen elsewhere, as Have I Been Pwned knows them.

https://haveibeenpwned.com/API/v3#PwnedPasswords: only the first five signs of the password's SHA-1
are sent, and the answer, several hundred hashes that begin so, is padded with some that count zero.
"""

import hashlib
from typing import Final

import structlog
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from daybook.core.http import Limits, LineClient
from daybook.lib.errors import DomainError

log = structlog.get_logger(__name__)

PATIENCE: Final = Limits(
    timeout_seconds=1.0, deadline_seconds=1.2, attempts=1, body_bytes=1_000_000
)
SENT: Final = 5
#: While the service is away nobody waits for it again.
AWAY: Final = "passwords-away"
AWAY_SECONDS: Final = 60


def is_breached(password: str) -> bool:
    """Whether the password is on the list; ``False`` too when nobody can be asked."""
    if not settings.PASSWORDS_URL or cache.get(AWAY):
        return False
    # The list is made of SHA-1; nothing here depends on its strength.
    digest = hashlib.sha1(password.encode(errors="replace"), usedforsecurity=False)
    name = digest.hexdigest().upper()
    try:
        lines = _client().lines("range", name[:SENT])
    except DomainError as error:
        log.warning("accounts.breached-passwords-unknown", code=error.code)
        cache.set(AWAY, True, AWAY_SECONDS)
        return False
    return any(_counts(line, name[SENT:]) for line in lines)


def _client() -> LineClient:
    return LineClient(
        service="Have I Been Pwned",
        base_url=settings.PASSWORDS_URL,
        headers={"Add-Padding": "true", "Accept": "text/plain"},
        limits=PATIENCE,
    )


def _counts(line: str, rest: str) -> bool:
    known, _colon, times = line.strip().partition(":")
    return known.upper() == rest and times.isdecimal() and int(times) > 0


class BreachedPasswordValidator:
    """Refuses a password that is in the lists of stolen ones, wherever a password is chosen."""

    def validate(self, password: str, _user: AbstractBaseUser | None = None) -> None:
        """Raise ``ValidationError`` for a password that was stolen somewhere."""
        if is_breached(password):
            told = _(
                "This password was stolen from another site, and is tried first by whoever breaks"
                " in. Please choose another."
            )
            raise ValidationError(told, code="password_breached")

    def get_help_text(self) -> str:
        """What people are told before they choose."""
        return _("Your password must not be one that was stolen from another site.")
