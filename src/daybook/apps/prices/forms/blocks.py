"""What people ask of prices: where they live, what they buy, and for how long."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.prices import domain
from daybook.lib.periods import LONDON, instant
from daybook.ui.fields import RuleField

COMMA: Final = re.compile(r"^(\d+),(\d{1,2})$")
REGIONS = [(region.letter, region.name) for region in domain.REGIONS]


def london_instant(text: str) -> dt.datetime:
    """An instant or a date, on London's clock unless it says otherwise."""
    return instant(text, LONDON)


def with_comma(rule: Callable[[str], Decimal]) -> Callable[[str], Decimal]:
    """The rule, reading ``3,5`` as 3.5; ``1,000`` may be a thousand and is left to the rule."""

    def read(text: str) -> Decimal:
        return rule(COMMA.sub(r"\1.\2", text))

    return read


def number(*, step: str, least: str, most: str) -> forms.TextInput:
    """A box for a decimal number: text, so that a comma or a typing error is never swallowed."""
    return forms.TextInput(
        attrs={
            "inputmode": "decimal",
            "autocomplete": "off",
            "data-step": step,
            "data-least": least,
            "data-most": most,
        }
    )


class PostcodeForm(forms.Form):
    """Where the household is."""

    postcode = RuleField[str](
        rule=domain.postcode,
        label=_("Postcode"),
        help_text=_("Only used to look up your electricity region, and not stored with you."),
        max_length=20,
        error_messages={"required": _("Type your postcode, such as SW1A 1AA.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "postal-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class RegionForm(forms.Form):
    """The way out for whoever has no postcode at hand, or lives on a border."""

    region = forms.ChoiceField(label=_("Region"), choices=REGIONS)


class ProductForm(forms.Form):
    """A product by its code, as it stands on the bill; older codes answer with history."""

    code = RuleField[str](
        rule=domain.product_code,
        label=_("Product code"),
        help_text=_("From your contract or bill, for example AGILE-24-10-01."),
        max_length=60,
        error_messages={"required": _("Type the code of your product, such as AGILE-24-10-01.")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )


class BlockFields(forms.Form):
    """How long a block is, how much energy it takes, and how much dearer it may be."""

    duration = RuleField[Decimal](
        rule=with_comma(domain.duration),
        label=_("Duration"),
        max_length=12,
        error_messages={"required": _("Give a duration from 0.5 to 6 hours, such as 3.25.")},
        widget=number(step="0.5", least="0.5", most="6"),
    )
    capacity = RuleField[Decimal](
        rule=with_comma(domain.capacity),
        label=_("Energy"),
        required=False,
        max_length=12,
        widget=number(step="1", least="1", most="500"),
    )
    tolerance = RuleField[Decimal](
        rule=with_comma(domain.tolerance),
        label=_("Rather earlier, if dearer by at most"),
        required=False,
        max_length=12,
        widget=number(step="0.5", least="0", most="100"),
    )


class BlockForm(BlockFields):
    """Which block is wanted: region, product, length, energy and allowed hours."""

    region = RuleField[domain.Region](rule=domain.region, widget=forms.HiddenInput)
    product = RuleField[str](rule=domain.product_code, max_length=60, widget=forms.HiddenInput)
    by = forms.TimeField(
        label=_("Finished by"),
        required=False,
        error_messages={"invalid": _("Give a time such as 07:00.")},
        widget=forms.TimeInput(attrs={"type": "time", "step": "1800"}, format="%H:%M"),
    )


# "from" is a word of Python's, so this field cannot be declared like the others.
BlockForm.base_fields["from"] = RuleField[dt.datetime](
    rule=london_instant, required=False, max_length=40, widget=forms.HiddenInput
)
