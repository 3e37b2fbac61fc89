"""What is known of a supply."""

from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.consumption.actions.days import locked_supplies
from daybook.apps.consumption.domain import Utility, calorific_value
from daybook.apps.consumption.models import Supply


@transaction.atomic
def set_calorific_value(*, person: AbstractBaseUser, value: Decimal) -> Supply:
    """Say how much energy the person's gas has, in MJ/m³; it holds for what is recorded from now.

    Raises ``InvalidCalorificValue``.
    """
    checked = calorific_value(value)
    supply = locked_supplies(person.pk)[Utility.GAS]
    supply.calorific_value = checked
    supply.save(update_fields=["calorific_value"])
    return supply
