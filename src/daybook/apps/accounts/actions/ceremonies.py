"""What a device is asked about a passkey, and whether what it shows is the answer.

The protocol is WebAuthn level 2, kept by the ``fido2`` library. A question is asked once, of one
person where one is known, for one purpose, and for five minutes.
"""

import datetime as dt
import hashlib
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias, TypeVar

import structlog
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.utils.translation import gettext as _
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from daybook.apps.accounts.domain import RelyingParty
from daybook.apps.accounts.errors import PasskeyRefused
from daybook.apps.accounts.models import User

log = structlog.get_logger(__name__)

State: TypeAlias = dict[str, Any]
Shown = TypeVar("Shown", RegistrationResponse, AuthenticationResponse)
LASTS_SECONDS: Final = 300
ANSWER_LENGTH: Final = 16_384
SAID: Final = 80  # of an error, for the log
#: What parsers raise for bytes that somebody has made up.
GARBAGE: Final = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    struct.error,
)


class Purpose(StrEnum):
    """What a device is asked for."""

    ADD = "add"
    SIGN_IN = "sign-in"
    SECOND_STEP = "second-step"


@dataclass(frozen=True, slots=True)
class Question:
    """``options`` are for the browser; ``state`` is kept from it, until the answer comes."""

    options: dict[str, Any]
    state: State


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey: under what it is looked up, and how often its device says it has signed."""

    digest: str
    count: int


def ask_to_make(
    *, user: User, known: Sequence[AttestedCredentialData], party: RelyingParty, now: dt.datetime
) -> Question:
    """Ask for a new passkey that names its account, and that its device guards by PIN or touch."""
    options, state = _server(party).register_begin(
        user=PublicKeyCredentialUserEntity(
            id=handle_of(user), name=user.email, display_name=user.name
        ),
        credentials=known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(dict(options), _kept(state, Purpose.ADD, user, now))


def ask_to_show(
    *,
    user: User | None,
    known: Sequence[AttestedCredentialData] = (),
    party: RelyingParty,
    now: dt.datetime,
) -> Question:
    """Ask for a passkey of ``user``, who has shown the password, or of anybody.

    Of anybody it takes the place of the password too: the device must have asked for PIN or touch.
    """
    is_alone = user is None
    needed = UserVerificationRequirement.REQUIRED
    options, state = _server(party).authenticate_begin(
        credentials=known or None,
        user_verification=needed if is_alone else UserVerificationRequirement.PREFERRED,
    )
    purpose = Purpose.SIGN_IN if is_alone else Purpose.SECOND_STEP
    return Question(dict(options), _kept(state, purpose, user, now))


def _kept(state: State, purpose: Purpose, user: User | None, now: dt.datetime) -> State:
    return {
        "challenge": state["challenge"],
        "user_verification": str(UserVerificationRequirement(state["user_verification"]).value),
        "for": _what_for(purpose, user),
        "until": now.timestamp() + LASTS_SECONDS,
    }


def _what_for(purpose: Purpose, user: User | None) -> str:
    return f"{purpose} {user.pk if user else ''}"


def check_question(
    state: State | None, *, purpose: Purpose, user: User | None, now: dt.datetime
) -> State:
    """The question that was asked of ``user``; raises ``PasskeyRefused`` unless it still stands.

    It counts as answered from now on, so that the same answer opens nothing twice.
    """
    if not state or state.get("for") != _what_for(purpose, user):
        raise refused("no question")
    if now.timestamp() > state["until"]:
        raise refused("too late")
    if not cache.add(f"passkey:{state['challenge']}", True, LASTS_SECONDS):
        raise refused("answered before")
    return state


def read_answer(kind: type[Shown], answer: str) -> Shown:
    """What the browser has sent, as the library knows it; raises ``PasskeyRefused``."""
    if len(answer) > ANSWER_LENGTH:
        raise refused("too long")
    try:
        shown = kind.from_dict(json.loads(answer))
    except GARBAGE as error:
        raise refused("not readable") from error
    if not isinstance(shown, kind):
        raise refused("nothing")
    return shown


def check_made(*, state: State, shown: RegistrationResponse, party: RelyingParty) -> Made:
    """What the device says of the passkey it has made; raises ``PasskeyRefused``."""
    try:
        said = _server(party).register_complete(state, shown)
    except GARBAGE as error:
        raise refused(str(error)[:SAID]) from error
    key = said.credential_data
    if key is None or key.public_key.ALGORITHM not in CoseKey.supported_algorithms():
        raise refused("another algorithm")
    return Made(digest_of(key.credential_id), said.counter)


def check_shown(
    *,
    state: State,
    shown: AuthenticationResponse,
    known: AttestedCredentialData,
    party: RelyingParty,
) -> None:
    """Raise ``PasskeyRefused`` unless the key that is ``known`` has signed this question."""
    try:
        _server(party).authenticate_complete(state, [known], shown)
    except GARBAGE as error:
        raise refused(str(error)[:SAID]) from error


def key_of(authenticator: Authenticator) -> AttestedCredentialData:
    """The public key of a passkey."""
    key: AttestedCredentialData = authenticator.wrap().authenticator_data.credential_data
    return key


def digest_of(credential_id: bytes) -> str:
    """Under what a passkey is looked up: its identity may be a thousand bytes long."""
    return hashlib.sha256(credential_id).hexdigest()


def handle_of(user: User) -> bytes:
    """What a passkey keeps of its account: a number that names nobody to others."""
    return str(user.pk).encode()


def refused(why: str) -> PasskeyRefused:
    """The one refusal people see; ``why`` goes to the log only."""
    log.info("accounts.passkey-refused", why=why)
    return PasskeyRefused(_("This passkey was not accepted. Please try again."))


def _server(party: RelyingParty) -> Fido2Server:
    site = PublicKeyCredentialRpEntity(id=party.name, name="Daybook")
    return Fido2Server(site, verify_origin=lambda origin: origin == party.origin)
