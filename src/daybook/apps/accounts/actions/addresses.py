"""The e-mail of an account: proving it, changing it, and taking a change back."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from daybook.apps.accounts.actions.audit import record
from daybook.apps.accounts.actions.checks import Checks, checked_email
from daybook.apps.accounts.actions.links import UNDO_FOR, make_link, post_link, send_link, use_link
from daybook.apps.accounts.actions.passwords import check_current_password
from daybook.apps.accounts.actions.recovery import drop_steps_since
from daybook.apps.accounts.actions.sessions import end_sessions
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.errors import LinkRefused
from daybook.apps.accounts.models.links import Link, Purpose
from daybook.apps.accounts.models.people import User
from daybook.apps.accounts.models.security import PersonalToken, SecurityEvent
from daybook.apps.accounts.queries.links import is_email_taken
from daybook.core.limits import Limit, spend
from daybook.lib.errors import Invalid

log = structlog.get_logger(__name__)

VERIFICATIONS: Final = Limit("verification", 3, 3600)
CHANGES: Final = Limit("email-change", 5, 86_400)
LETTERS_TO_NEW: Final = Limit("email-change-to", 3, 86_400)


def ask_for_verification(*, user: User, now: dt.datetime) -> bool:
    """Send ``user`` another letter to confirm the e-mail; ``False`` when that is done already.

    Raises ``TooMany`` after three letters in an hour.
    """
    if user.email_verified_at:
        return False
    spend(VERIFICATIONS, str(user.pk), now=now)
    send_link(user_id=user.pk, purpose=Purpose.VERIFY, now=now)
    return True


@transaction.atomic
def verify_email(*, secret: str, now: dt.datetime) -> User:
    """Note that the person reads the e-mail of the account; raises ``LinkRefused``."""
    user = use_link(secret=secret, purpose=Purpose.VERIFY, now=now).person
    prove_email(user=user, now=now)
    return user


def prove_email(*, user: User, now: dt.datetime) -> None:
    """Note that a letter to the person's e-mail has been read, unless that was known."""
    if user.email_verified_at is None:
        user.email_verified_at = now
        user.save(update_fields=["email_verified_at"])
        log.info("accounts.email-verified", user_id=user.pk)


def ask_to_change_email(*, user: User, email: str, password: str, now: dt.datetime) -> None:
    """Send a link to confirm to the new ``email``, and one to stop it all to the present one.

    Nothing changes yet. Whether somebody has the new e-mail is not told here: its letter says it.
    Raises ``NotValid`` with the messages of each field, and ``TooMany``.
    """
    checks = Checks()
    with checks.field("email"):
        email = checked_email(email)
        if email == user.email:
            raise Invalid(_("This is the e-mail you have."))
    checks.finish()
    check_current_password(user=user, password=password, field="password", now=now)
    spend(CHANGES, str(user.pk), now=now)
    spend(LETTERS_TO_NEW, email, now=now)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        context = {"old": person.email, "new": email}
        is_taken = is_email_taken(email=email, now=now, but_by=person)
        post_link(person=person, purpose=Purpose.UNDO, email=person.email, now=now, context=context)
        context |= {"is_taken": "yes" if is_taken else ""}
        post_link(person=person, purpose=Purpose.CHANGE, email=email, now=now, context=context)


@transaction.atomic
def change_email(*, secret: str, origin: Origin, now: dt.datetime) -> User:
    """Give the account the new e-mail whose link this is; its old one can undo it for three days.

    Raises ``LinkRefused``, also when somebody has the new e-mail by now.
    """
    link = use_link(secret=secret, purpose=Purpose.CHANGE, now=now)
    user, old = link.person, link.person.email
    if is_email_taken(email=link.email, now=now, but_by=user):
        raise _gone()
    _give_email(user=user, email=link.email, now=now)
    Link.objects.filter(person=user, purpose=Purpose.UNDO, email=old).update(
        expires_at=now + UNDO_FOR
    )
    kind = SecurityEvent.Kind.EMAIL_CHANGED
    record(user=user, kind=kind, origin=origin, now=now)
    return user


@dataclass(frozen=True, slots=True)
class Undone:
    """A change taken back: the ``secret`` of a link to set a new password, and what has gone."""

    secret: str
    has_lost_step: bool


@transaction.atomic
def undo_email_change(*, secret: str, origin: Origin, now: dt.datetime) -> Undone:
    """Take the account back to the e-mail whose link this is, or keep it there.

    Whoever asked for the change knew the password: it counts for nothing from now on, every
    session and token ends, and so does each second step that was added since. The link in the
    letter about a new second step does the same, without any change. An address the account left
    before keeps its way back. The person is sent
    on to set a new password. Raises ``LinkRefused``, also when another account has the e-mail.
    """
    link = use_link(secret=secret, purpose=Purpose.UNDO, now=now)
    user = link.person
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user=user)
    PersonalToken.objects.filter(user=user).delete()
    has_lost_step = drop_steps_since(user=user, since=link.made_at, origin=origin, now=now)
    older = Q(purpose=Purpose.UNDO, made_at__lt=link.made_at)  # of whoever was there before
    Link.objects.filter(person=user).exclude(older).delete()
    _give_email(user=user, email=link.email, now=now)
    record(user=user, kind=SecurityEvent.Kind.EMAIL_CHANGED, origin=origin, now=now)
    onwards = make_link(person=user, purpose=Purpose.RESET, email=user.email, now=now)
    return Undone(onwards, has_lost_step)


def _give_email(*, user: User, email: str, now: dt.datetime) -> None:
    user.email, user.email_verified_at = email, now
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "email_verified_at"])
    except IntegrityError as error:  # somebody was faster with the same e-mail
        raise _gone() from error
    log.info("accounts.email-changed", user_id=user.pk)


def _gone() -> LinkRefused:
    return LinkRefused(_("This e-mail belongs to another account by now. Nothing has changed."))
