"""Reads of accounts."""

from daybook.apps.accounts.queries.links import active_person_with, is_email_taken, link_behind
from daybook.apps.accounts.queries.people import person_behind, session_key_behind
from daybook.apps.accounts.queries.security import (
    is_known_origin,
    passkey_of,
    passkeys_of,
    second_step_of,
    security_events_of,
    security_export,
    sign_in_behind,
    sign_ins_of,
    tokens_of,
)

__all__ = [
    "active_person_with",
    "is_email_taken",
    "is_known_origin",
    "link_behind",
    "passkey_of",
    "passkeys_of",
    "person_behind",
    "second_step_of",
    "security_events_of",
    "security_export",
    "session_key_behind",
    "sign_in_behind",
    "sign_ins_of",
    "tokens_of",
]
