"""Tables of accounts."""

from daybook.apps.accounts.models.avatars import Avatar
from daybook.apps.accounts.models.links import Link, Purpose
from daybook.apps.accounts.models.people import User, UserManager
from daybook.apps.accounts.models.security import PersonalToken, SecurityEvent, SignIn

__all__ = [
    "Avatar",
    "Link",
    "PersonalToken",
    "Purpose",
    "SecurityEvent",
    "SignIn",
    "User",
    "UserManager",
    "digest_of",
    "password_stamp",
]
