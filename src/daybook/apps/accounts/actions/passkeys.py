"""Passkeys: adding, naming and removing them, and signing in with one."""

import datetime as dt
from typing import Final, cast

import structlog
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from daybook.apps.accounts.actions import ceremonies
from daybook.apps.accounts.actions.audit import record
from daybook.apps.accounts.actions.ceremonies import Question, State, refused
from daybook.apps.accounts.actions.checks import Checks
from daybook.apps.accounts.actions.letters import warn_of_step
from daybook.apps.accounts.actions.passwords import check_current_password
from daybook.apps.accounts.actions.recovery import drop_needless_codes, first_codes
from daybook.apps.accounts.domain import (
    PASSKEYS_EACH,
    Origin,
    RelyingParty,
    checked_passkey_name,
)
from daybook.apps.accounts.errors import TooManyPasskeys
from daybook.apps.accounts.events import PasskeyRemoved
from daybook.apps.accounts.models import Passkey, SecurityEvent, User
from daybook.apps.accounts.queries import passkey_of, passkeys_of
from daybook.core.events import publish
from daybook.core.limits import Limit, spend

log = structlog.get_logger(__name__)

ASKS: Final = Limit("passkey", 60, 300)
WRONG: Final = Limit("passkey-wrong", 10, 300)


def ask_for_new_passkey(
    *, user: User, name: str, password: str, party: RelyingParty, now: dt.datetime
) -> Question:
    """What the browser asks the device for; the ``name`` waits in its state.

    Raises ``NotValid`` with the messages of each field, ``TooMany`` after wrong passwords, and
    ``TooManyPasskeys`` when the person has as many as anybody may have.
    """
    name = _checked(name)
    check_current_password(user=user, password=password, field="password", now=now)
    rows = [*passkeys_of(user)]
    _check_room(len(rows))
    known = [ceremonies.key_of(row) for row in rows]
    question = ceremonies.ask_to_make(user=user, known=known, party=party, now=now)
    return Question(question.options, question.state | {"name": name})


def add_passkey(
    *,
    user: User,
    state: State | None,
    answer: str,
    party: RelyingParty,
    origin: Origin,
    now: dt.datetime,
) -> list[str]:
    """Keep the passkey a device has just made; returns the recovery codes if it is the first step.

    Raises ``PasskeyRefused`` when it is not the answer to the question, or any account has it.
    """
    state = ceremonies.check_question(state, purpose=ceremonies.Purpose.ADD, user=user, now=now)
    shown = ceremonies.read_answer(RegistrationResponse, answer)
    made = ceremonies.check_made(state=state, shown=shown, party=party)
    row = Authenticator(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": state["name"], "credential": _as_kept(shown)},
        created_at=now,
    )
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)  # one at a time: they are counted
            _check_room(passkeys_of(user).count())
            row.save()
            Passkey.objects.create(authenticator=row, digest=made.digest, sign_count=made.count)
            _tell_added(user, state["name"], origin, now)
            codes = first_codes(user=user, origin=origin, now=now)
    except IntegrityError as error:
        raise refused("known already") from error
    log.info("accounts.passkey-added", user_id=user.pk)
    return codes


def _as_kept(shown: RegistrationResponse) -> dict[str, object]:
    """What allauth keeps of a passkey, and nothing a browser may have put beside it."""
    response = dict(shown.response)
    return {
        "id": shown.id,
        "rawId": shown.id,
        "type": "public-key",
        "response": {name: response[name] for name in ("clientDataJSON", "attestationObject")},
        "clientExtensionResults": {},
    }


def _tell_added(user: User, name: str, origin: Origin, now: dt.datetime) -> None:
    kind = SecurityEvent.Kind.PASSKEY_ADDED
    event = record(user=user, kind=kind, origin=origin, now=now, subject=name)
    warn_of_step(kind="accounts.passkey-added", event=event, now=now)


@transaction.atomic
def rename_passkey(*, user: User, passkey_id: int, name: str) -> Authenticator:
    """Call a passkey something else.

    Raises ``NotValid`` about ``name``, ``NoSuchPasskey`` when it is not theirs.
    """
    User.objects.select_for_update().get(pk=user.pk)
    row = passkey_of(user, passkey_id)
    row.data["name"] = _checked(name)
    row.save(update_fields=["data"])
    log.info("accounts.passkey-renamed", user_id=user.pk)
    return row


