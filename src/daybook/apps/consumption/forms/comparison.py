"""The shape of what people want compared; it lives in the address."""

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import ONE_DAY, Days
from daybook.apps.consumption.domain.tariffs import (
    rate_pence,
    standing_pence,
)
from daybook.apps.consumption.forms.tariffs import clock_field, number_field
from daybook.apps.consumption.queries import Candidate
from daybook.apps.prices.domain import REGIONS, product_code
from daybook.ui.fields import RuleField

MONTHS: Final = {
    "1": _("the last month"),
    "3": _("the last three months"),
    "12": _("the last year"),
    "24": _("the last two years"),
}
DAYS_OF: Final = {"1": 30, "3": 91, "12": 365, "24": 730}
ZERO: Final = Decimal(0)


def _rate(label: Any) -> RuleField[Decimal]:
    return _optional(number_field(label, rate_pence, ""))


def _standing(label: Any, help_text: Any = "") -> RuleField[Decimal]:
    return _optional(number_field(label, standing_pence, "", help_text=help_text))


def _optional(field: RuleField[Decimal]) -> RuleField[Decimal]:
    field.required = False
    return field


#: What is typed together, and what to say where a half of it is not.
TOGETHER: Final = {
    "night_rate": ("day_rate", _("Type the rate by night too.")),
    "day_rate": ("night_rate", _("Type the rate by day too.")),
    "product": ("region", _("Type the product code too.")),
    "region": ("product", _("Choose the region too.")),
}


class CompareForm(forms.Form):
    """Which tariffs are compared, over which time; prices are pence with VAT."""

    months = forms.ChoiceField(label=_("Over"), choices=[*MONTHS.items()])
    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        choices=[("", _("None")), *((one.letter, one.name) for one in REGIONS)],
    )
    product = RuleField[str](
        rule=product_code,
        label=_("Product code"),
        required=False,
        help_text=_("For example AGILE-24-10-01."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    agile_standing = _standing(
        _("Standing charge"), _("Empty takes the one that Octopus publishes.")
    )
    flat_rate = _rate(_("One rate"))
    flat_standing = _standing(_("Standing charge"))
    day_rate = _rate(_("Rate by day"))
    night_rate = _rate(_("Rate by night"))
    night_from = clock_field(_("Night from"))
    night_until = clock_field(_("Night until"))
    two_standing = _standing(_("Standing charge"))

    def clean(self) -> None:
        """Ask for the other half of what was typed by half."""
        for left, (typed, words) in TOGETHER.items():
            if self._has(typed) and not self._has(left) and left not in self.errors:
                self.add_error(left, words)

    def days(self, today: dt.date) -> Days:
        """The days up to yesterday."""
        return Days(today - DAYS_OF[self.cleaned_data["months"]] * ONE_DAY, today)

    def candidates(self) -> list[Candidate]:
        """The tariffs that were typed."""
        given, found = self.cleaned_data, list[Candidate]()
        if self._has("product"):
            found.append(
                queries.agile(
                    product=given["product"],
                    region=given["region"],
                    standing=given["agile_standing"],
                )
            )
        if self._has("flat_rate"):
            standing = given["flat_standing"] or ZERO
            found.append(queries.flat(pence=given["flat_rate"], standing=standing))
        if self._has("day_rate"):
            found.append(
                queries.two_rate(
                    day_pence=given["day_rate"],
                    night_pence=given["night_rate"],
                    night=(given["night_from"], given["night_until"]),
                    standing=given["two_standing"] or ZERO,
                )
            )
        return found

    def _has(self, name: str) -> bool:
        return self.cleaned_data.get(name) not in {None, ""}


def compare_initial(*, region: str = "", product: str = "") -> dict[str, str]:
    """What is compared where nothing was asked for: the person's half-hourly product, if any."""
    usual = {"months": "12", "night_from": "00:30", "night_until": "07:30"}
    return {**usual, "region": region, "product": product} if region and product else usual
