"""Tokens for programs: a short-lived access token and a refresh token that works once.

allauth makes and reads the tokens. Each sign-in is one server-side session, and all refresh tokens
that follow from it are its family: ending the session ends all of them, and the access tokens too.
"""

import datetime as dt
from dataclasses import dataclass

import structlog
from allauth.headless import app_settings
from allauth.headless.internal.sessionkit import new_session
from allauth.headless.tokens.strategies.jwt import internal as jwt
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import update_last_login
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.accounts.actions.sessions import note_seen, note_sign_in
from daybook.apps.accounts.domain import NOWHERE, Origin
from daybook.apps.accounts.errors import AccountLeaves, TokenRefused
from daybook.apps.accounts.models import SignIn, User

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a program needs to act for ``user``; the access token lasts ``expires_in`` seconds."""

    user: User
    access_token: str
    refresh_token: str
    expires_in: int


@transaction.atomic
def issue_tokens(
    *, user: User, origin: Origin = NOWHERE, is_known: bool = True, now: dt.datetime
) -> Tokens:
    """Begin a new family of tokens for ``user``, who has just shown who they are.

    An ``origin`` that ``is_known`` is only written down; of another the person is told. Raises
    ``AccountLeaves`` when the account is about to be deleted.
    """
    if user.closes_at is not None:
        raise AccountLeaves(
            _("Your account is about to be deleted. Please sign in on the page to keep it.")
        )
    session = new_session()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    access_token = jwt.create_access_token(user, session, {})
    refresh_token = jwt.create_refresh_token(user, session)
    session.save()
    note_sign_in(
        user=user,
        session_key=session.session_key,
        kind=SignIn.Kind.PROGRAM,
        origin=origin,
        is_known=is_known,
        now=now,
    )
    update_last_login(User, user)
    return _tokens(user, access_token, refresh_token)


def refresh_tokens(*, refresh_token: str, now: dt.datetime) -> Tokens:
    """Trade a refresh token for the next pair.

    Raises ``TokenRefused`` when it is wrong, expired or revoked, or its person may not sign in.
    One that was used before is in two hands: then the whole family is revoked.
    """
    family = _family_of(refresh_token)
    user = pair = None
    if family is not None:
        with transaction.atomic():
            # One at a time: of two programs with the same token, the second has used it again.
            Session.objects.select_for_update().filter(pk=family).first()
            if found := jwt.validate_refresh_token(refresh_token):
                user, pair = found[0], app_settings.TOKEN_STRATEGY.refresh_token(refresh_token)
            else:
                Session.objects.filter(pk=family).delete()
    if user is None or pair is None:
        log.warning("accounts.refresh-refused", is_family_revoked=family is not None)
        raise TokenRefused(_("Please sign in again."))
    note_seen(session_key=family or "", now=now)
    return _tokens(user, *pair)


def revoke_tokens(*, refresh_token: str) -> None:
    """End the family of a refresh token; one that is no longer good is no error (RFC 7009)."""
    if family := _family_of(refresh_token):
        Session.objects.filter(pk=family).delete()
        log.info("accounts.signed-out", user_id=jwt.decode_token(refresh_token, "refresh")["sub"])


def forget_expired_sessions(*, now: dt.datetime) -> int:
    """Delete every session that ran out before ``now``, of pages and of tokens; says how many."""
    _total, deleted = Session.objects.filter(expire_date__lt=now).delete()
    return deleted.get("sessions.Session", 0)


def _family_of(refresh_token: str) -> str | None:
    payload = jwt.decode_token(refresh_token, "refresh")
    family: str | None = payload and jwt.session_key_from_sid(payload["sid"])
    return family


def _tokens(user: User, access_token: str, refresh_token: str) -> Tokens:
    return Tokens(
        user=user,
        access_token=access_token,
        refresh_token=refresh_token,
        expires_in=app_settings.JWT_ACCESS_TOKEN_EXPIRES_IN,
    )
