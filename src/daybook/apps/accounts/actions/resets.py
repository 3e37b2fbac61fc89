"""A new password for somebody who has lost the old one, and signing in without one."""

import datetime as dt

from django.db import transaction

from daybook.apps.accounts.actions.addresses import prove_email
from daybook.apps.accounts.actions.checks import Checks, check_password_quality
from daybook.apps.accounts.actions.links import use_link
from daybook.apps.accounts.actions.passwords import replace_password
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.models.links import Purpose
from daybook.apps.accounts.models.people import User
from daybook.apps.accounts.queries.links import link_behind


def reset_password(*, secret: str, password: str, origin: Origin, now: dt.datetime) -> User:
    """Set the password of the person whose link this is; every session and token of theirs ends.

    Raises ``LinkRefused``, and ``NotValid`` with the messages of the field ``password``, after
    which the link still works. The letter has proved the e-mail.
    """
    person = link_behind(secret=secret, purpose=Purpose.RESET, now=now).person
    checks = Checks()
    with checks.field("password"):
        check_password_quality(password, person)  # may ask another service: in no transaction
    checks.finish()
    with transaction.atomic():
        user = use_link(secret=secret, purpose=Purpose.RESET, now=now).person
        replace_password(user=user, new=password, origin=origin, now=now)
        prove_email(user=user, now=now)
    return user


@transaction.atomic
def sign_in_by_link(*, secret: str, now: dt.datetime) -> User:
    """The person whose link this is; opening a session, with a second factor, is the caller's part.

    Raises ``LinkRefused``. The letter has proved the e-mail.
    """
    user = use_link(secret=secret, purpose=Purpose.SIGN_IN, now=now).person
    prove_email(user=user, now=now)
    return user
