"""Tables of accounts."""

from daybook.apps.accounts.models.archives import Archive, ArchivePart
from daybook.apps.accounts.models.avatars import Avatar
from daybook.apps.accounts.models.consents import Consent
from daybook.apps.accounts.models.erasures import Erasure
from daybook.apps.accounts.models.links import Link, Purpose
from daybook.apps.accounts.models.people import User, UserManager
from daybook.apps.accounts.models.security import Passkey, PersonalToken, SecurityEvent, SignIn

__all__ = [
    "Archive",
    "ArchivePart",
    "Avatar",
    "Consent",
    "Erasure",
    "Link",
    "Passkey",
    "PersonalToken",
    "Purpose",
    "SecurityEvent",
    "SignIn",
    "User",
    "UserManager",
    "digest_of",
    "password_stamp",
]
