"""Reads of accounts."""

from daybook.apps.accounts.queries.consents import (
    Agreement,
    agreements_of,
    consent_of,
    consents_of,
    purpose_called,
)
from daybook.apps.accounts.queries.links import active_person_with, is_email_taken, link_behind
from daybook.apps.accounts.queries.people import person_behind, session_key_behind
from daybook.apps.accounts.queries.profile import (
    PICTURE_TYPE,
    avatar_export,
    avatar_of,
    phone_of,
    profile_export,
)
from daybook.apps.accounts.queries.security import (
    is_known_origin,
    second_step_of,
    security_events_of,
    security_export,
    sign_in_behind,
    sign_ins_of,
    tokens_of,
)

__all__ = [
    "PICTURE_TYPE",
    "Agreement",
    "active_person_with",
    "agreements_of",
    "avatar_export",
    "avatar_of",
    "consent_of",
    "consents_of",
    "is_email_taken",
    "is_known_origin",
    "link_behind",
    "person_behind",
    "phone_of",
    "profile_export",
    "purpose_called",
    "second_step_of",
    "security_events_of",
    "security_export",
    "session_key_behind",
    "sign_in_behind",
    "sign_ins_of",
    "tokens_of",
]
