"""What a person can see about the safety of their account."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.errors import NoSuchPasskey
from daybook.apps.accounts.models import PersonalToken, SecurityEvent, SignIn, User

Type: Final = Authenticator.Type


@dataclass(frozen=True, slots=True)
class SecondStep:
    """The second step of an account: what it is taken with, and how many codes are on paper."""

    has_app: bool
    passkeys: int = 0
    codes_left: int = 0

    @property
    def is_on(self) -> bool:
        """Whether signing in asks for more than the password."""
        return self.has_app or self.passkeys > 0


def second_step_of(user: User) -> SecondStep:
    """What signing in asks ``user`` for, after the password."""
    rows = [*Authenticator.objects.filter(user_id=user.pk)]
    kinds = [row.type for row in rows]
    paper = next((row for row in rows if row.type == Type.RECOVERY_CODES), None)
    left = len(RecoveryCodes(paper).get_unused_codes()) if paper else 0
    return SecondStep(
        has_app=Type.TOTP in kinds, passkeys=kinds.count(Type.WEBAUTHN), codes_left=left
    )


EVENT_FIELDS: Final = ("kind", "at", "address", "device", "subject", "times")


def security_events_of(user: User) -> QuerySet[SecurityEvent]:
    """The audit log of ``user``, newest first."""
    return SecurityEvent.objects.filter(user=user).order_by("-at", "-pk")


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """The open sessions of ``user``, last seen first."""
    return SignIn.objects.filter(user=user).order_by("-last_seen_at", "-pk")


def sign_in_behind(session_key: str | None) -> SignIn | None:
    """What is known about the session of a page."""
    return SignIn.objects.filter(session_id=session_key).first() if session_key else None


def tokens_of(user: User) -> QuerySet[PersonalToken]:
    """The personal access tokens of ``user``, newest first."""
    return PersonalToken.objects.filter(user=user).order_by("-made_at", "-pk")


def passkeys_of(user: User) -> QuerySet[Authenticator]:
    """The passkeys of ``user``, newest first; ``data["name"]`` is what the person calls each."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(
        user_id=user.pk, type=Type.WEBAUTHN
    )
    return rows.order_by("-created_at", "-pk")


def passkey_of(user: User, passkey_id: int) -> Authenticator:
    """One passkey of ``user``; raises ``NoSuchPasskey`` when it is not theirs."""
    found = passkeys_of(user).filter(pk=passkey_id).first()
    if found is None:
        raise NoSuchPasskey(_("You have no such passkey."))
    return found


def is_known_origin(user: User, origin: Origin) -> bool:
    """Whether ``user`` has signed in from this device and address in the last year."""
    kinds = (
        SecurityEvent.Kind.SIGNED_UP,
        SecurityEvent.Kind.SIGNED_IN,
        SecurityEvent.Kind.SIGNED_IN_NEW,
    )
    return SecurityEvent.objects.filter(
        user=user, kind__in=kinds, device=origin.device, address=origin.address
    ).exists()


def security_export(user: AbstractBaseUser) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Everything kept about the safety of an account; no session key, no hash and no secret."""
    for event in SecurityEvent.objects.filter(user_id=user.pk).order_by("at", "pk").iterator():
        yield (
            "security event",
            _values(event, "kind", "at", "address", "device", "subject", "times"),
        )
    for sign_in in SignIn.objects.filter(user_id=user.pk).order_by("signed_in_at", "pk").iterator():
        yield (
            "session",
            _values(sign_in, "kind", "address", "device", "signed_in_at", "last_seen_at"),
        )
    for token in PersonalToken.objects.filter(user_id=user.pk).order_by("made_at", "pk").iterator():
        yield (
            "personal token",
            _values(token, "name", "scopes", "hint", "made_at", "expires_at", "last_used_at"),
        )
    steps = Authenticator.objects.filter(user_id=user.pk).order_by("created_at", "pk")
    for step in steps.iterator():
        name = {"name": step.data["name"]} if step.type == Type.WEBAUTHN else {}
        yield "second step", _values(step, "type", "created_at", "last_used_at") | name


def _values(row: Model, *names: str) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, dt.datetime) else value
        for name, value in values.items()
    }
