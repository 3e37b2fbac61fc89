"""What a person means to use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.consumption.domain import Utility, year_goal
from daybook.apps.consumption.models import Goal


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """The day a contract starts on, and the most its year should take, in the standard unit."""

    contract_starts_on: date | None = None
    year_amount: Decimal | None = None


@transaction.atomic
def set_goals(*, person: AbstractBaseUser, aims: Mapping[Utility, Aim]) -> None:
    """Say when the years of utilities begin and what they should take; the same twice is once.

    Raises ``InvalidValue`` for an amount that is not above 0, and changes nothing then.
    """
    for utility, aim in sorted(aims.items()):
        amount = None if aim.year_amount is None else year_goal(aim.year_amount)
        Goal.objects.update_or_create(
            person_id=person.pk,
            utility=utility.value,
            defaults={"contract_starts_on": aim.contract_starts_on, "year_amount": amount},
        )
