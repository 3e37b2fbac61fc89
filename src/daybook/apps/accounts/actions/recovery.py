"""Recovery codes: codes on paper, for when the phone or the key is gone."""

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.accounts.actions.audit import record
from daybook.apps.accounts.actions.passwords import check_current_password
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.errors import SecondStepMissing
from daybook.apps.accounts.models import SecurityEvent, User

Type = Authenticator.Type


def renew_codes(*, user: User, password: str, origin: Origin, now: dt.datetime) -> list[str]:
    """New recovery codes instead of the old, to be shown once.

    Raises ``NotValid`` for a wrong password, ``SecondStepMissing`` when there is no second step.
    """
    check_current_password(user=user, password=password, field="password", now=now)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if not is_needed(user):
            raise SecondStepMissing(_("Your second step is off."))
        return make_codes(user=user, origin=origin, now=now)


def first_codes(*, user: User, origin: Origin, now: dt.datetime) -> list[str]:
    """The codes that come with the first second step; none when there are some already.

    Part of the caller's transaction, which has locked the person's row.
    """
    if Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).exists():
        return []
    return make_codes(user=user, origin=origin, now=now)


def make_codes(*, user: User, origin: Origin, now: dt.datetime) -> list[str]:
    """New codes, whatever there was; part of the caller's transaction."""
    papers = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES)
    papers.delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    papers.update(created_at=now)
    record(user=user, kind=SecurityEvent.Kind.CODES_MADE, origin=origin, now=now)
    return codes


def is_needed(user: User) -> bool:
    """Whether the account has a second step, of whatever kind."""
    steps = Authenticator.objects.filter(user=user, type__in=(Type.TOTP, Type.WEBAUTHN))
    return bool(steps.exists())


def drop_needless_codes(user: User) -> bool:
    """Delete the codes of an account whose last second step has gone; says whether it has."""
    if is_needed(user):
        return False
    Authenticator.objects.filter(user=user).delete()
    return True


KINDS = {
    Type.TOTP: SecurityEvent.Kind.FACTOR_REMOVED,
    Type.WEBAUTHN: SecurityEvent.Kind.PASSKEY_REMOVED,
}


def drop_steps_since(*, user: User, since: dt.datetime, origin: Origin, now: dt.datetime) -> bool:
    """Take off each second step that was added at ``since`` or later; says whether one was.

    Recovery codes made since go too: whoever made them may have kept them. Part of the caller's
    transaction, which has locked the person's row.
    """
    younger = Authenticator.objects.filter(user=user, created_at__gte=since)
    gone = [*younger]
    younger.delete()
    drop_needless_codes(user)
    for row in gone:
        if row.type in KINDS:
            subject = row.data.get("name", "")
            record(user=user, kind=KINDS[row.type], origin=origin, now=now, subject=subject)
    return any(row.type in KINDS for row in gone)
