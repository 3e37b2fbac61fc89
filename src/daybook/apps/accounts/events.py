"""Facts about people."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRegistered:
    """Somebody has made an account."""

    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAsked:
    """Somebody has asked for a letter with a link for ``purpose``.

    ``user_id`` is ``None`` when nobody has the e-mail: then the same is done, and comes to nothing.
    """

    purpose: str
    user_id: int | None
    asked_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChanged:
    """An account has another e-mail from now on."""

    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRenewed:
    """A session goes on under another key, so that nobody can use a copy of the old one."""

    old_session_key: str
    session_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInFromNewDevice:
    """An account was opened where it has not been open before."""

    user_id: int
    event_id: int
    at: dt.datetime
    address: str
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged:
    """A person has a new password, and every other sign-in and token has ended."""

    user_id: int
    event_id: int
    at: dt.datetime
    address: str
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorRemoved:
    """No code is asked for any more; ``is_last`` when the password alone opens the account."""

    user_id: int
    event_id: int
    at: dt.datetime
    address: str
    device: str
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMade:
    """A personal access token exists; ``name`` is what its person calls it."""

    user_id: int
    event_id: int
    at: dt.datetime
    address: str
    device: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneChanged:
    """A person is called at another number from now on, or at none when ``phone`` is empty."""

    person_id: int
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveAsked:
    """A person wants a copy of everything about them."""

    archive_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyRemoved:
    """A passkey opens nothing any more; ``is_last`` when the password alone opens the account."""

    user_id: int
    event_id: int
    at: dt.datetime
    address: str
    device: str
    name: str
    is_last: bool
