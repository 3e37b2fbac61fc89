"""Changing the password."""

import datetime as dt
from typing import Final

import structlog
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.accounts.actions.audit import record
from daybook.apps.accounts.actions.checks import Checks, check_password_quality
from daybook.apps.accounts.actions.sessions import end_sessions
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.events import PasswordChanged
from daybook.apps.accounts.models import PersonalToken, SecurityEvent, User
from daybook.core.events import publish
from daybook.core.limits import Limit, spend
from daybook.lib.errors import Invalid

log = structlog.get_logger(__name__)
# Whoever finds an open browser must not guess the password in it.
PASSWORD_AGAIN: Final = Limit("password-again", 5, 300)


def check_current_password(*, user: User, password: str, field: str, now: dt.datetime) -> None:
    """Raise ``NotValid`` about ``field`` for a wrong password, ``TooMany`` after five of them."""
    spent = spend(PASSWORD_AGAIN, str(user.pk), now=now)
    if not check_password(password, user.password):
        raise NotValid({field: [_("This is not your password.")]})
    spent.forgive()


def change_password(
    *,
    user: User,
    current: str,
    new: str,
    kept_session_key: str = "",
    origin: Origin,
    now: dt.datetime,
) -> None:
    """Give ``user`` a new password; every other session and every token ends.

    Raises ``NotValid`` with the messages of each field, ``TooMany`` after wrong tries. The session
    ``kept_session_key`` stays once the caller has given it the new ``get_session_auth_hash``.
    """
    check_current_password(user=user, password=current, field="current", now=now)
    checks = Checks()
    with checks.field("new"):
        check_password_quality(new, user)
        if new == current:
            raise Invalid(_("This is the password you have. Please choose another."))
    checks.finish()
    replace_password(user=user, new=new, kept_session_key=kept_session_key, origin=origin, now=now)


@transaction.atomic
def replace_password(
    *, user: User, new: str, kept_session_key: str = "", origin: Origin, now: dt.datetime
) -> None:
    """Set a checked password, end all other sessions and all tokens, and tell of it."""
    user.set_password(new)
    user.save(update_fields=["password"])
    end_sessions(user=user, kept_session_key=kept_session_key)
    PersonalToken.objects.filter(user=user).delete()
    kind = SecurityEvent.Kind.PASSWORD_CHANGED
    event = record(user=user, kind=kind, origin=origin, now=now)
    publish(
        PasswordChanged(
            user_id=user.pk,
            event_id=event.pk,
            at=now,
            address=origin.address,
            device=origin.device,
        )
    )
    log.info("accounts.password-changed", user_id=user.pk)
