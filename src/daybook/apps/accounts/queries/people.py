"""Who somebody is."""

from allauth.headless.tokens.strategies.jwt.internal import (
    decode_token,
    session_key_from_sid,
    validate_access_token,
)

from daybook.apps.accounts.models import User


def person_behind(access_token: str) -> User | None:
    """The active person an access token speaks for; ``None`` when it is wrong, old or revoked.

    The session behind the token is looked up each time, so that signing out, a new password and
    a deactivated account count at once and not when the token expires. No token speaks for an
    account that is about to be deleted.
    """
    found = validate_access_token(access_token)
    person = found[0] if found else None
    return person if isinstance(person, User) and person.closes_at is None else None


def session_key_behind(access_token: str) -> str:
    """The session an access token that was found good belongs to; empty for other tokens."""
    payload = decode_token(access_token, "access")
    return (session_key_from_sid(payload["sid"]) or "") if payload else ""
