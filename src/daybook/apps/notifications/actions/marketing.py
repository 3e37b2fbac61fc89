"""Agreeing to news and offers, and taking it back."""

import datetime as dt
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.accounts import actions as accounts
from daybook.apps.accounts import queries as people
from daybook.apps.accounts.errors import NoSuchConsent
from daybook.apps.notifications.domain.marketing import PURPOSE
from daybook.apps.notifications.errors import TextChanged
from daybook.apps.notifications.models import Message
from daybook.core.contributions import notification_kinds

COMPLAINT: Final = "a complaint to the mail provider"
ONE_CLICK: Final = "the link in a mail"


def agree_to_marketing(
    *, person: AbstractBaseUser, version: int, place: str, now: dt.datetime
) -> None:
    """Keep that the person wants news and offers, and where they said so; may be done again.

    ``version`` is that of the text they have read; raises ``TextChanged`` for another one.
    """
    if version != people.purpose_called(PURPOSE).version:
        raise TextChanged(_("The text has changed meanwhile. Please read it again."))
    accounts.give_consent(person=person, purpose=PURPOSE, place=place, now=now)


@transaction.atomic
def withdraw_from_marketing(*, person: AbstractBaseUser, place: str, now: dt.datetime) -> None:
    """Keep that the person wants no news and offers, wherever they said so; may be done again.

    What waits to be mailed is dropped when its turn comes; what waits to lie in the inbox never
    will.
    """
    kinds = [name for name, kind in notification_kinds if kind.is_marketing]
    Message.objects.filter(person_id=person.pk, kind__in=kinds, shown_at__gt=now).update(
        is_in_inbox=False
    )
    try:
        accounts.withdraw_consent(person=person, purpose=PURPOSE, place=place, now=now)
    except NoSuchConsent:
        return  # there is nothing to take back, or it has been
