"""Making an account, and opening it."""

import datetime as dt
from typing import Final

import structlog
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybook.apps.accounts.actions.audit import count_wrong_password, record
from daybook.apps.accounts.actions.checks import (
    Checks,
    check_password_quality,
    checked_email,
)
from daybook.apps.accounts.actions.links import post_link
from daybook.apps.accounts.domain import (
    NOWHERE,
    Origin,
    checked_name,
    normalised_email,
)
from daybook.apps.accounts.errors import EmailTaken, WrongCredentials
from daybook.apps.accounts.events import PersonRegistered
from daybook.apps.accounts.models import Purpose, SecurityEvent, User
from daybook.apps.accounts.queries import is_email_taken
from daybook.core.events import publish
from daybook.core.limits import Limit, spend

log = structlog.get_logger(__name__)

SIGN_UPS: Final = (Limit("sign-up-minute", 10, 60), Limit("sign-up-hour", 60, 3600))
SIGN_INS: Final = Limit("sign-in", 30, 60)
# A stranger who fails here locks out only his own address, not the account ...
WRONG_FROM_ADDRESS: Final = Limit("sign-in-wrong-address", 5, 300)
# ... and many strangers together lock out only browsers the account was never opened in.
WRONG_FROM_ANYWHERE: Final = Limit("sign-in-wrong-anywhere", 50, 3600)


def register(
    *,
    name: str,
    email: str,
    password: str,
    address: str,
    origin: Origin = NOWHERE,
    now: dt.datetime,
) -> User:
    """Make an account for somebody at the network ``address``; ``origin`` is what is kept of it.

    Raises ``NotValid`` with the messages of each field, ``EmailTaken`` when there is an account
    with this e-mail in any case, and ``TooMany`` when the address has made too many attempts.
    """
    user, checks = User(joined_at=now), Checks()
    with checks.field("name"):
        user.name = checked_name(name)
    with checks.field("email"):
        user.email = checked_email(email)
    with checks.field("password"):
        check_password_quality(password, user)
    checks.finish()
    for limit in SIGN_UPS:
        spend(limit, address, now=now)
    if is_email_taken(email=user.email, now=now):
        raise _email_taken()
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            record(user=user, kind=SecurityEvent.Kind.SIGNED_UP, origin=origin, now=now)
            post_link(person=user, purpose=Purpose.VERIFY, email=user.email, now=now)
            publish(PersonRegistered(user_id=user.pk))
    except IntegrityError as error:  # somebody was faster with the same e-mail
        raise _email_taken() from error
    log.info("accounts.registered", user_id=user.pk)
    return user


def _email_taken() -> EmailTaken:
    return EmailTaken(_("There is an account with this e-mail already. Please sign in instead."))


def sign_in(
    *, email: str, password: str, address: str, is_known_browser: bool, now: dt.datetime
) -> User:
    """The active person with this e-mail and password; opening a session is the caller's part.

    Raises ``WrongCredentials`` with one message whatever is wrong, after the same work, and
    ``TooMany`` when the ``address``, or the account in browsers it was never opened in
    (``is_known_browser``), has seen too many wrong passwords.
    """
    email = normalised_email(email).replace("\0", "\ufffd")  # which PostgreSQL cannot look up
    spend(SIGN_INS, address, now=now)
    tries = [spend(WRONG_FROM_ADDRESS, f"{email} {address}", now=now)]
    if not is_known_browser:
        tries.append(spend(WRONG_FROM_ANYWHERE, email, now=now))
    user = authenticate(email=email, password=password)
    if not isinstance(user, User):
        count_wrong_password(email=email, now=now)
        log.info("accounts.sign-in-failed")
        raise WrongCredentials(_("The e-mail or the password is wrong. Please try again."))
    for spent in tries:
        spent.forgive()
    log.info("accounts.signed-in", user_id=user.pk)
    return user
