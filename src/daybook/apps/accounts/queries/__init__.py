"""Reads of accounts."""

from daybook.apps.accounts.queries.archives import (
    Kept,
    archive_called,
    archives_of,
    content_of,
    current_archives_of,
    kept_about_people,
    ready_archive,
    silent_archives,
)
from daybook.apps.accounts.queries.consents import (
    Agreement,
    agreements_of,
    consent_of,
    consents_of,
    purpose_called,
)
from daybook.apps.accounts.queries.leaving import (
    erasures_health,
    is_last_operator,
)
from daybook.apps.accounts.queries.links import (
    active_person_with,
    is_email_taken,
    link_behind,
)
from daybook.apps.accounts.queries.people import (
    person_behind,
    session_key_behind,
)
from daybook.apps.accounts.queries.profile import (
    PICTURE_TYPE,
    avatar_export,
    avatar_files,
    avatar_of,
    first_weekday_of,
    phone_of,
    profile_export,
)
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
    "PICTURE_TYPE",
    "Agreement",
    "Kept",
    "active_person_with",
    "agreements_of",
    "archive_called",
    "archives_of",
    "avatar_export",
    "avatar_files",
    "avatar_of",
    "consent_of",
    "consents_of",
    "content_of",
    "current_archives_of",
    "erasures_health",
    "first_weekday_of",
    "is_email_taken",
    "is_known_origin",
    "is_last_operator",
    "kept_about_people",
    "link_behind",
    "passkey_of",
    "passkeys_of",
    "person_behind",
    "phone_of",
    "profile_export",
    "purpose_called",
    "ready_archive",
    "second_step_of",
    "security_events_of",
    "security_export",
    "session_key_behind",
    "sign_in_behind",
    "sign_ins_of",
    "silent_archives",
    "tokens_of",
]
