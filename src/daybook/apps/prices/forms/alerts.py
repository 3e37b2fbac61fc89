"""What people want to be told of prices."""

from decimal import Decimal

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
        required=False,
        max_length=12,
        widget=number(step="1", least="-100", most="200"),
    )
    above = forms.BooleanField(label=_("When tomorrow has high prices"), required=False)
    above_pence = RuleField[Decimal](
        rule=with_comma(domain.threshold),
        label=_("Above"),
        required=False,
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
        required=False,
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
