"""Facts about people."""

import datetime as dt
from dataclasses import dataclass


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
    """An account opens with the password alone from now on."""

    user_id: int
    event_id: int
    at: dt.datetime
    address: str
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMade:
    """A personal access token exists; ``name`` is what its person calls it."""

    user_id: int
    event_id: int
    at: dt.datetime
    address: str
    device: str
    name: str
