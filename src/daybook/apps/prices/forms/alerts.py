"""What people want to be told of prices."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.prices import domain
from daybook.apps.prices.forms.blocks import number, with_comma
from daybook.ui.fields import RuleField


class AlertsForm(forms.Form):
    """What a person wants to be told of prices."""

    published = forms.BooleanField(
        label=_("When tomorrow's prices are out"),
        help_text=_("About 16:00, with the best times for what you run."),
        required=False,
    )
    below = forms.BooleanField(label=_("When tomorrow has low prices"), required=False)
    below_pence = RuleField[Decimal](
        rule=with_comma(domain.threshold),
        label=_("Below"),
        error_messages={"required": _("Give the price in pence per kWh.")},
        max_length=12,
        widget=number(step="1", least="-100", most="200"),
    )
    above = forms.BooleanField(label=_("When tomorrow has high prices"), required=False)
    above_pence = RuleField[Decimal](
        rule=with_comma(domain.threshold),
        label=_("Above"),
        error_messages={"required": _("Give the price in pence per kWh.")},
        max_length=12,
        widget=number(step="1", least="-100", most="200"),
    )
    negative = forms.BooleanField(
        label=_("When prices will be negative"),
        help_text=_("You are paid for what you use then."),
        required=False,
    )
    window = forms.BooleanField(
        label=_("Before my cheapest block begins"),
        help_text=_("As long as you usually run things; never in your quiet hours."),
        required=False,
    )
    window_minutes = RuleField[int](
        rule=domain.minutes,
        label=_("So long before"),
        error_messages={"required": _("Say how many minutes before.")},
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.is_bound:
            for name in ("below_pence", "above_pence", "window_minutes"):
                # What is off needs no number.
                self.fields[name].required = bool(self.data.get(name.partition("_")[0]))
