"""The second step of signing in: codes of an app on the phone, and codes on paper.

allauth keeps them; its time-based codes are those of RFC 6238, six digits for 30 seconds each.
"""

import datetime as dt
from typing import Final

import structlog
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.utils import decrypt
from django.core import signing
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybook.apps.accounts.actions.audit import record
from daybook.apps.accounts.actions.letters import warn_of_step
from daybook.apps.accounts.actions.passwords import check_current_password
from daybook.apps.accounts.actions.recovery import drop_needless_codes, first_codes
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.errors import (
    NotValid,
    SecondStepMissing,
    SecondStepOn,
    WrongCredentials,
)
from daybook.apps.accounts.events import SecondFactorRemoved
from daybook.apps.accounts.models import SecurityEvent, User
from daybook.core.events import publish
from daybook.core.limits import Limit, spend

log = structlog.get_logger(__name__)
CODES: Final = Limit("second-step", 5, 300)
PROOF_SALT: Final = "daybook.accounts.second-step"
PROOF_SECONDS: Final = 300
ONCE_SECONDS: Final = 90  # a code is good for its 30 seconds and those on either side
Type = Authenticator.Type


def turn_on(*, user: User, secret: str, code: str, origin: Origin, now: dt.datetime) -> list[str]:
    """Ask for a code of ``secret`` from now on; returns recovery codes, to be shown once.

    There are none when the account has some already, because it has a passkey.

    Raises ``NotValid`` when ``code`` is not one of ``secret`` now, ``TooMany`` after five such,
    and ``SecondStepOn`` when there is a second step already.
    """
    spent = spend(CODES, f"on {user.pk}", now=now)
    if not validate_totp_code(secret, code):
        raise NotValid({"code": [_wrong_code()]})
    spent.forgive()
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            TOTP.activate(user, secret)
            Authenticator.objects.filter(user=user, type=Type.TOTP).update(created_at=now)
            kind = SecurityEvent.Kind.FACTOR_ADDED
            event = record(user=user, kind=kind, origin=origin, now=now)
            warn_of_step(kind="accounts.second-step-on", event=event, now=now)
            codes = first_codes(user=user, origin=origin, now=now)
    except IntegrityError as error:
        raise SecondStepOn(_("Your second step is on already.")) from error
    log.info("accounts.second-step-on", user_id=user.pk)
    return codes


def turn_off(*, user: User, password: str, origin: Origin, now: dt.datetime) -> None:
    """Ask for no code of the app any more; recovery codes go too, unless there is a passkey.

    Raises ``NotValid`` for a wrong password, ``SecondStepMissing`` when no app is asked for.
    """
    check_current_password(user=user, password=password, field="password", now=now)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if not Authenticator.objects.filter(user=user, type=Type.TOTP).delete()[0]:
            raise SecondStepMissing(_("Your second step is off."))
        is_last = drop_needless_codes(user)
        kind = SecurityEvent.Kind.FACTOR_REMOVED
        event = record(user=user, kind=kind, origin=origin, now=now)
        publish(
            SecondFactorRemoved(
                user_id=user.pk,
                event_id=event.pk,
                at=now,
                address=origin.address,
                device=origin.device,
                is_last=is_last,
            )
        )
    log.info("accounts.second-step-off", user_id=user.pk)


def check_code(*, user: User, code: str, origin: Origin, now: dt.datetime) -> None:
    """Take a code of the app, or a recovery code, each once.

    Raises ``NotValid`` about ``code`` when it is neither, ``TooMany`` after five of those.
    """
    spent = spend(CODES, str(user.pk), now=now)
    code = "".join(code.split())
    if not _is_of_app(user, code):
        _use_recovery_code(user=user, code=code, origin=origin, now=now)
    spent.forgive()


def _is_of_app(user: User, code: str) -> bool:
    app = Authenticator.objects.filter(user=user, type=Type.TOTP).first()
    if app is None or not validate_totp_code(decrypt(app.data["secret"]), code):
        return False
    if not cache.add(f"second-step:{user.pk}:{code}", True, ONCE_SECONDS):
        return False
    app.record_usage()
    return True


@transaction.atomic
def _use_recovery_code(*, user: User, code: str, origin: Origin, now: dt.datetime) -> None:
    paper = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    if paper is None or not RecoveryCodes(paper).validate_code(code):
        log.info("accounts.second-step-failed", user_id=user.pk)
        raise NotValid({"code": [_wrong_code()]})
    record(user=user, kind=SecurityEvent.Kind.CODE_USED, origin=origin, now=now)


def proof_of_password(user: User) -> str:
    """What a program shows with its code: that ``user`` has just shown the password or a link."""
    signer = signing.TimestampSigner(salt=PROOF_SALT)
    return signer.sign_object([user.pk, user.get_session_auth_hash()])


def person_of_proof(proof: str) -> User:
    """The person whose password was shown; raises ``WrongCredentials`` once it is too old."""
    try:
        pk, stamp = signing.TimestampSigner(salt=PROOF_SALT).unsign_object(
            proof, max_age=PROOF_SECONDS
        )
    except signing.BadSignature as error:
        raise WrongCredentials(_("Please sign in again from the start.")) from error
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or user.get_session_auth_hash() != stamp:
        raise WrongCredentials(_("Please sign in again from the start."))
    return user


def _wrong_code() -> str:
    return _("This is not the code, or it was used. Please type the one shown now.")