def remove_passkey(
    *, user: User, passkey_id: int, password: str, origin: Origin, now: dt.datetime
) -> None:
    """Let a passkey open nothing any more; with the last second step the recovery codes go too.

    Raises ``NotValid`` for a wrong password, ``NoSuchPasskey`` when it is not theirs.
    """
    passkey_of(user, passkey_id)
    check_current_password(user=user, password=password, field="password", now=now)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        row = passkey_of(user, passkey_id)
        row.delete()
        is_last = drop_needless_codes(user)
        name, kind = row.data["name"], SecurityEvent.Kind.PASSKEY_REMOVED
        event = record(user=user, kind=kind, origin=origin, now=now, subject=name)
        publish(
            PasskeyRemoved(
                user_id=user.pk,
                event_id=event.pk,
                at=now,
                address=origin.address,
                device=origin.device,
                name=name,
                is_last=is_last,
            )
        )
    log.info("accounts.passkey-removed", user_id=user.pk)


def ask_for_passkey(
    *, user: User | None = None, address: str, party: RelyingParty, now: dt.datetime
) -> Question:
    """What the browser asks the device to show: a passkey of ``user``, or of anybody.

    Raises ``TooMany`` when the network ``address`` has asked too often.
    """
    spend(ASKS, address, now=now)
    known = [ceremonies.key_of(row) for row in passkeys_of(user)] if user else []
    return ceremonies.ask_to_show(user=user, known=known, party=party, now=now)


def take_passkey(
    *,
    user: User | None = None,
    state: State | None,
    answer: str,
    address: str,
    party: RelyingParty,
    now: dt.datetime,
) -> Authenticator:
    """The passkey a device has shown, with its active person; opening a session is not done here.

    Raises ``PasskeyRefused`` when it is not ``user``'s, or is not the answer to the question, and
    ``TooMany`` after ten of those from one network ``address``, so that nobody locks others out.
    """
    spent = spend(WRONG, address, now=now)
    purpose = ceremonies.Purpose.SECOND_STEP if user else ceremonies.Purpose.SIGN_IN
    state = ceremonies.check_question(state, purpose=purpose, user=user, now=now)
    shown = ceremonies.read_answer(AuthenticationResponse, answer)
    passkey = _passkey_behind(shown, user)
    row = passkey.authenticator
    ceremonies.check_shown(state=state, shown=shown, known=ceremonies.key_of(row), party=party)
    _count_use(passkey, count=shown.response.authenticator_data.counter, now=now)
    spent.forgive()
    log.info("accounts.passkey-taken", user_id=row.user_id)
    return row


def _passkey_behind(shown: AuthenticationResponse, user: User | None) -> Passkey:
    rows = Passkey.objects.select_related("authenticator__user")
    passkey = rows.filter(digest=ceremonies.digest_of(shown.raw_id)).first()
    if passkey is None:
        raise refused("unknown")
    person = cast("User", passkey.authenticator.user)
    if not person.is_active or (user and user.pk != person.pk):
        raise refused("of somebody else")
    named = shown.response.user_handle
    if (named is None and user is None) or named not in {None, ceremonies.handle_of(person)}:
        raise refused("names somebody else")
    return passkey


@transaction.atomic
def _count_use(passkey: Passkey, *, count: int, now: dt.datetime) -> None:
    """Write the use down; a count that has not grown comes from a copy of the key.

    Devices that keep no count always say zero (WebAuthn level 2, 7.2, step 21).
    """
    mine = Passkey.objects.filter(pk=passkey.pk)
    older = mine.filter(sign_count__lt=count) if count else mine.filter(sign_count=0)
    if not older.update(sign_count=count):
        log.warning("accounts.passkey-copied", user_id=passkey.authenticator.user_id)
        raise refused("the count has not grown")
    Authenticator.objects.filter(pk=passkey.pk).update(last_used_at=now)


def _checked(name: str) -> str:
    checks = Checks()
    with checks.field("name"):
        name = checked_passkey_name(name)
    checks.finish()
    return name


def _check_room(count: int) -> None:
    if count >= PASSKEYS_EACH:
        raise TooManyPasskeys(_("You have 20 passkeys. Please remove one that you do not need."))
