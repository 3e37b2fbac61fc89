"""The shape of what people type about tariffs, by their kind."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption import domain
from daybook.apps.consumption.actions import Offer
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.domain.tariffs import (
    Band,
    Flat,
    HalfHourly,
    Kind,
    Own,
    Terms,
    TwoRate,
    UnitRates,
    rate_pence,
    read_bands,
    share_percent,
    standing_pence,
    vat_percent,
)
from daybook.apps.consumption.forms.records import date_field
from daybook.apps.consumption.models import NAME_LENGTH
from daybook.apps.prices.domain import REGIONS, product_code
from daybook.ui.fields import RuleField


def number_field(
    label: Any, rule: Callable[[Decimal], Decimal], required: Any, **options: Any
) -> RuleField[Decimal]:
    """A number, read as people write it and judged by ``rule``; ``required`` says what to type."""
    return RuleField[Decimal](
        rule=lambda text: rule(domain.number(text)),
        label=label,
        max_length=16,
        error_messages={"required": required},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        **options,
    )


def clock_field(label: Any) -> forms.TimeField:
    """A time on the wall, on the hour or at half past."""
    return forms.TimeField(
        label=label,
        error_messages={
            "required": _("Give a time such as 00:30."),
            "invalid": _("Give a time such as 00:30."),
        },
        widget=forms.TimeInput(attrs={"type": "time", "step": "1800"}, format="%H:%M"),
    )


def bands_field(label: Any, help_text: Any, *, required: bool) -> RuleField[tuple[Band, ...]]:
    """Times and rates, one a line."""
    return RuleField[tuple[Band, ...]](
        rule=read_bands,
        label=label,
        help_text=help_text,
        required=required,
        max_length=2000,
        error_messages={"required": _("Give at least one time and its rate.")},
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )


RATE: Final = _("Type the rate in pence, such as 24.5.")


class TariffForm(forms.Form):
    """What tariffs of every kind have: a name, days, a standing charge and VAT."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        help_text=_("As it stands on the bill, or however you will know it again."),
        error_messages={"required": _("Give the tariff a name.")},
    )
    standing = number_field(
        _("Standing charge"), standing_pence, _("Type the pence a day, such as 53.8; 0 for none.")
    )
    first = date_field(_("First day"), error_messages={"required": _("Choose the first day.")})
    last = date_field(
        _("Last day"), required=False, help_text=_("Leave it empty while the tariff runs.")
    )
    includes_vat = forms.TypedChoiceField(
        label=_("These prices are"),
        choices=[("yes", _("with VAT")), ("no", _("without VAT"))],
        coerce=lambda said: said == "yes",
    )
    vat = number_field(_("VAT"), vat_percent, _("Type the percent, such as 5."))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    #: The fields of the rates, in the order in which they are shown.
    shown: tuple[str, ...] = ()

    def offer(self, utility: Utility) -> Offer:
        """What was typed, when it is valid; raises ``InvalidTariff`` for rates that do not fit."""
        given = self.cleaned_data
        terms = Terms(
            rates=self.rates(),
            standing_pence=given["standing"],
            vat_percent=given["vat"],
            includes_vat=given["includes_vat"],
        )
        return Offer(
            utility=utility,
            name=given["name"],
            terms=terms,
            first=given["first"],
            last=given["last"],
        )

    def rates(self) -> UnitRates:
        """The rates that were typed."""
        raise NotImplementedError


class FlatForm(TariffForm):
    """One rate all day."""

    pence = number_field(_("Unit rate"), rate_pence, RATE)

    shown: tuple[str, ...] = ("pence",)

    def rates(self) -> UnitRates:
        """The one rate."""
        return Flat(pence=self.cleaned_data["pence"])


class WaterForm(FlatForm):
    """A rate for water, and one for the part of it that comes back."""

    wastewater = number_field(_("Wastewater"), rate_pence, RATE, help_text=_("0 if not metered."))
    returned = number_field(
        _("Comes back"),
        share_percent,
        _("Type the percent, such as 95."),
        help_text=_("The share of water billed again as wastewater."),
    )

    shown: tuple[str, ...] = ("pence", "wastewater", "returned")

    def rates(self) -> UnitRates:
        """The rate with what is asked for wastewater."""
        given = self.cleaned_data
        return Flat(
            pence=given["pence"],
            wastewater_pence=given["wastewater"],
            returned_percent=given["returned"],
        )


class TwoRateForm(TariffForm):
    """A rate by day and one by night."""

    pence = number_field(_("Day rate"), rate_pence, RATE)
    night_pence = number_field(_("Night rate"), rate_pence, RATE)
    night_from = clock_field(_("Night from"))
    night_until = clock_field(_("Night until"))
    night_percent = number_field(
        _("Share of the night"),
        share_percent,
        _("Type the percent, such as 42."),
        help_text=_("Used for days of which only the total is known."),
    )

    shown: tuple[str, ...] = ("pence", "night_pence", "night_from", "night_until", "night_percent")

    def rates(self) -> UnitRates:
        """Both rates."""
        given = self.cleaned_data
        return TwoRate(
            day_pence=given["pence"],
            night_pence=given["night_pence"],
            night_from=given["night_from"],
            night_until=given["night_until"],
            night_percent=given["night_percent"],
        )


class HalfHourlyForm(TariffForm):
    """A product of Octopus, in a region."""

    product = RuleField[str](
        rule=product_code,
        label=_("Product code"),
        help_text=_("From your contract or bill, for example AGILE-24-10-01."),
        max_length=60,
        error_messages={"required": _("Type the code of your product, such as AGILE-24-10-01.")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    region = forms.ChoiceField(
        label=_("Region"), choices=[("", _("Choose")), *((r.letter, r.name) for r in REGIONS)]
    )

    shown: tuple[str, ...] = ("product", "region")

    def rates(self) -> UnitRates:
        """Those that are published."""
        given = self.cleaned_data
        return HalfHourly(product=given["product"], region=given["region"])


class OwnForm(TariffForm):
    """Rates by the time of the day."""

    weekdays = bands_field(
        _("Times and rates"),
        _("One a line: from when, and pence, such as 00:30 9.5."),
        required=True,
    )
    weekends = bands_field(
        _("At weekends"), _("Only if Saturday and Sunday are different."), required=False
    )

    shown: tuple[str, ...] = ("weekdays", "weekends")

    def rates(self) -> UnitRates:
        """The bands of the week."""
        given = self.cleaned_data
        return Own(weekdays=given["weekdays"], weekends=given["weekends"] or ())


FORMS: Final[dict[Kind, type[TariffForm]]] = {
    Kind.FLAT: FlatForm,
    Kind.TWO_RATE: TwoRateForm,
    Kind.HALF_HOURLY: HalfHourlyForm,
    Kind.OWN: OwnForm,
}


def form_of(utility: Utility, kind: Kind) -> type[TariffForm]:
    """The form for such a tariff."""
    return WaterForm if utility is Utility.WATER else FORMS[kind]
