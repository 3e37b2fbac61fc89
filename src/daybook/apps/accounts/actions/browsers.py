"""Browsers an account has been opened in, told by a signed mark that they keep.

A crowd of strangers guessing one person's password must not lock that person out. Their guesses
together are limited, but the limit does not count for a browser that holds the mark
(https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
"""

import hashlib

from django.core import signing

from daybook.apps.accounts.domain import normalised_email

SALT = "daybook.accounts.known-browser"


def browser_mark(email: str) -> str:
    """The mark for a browser in which the account of ``email`` has just been opened."""
    return signing.Signer(salt=SALT).sign(_digest(email))


def is_marked(mark: str, email: str) -> bool:
    """Whether ``mark`` was made by us for the account of ``email``."""
    try:
        return signing.Signer(salt=SALT).unsign(mark) == _digest(email)
    except signing.BadSignature:
        return False


def _digest(email: str) -> str:
    return hashlib.sha256(normalised_email(email).encode()).hexdigest()
