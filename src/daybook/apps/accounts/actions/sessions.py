"""Opening, seeing and ending the sessions of a person."""

import datetime as dt
from typing import Final

import structlog
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from daybook.apps.accounts.actions.audit import record
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.errors import NoSuchSession
from daybook.apps.accounts.events import SessionRenewed, SignedInFromNewDevice
from daybook.apps.accounts.models import PersonalToken, SecurityEvent, SignIn, User
from daybook.core.events import publish

log = structlog.get_logger(__name__)
SEEN_EVERY: Final = dt.timedelta(minutes=5)


@transaction.atomic
def note_sign_in(
    *,
    user: User,
    session_key: str,
    kind: SignIn.Kind,
    origin: Origin,
    is_known: bool,
    now: dt.datetime,
) -> None:
    """Write down that ``user`` has opened the session; a device that is not known is told."""
    SignIn.objects.update_or_create(
        session_id=session_key,
        defaults={
            "user": user,
            "kind": kind,
            "address": origin.address,
            "device": origin.device,
            "signed_in_at": now,
            "last_seen_at": now,
        },
    )
    what = SecurityEvent.Kind.SIGNED_IN if is_known else SecurityEvent.Kind.SIGNED_IN_NEW
    event = record(user=user, kind=what, origin=origin, now=now)
    if not is_known:
        publish(
            SignedInFromNewDevice(
                user_id=user.pk,
                event_id=event.pk,
                at=now,
                address=origin.address,
                device=origin.device,
            )
        )


def note_seen(*, session_key: str, now: dt.datetime) -> None:
    """Write down that the session was in use, which is wanted every few minutes only."""
    SignIn.objects.filter(session_id=session_key).update(last_seen_at=now)


@transaction.atomic
def carry_over(*, sign_in: SignIn, session_key: str) -> None:
    """Let ``sign_in``, whose session has got a new key, stay on the list."""
    publish(SessionRenewed(old_session_key=sign_in.session_id, session_key=session_key))
    SignIn.objects.update_or_create(
        session_id=session_key,
        defaults={
            "user_id": sign_in.user_id,
            "kind": sign_in.kind,
            "address": sign_in.address,
            "device": sign_in.device,
            "signed_in_at": sign_in.signed_in_at,
            "last_seen_at": sign_in.last_seen_at,
        },
    )


@transaction.atomic
def end_session(*, user: User, sign_in_id: int, origin: Origin, now: dt.datetime) -> None:
    """End one session of ``user`` with its tokens; raises ``NoSuchSession`` if it is not theirs."""
    sign_in = SignIn.objects.filter(user=user, pk=sign_in_id).first()
    if sign_in is None:
        raise NoSuchSession(_("You have no such session, or it has ended."))
    Session.objects.filter(pk=sign_in.session_id).delete()
    kind = SecurityEvent.Kind.SESSION_ENDED
    record(user=user, kind=kind, origin=origin, now=now, subject=sign_in.device)
    log.info("accounts.session-ended", user_id=user.pk)


@transaction.atomic
def sign_out_everywhere(
    *,
    user: User,
    kept_session_key: str = "",
    has_tokens_revoked: bool = False,
    origin: Origin,
    now: dt.datetime,
) -> None:
    """End every session of ``user`` with all their tokens, and personal tokens where asked.

    The session ``kept_session_key`` keeps its row, but it too counts for nothing until the caller
    gives it the person's new ``get_session_auth_hash``.
    """
    User.objects.filter(pk=user.pk).update(sign_out_count=F("sign_out_count") + 1)
    user.refresh_from_db(fields=["sign_out_count"])
    end_sessions(user=user, kept_session_key=kept_session_key)
    if has_tokens_revoked:
        PersonalToken.objects.filter(user=user).delete()
    record(user=user, kind=SecurityEvent.Kind.SIGNED_OUT_EVERYWHERE, origin=origin, now=now)
    log.info("accounts.signed-out-everywhere", user_id=user.pk)


def end_sessions(*, user: User, kept_session_key: str = "") -> None:
    """Delete the sessions of ``user`` but one, within the caller's transaction."""
    keys = SignIn.objects.filter(user=user).exclude(session_id=kept_session_key)
    Session.objects.filter(pk__in=[*keys.values_list("session_id", flat=True)]).delete()


def erase_security(user: AbstractBaseUser, _now: dt.datetime) -> None:
    """Delete the sessions, tokens, second step and audit log of a person; may be done again."""
    keys = SignIn.objects.filter(user_id=user.pk).values_list("session_id", flat=True)
    Session.objects.filter(pk__in=[*keys]).delete()
    for table in (PersonalToken, Authenticator, SecurityEvent):
        table.objects.filter(user_id=user.pk).delete()
