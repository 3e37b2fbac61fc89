"""Asking once more who somebody is, before what cannot be undone or shows everything."""

import datetime as dt

from django.utils.translation import gettext as _

from daybook.apps.accounts.actions.passwords import check_current_password
from daybook.apps.accounts.actions.second_step import check_code
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.models import User
from daybook.apps.accounts.queries import second_step_of


def check_person(*, user: User, password: str, code: str, origin: Origin, now: dt.datetime) -> None:
    """Take the password of ``user``, and a ``code`` where an app shows codes for the account.

    A passkey shows no code. Who has nothing else has shown it when signing in, and is not made to
    use up the codes on paper here; adding and removing passkeys asks for the password alone too.
    Raises ``NotValid`` with the messages of the field that is wrong, ``TooMany`` after five.
    """
    check_current_password(user=user, password=password, field="password", now=now)
    if not second_step_of(user).has_app:
        return
    if not code.strip():
        raise NotValid({"code": [_("Type the code your app shows.")]})
    check_code(user=user, code=code, origin=origin, now=now)
