"""What somebody wants a year to take."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption import domain
from daybook.apps.consumption.actions import Aim
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.forms.records import date_field
from daybook.apps.consumption.models import Goal
from daybook.ui.fields import RuleField


def _goal_field() -> forms.Field:
    return RuleField[Decimal](
        rule=domain.year_goal,
        label=_("Goal for a year"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class GoalsForm(forms.Form):
    """For each utility the day its contract starts on, and the most a year should take."""

    electricity_starts_on = date_field(_("Contract starts on"), required=False)
    electricity_amount = _goal_field()
    water_starts_on = date_field(_("Contract starts on"), required=False)
    water_amount = _goal_field()
    gas_starts_on = date_field(_("Contract starts on"), required=False)
    gas_amount = _goal_field()

    def aims(self) -> dict[Utility, Aim]:
        """What was typed, when it is valid."""
        given = self.cleaned_data
        return {
            utility: Aim(
                contract_starts_on=given[f"{utility.value}_starts_on"],
                year_amount=given[f"{utility.value}_amount"],
            )
            for utility in Utility
        }


def goals_initial(goals: Mapping[Utility, Goal]) -> dict[str, Any]:
    """What the form of goals begins with."""
    initial: dict[str, Any] = {}
    for utility, goal in goals.items():
        amount = goal.year_amount
        initial[f"{utility.value}_starts_on"] = goal.contract_starts_on
        initial[f"{utility.value}_amount"] = None if amount is None else f"{amount.normalize():f}"
    return initial
