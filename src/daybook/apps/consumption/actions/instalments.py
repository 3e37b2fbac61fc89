"""Keeping what is paid each month."""

import datetime as dt
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.consumption.domain.instalments import (
    Scope,
    checked_balance_day,
    checked_pounds,
)
from daybook.apps.consumption.models import Instalment


@transaction.atomic
def set_instalment(
    *,
    person: AbstractBaseUser,
    scope: Scope,
    monthly: Decimal,
    balance: Decimal,
    balance_on: dt.date,
    today: dt.date,
    now: dt.datetime,
) -> Instalment:
    """Say what is paid each month for ``scope``, in pounds, and the balance after a day.

    What was said before is replaced. Raises ``InvalidInstalment``.
    """
    said = {
        "monthly": checked_pounds(monthly),
        "balance": checked_pounds(balance, can_be_owed=True),
        "balance_on": checked_balance_day(balance_on, today=today),
        "changed_at": now,
    }
    instalment, _is_new = Instalment.objects.update_or_create(
        person_id=person.pk, scope=scope.value, defaults=said
    )
    return instalment


def forget_instalment(*, person: AbstractBaseUser, scope: Scope) -> None:
    """Delete what was said about ``scope``; may be done again."""
    Instalment.objects.filter(person_id=person.pk, scope=scope.value).delete()
