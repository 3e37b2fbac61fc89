"""Personal access tokens: making, reading and revoking them."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from daybook.apps.accounts.actions.audit import record
from daybook.apps.accounts.actions.checks import Checks
from daybook.apps.accounts.domain import (
    TOKEN_PREFIX,
    TOKENS_EACH,
    Origin,
    checked_scopes,
    checked_token_days,
    checked_token_name,
)
from daybook.apps.accounts.errors import NoSuchToken, TooManyTokens
from daybook.apps.accounts.events import TokenMade
from daybook.apps.accounts.models import PersonalToken, SecurityEvent, User
from daybook.core.events import publish
from daybook.core.limits import Limit, spend

log = structlog.get_logger(__name__)
MAKING: Final = Limit("personal-token", 20, 3600)
USED_EVERY: Final = dt.timedelta(minutes=1)
HINT: Final = 8


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made, and its ``secret``, which nobody can show again."""

    token: PersonalToken
    secret: str


def make_token(
    *, user: User, name: str, scopes: list[str], days: int, origin: Origin, now: dt.datetime
) -> NewToken:
    """Make a token for a script of ``user``.

    Raises ``NotValid`` with the messages of each field, ``TooManyTokens`` when the person has as
    many as anybody may have, ``TooMany`` after making many in an hour.
    """
    checks = Checks()
    with checks.field("name"):
        name = checked_token_name(name)
    with checks.field("scopes"):
        scopes = checked_scopes(scopes)
    with checks.field("days"):
        days = checked_token_days(days)
    checks.finish()
    spend(MAKING, str(user.pk), now=now)
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = PersonalToken(
        user=user,
        name=name,
        scopes=scopes,
        digest=_digest(secret),
        hint=secret[:HINT],
        made_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    _keep(token, origin=origin)
    log.info("accounts.token-made", user_id=user.pk, scopes=scopes, days=days)
    return NewToken(token, secret)


@transaction.atomic
def _keep(token: PersonalToken, *, origin: Origin) -> None:
    user = User.objects.select_for_update().get(pk=token.user_id)  # one at a time: they are counted
    if PersonalToken.objects.filter(user=user).count() >= TOKENS_EACH:
        raise TooManyTokens(_("You have 20 tokens. Please revoke one that you do not need."))
    token.save()
    kind, now = SecurityEvent.Kind.TOKEN_MADE, token.made_at
    event = record(user=user, kind=kind, origin=origin, now=now, subject=token.name)
    publish(
        TokenMade(
            user_id=user.pk,
            event_id=event.pk,
            at=now,
            address=origin.address,
            device=origin.device,
            name=token.name,
        )
    )


@transaction.atomic
def revoke_token(*, user: User, token_id: int, origin: Origin, now: dt.datetime) -> None:
    """End one token of ``user`` at once; raises ``NoSuchToken`` if it is not theirs."""
    token = PersonalToken.objects.filter(user=user, pk=token_id).first()
    if token is None:
        raise NoSuchToken(_("You have no such token."))
    token.delete()
    kind = SecurityEvent.Kind.TOKEN_REVOKED
    record(user=user, kind=kind, origin=origin, now=now, subject=token.name)
    log.info("accounts.token-revoked", user_id=user.pk)


def use_token(*, secret: str, now: dt.datetime) -> PersonalToken | None:
    """The token with its active person, noting its use once a minute at most.

    ``None`` alike for one that is wrong, expired or revoked, and for one of an account that is
    about to be deleted: only its person may know which.
    """
    if not secret.startswith(TOKEN_PREFIX):
        return None
    found = PersonalToken.objects.select_related("user").filter(digest=_digest(secret))
    token = found.filter(expires_at__gt=now, user__is_active=True, user__closes_at=None).first()
    if token is not None and (token.last_used_at or dt.datetime.min.replace(tzinfo=dt.UTC)) <= (
        now - USED_EVERY
    ):
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USED_EVERY)
        PersonalToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return token


def _digest(secret: str) -> str:
    # 256 random bits need no slow hash; this one can be looked up.
    return hashlib.sha256(secret.encode()).hexdigest()
