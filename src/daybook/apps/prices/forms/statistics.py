"""Which kept prices are told of, and where products are compared."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.prices import domain
from daybook.apps.prices.forms.blocks import REGIONS, with_comma
from daybook.ui.fields import RuleField


def day_input() -> forms.DateInput:
    """A day, chosen from the browser's calendar or typed."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HistoryForm(forms.Form):
    """Which kept prices are told of; it lives in the address."""

    region = forms.ChoiceField(label=_("Region"), choices=REGIONS)
    product = RuleField[str](rule=domain.product_code, label=_("Product code"), max_length=60)
    since = forms.DateField(label=_("From"), widget=day_input())
    until = forms.DateField(label=_("To"), widget=day_input())

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies before the beginning."))
        return given


class CompareForm(forms.Form):
    """Where products are compared, and for how much use."""

    region = forms.ChoiceField(label=_("Region"), choices=REGIONS)
    kwh = RuleField[Decimal](
        rule=with_comma(domain.yearly_kwh),
        label=_("What you use in a year"),
        help_text=_("2,700 kWh is typical of a household in Great Britain."),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
