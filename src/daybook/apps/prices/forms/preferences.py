"""What is usual for a person: their tariff, and the block they ask for."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.prices import domain
from daybook.apps.prices.actions import Wishes
from daybook.apps.prices.forms.blocks import REGIONS, BlockFields
from daybook.apps.prices.models import Preference
from daybook.ui.fields import RuleField

OTHER: Final = "other"
CODE: Final = forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"})


class DefaultForm(BlockFields):
    """The choice of a page of prices, to be kept as it is."""

    region = RuleField[domain.Region](rule=domain.region, max_length=2)
    product = RuleField[str](rule=domain.product_code, max_length=domain.LONGEST_CODE)

    def wishes(self) -> Wishes:
        """What was chosen, when it is valid."""
        given = self.cleaned_data
        return Wishes(
            region=given["region"].letter if given["region"] else "",
            product=given["product"] or "",
            duration_hours=given["duration"],
            capacity_kwh=given["capacity"],
            tolerance_pence=given["tolerance"] or Decimal(0),
        )


class PreferenceForm(BlockFields):
    """Where a person lives, what they buy and sell, and what they usually ask for."""

    region = RuleField[domain.Region](
        rule=domain.region,
        label=_("Region"),
        required=False,
        widget=forms.Select(choices=[("", _("Not said")), *REGIONS]),
    )
    postcode = RuleField[str](
        rule=domain.postcode,
        label=_("Or find the region by postcode"),
        required=False,
        max_length=20,
        help_text=_("Only used to look up your electricity region, and not stored with you."),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "spellcheck": "false"}),
    )
    product = forms.ChoiceField(label=_("What you buy"), required=False)
    other_product = RuleField[str](
        rule=domain.product_code,
        label=_("Code of an older product"),
        required=False,
        max_length=domain.LONGEST_CODE,
        help_text=_("From your contract or bill, for example AGILE-24-10-01. It goes first."),
        widget=CODE,
    )
    export_product = RuleField[str](
        rule=domain.product_code,
        label=_("What you sell"),
        required=False,
        max_length=domain.LONGEST_CODE,
        help_text=_("Only with solar panels or a battery: the code of your export product."),
        widget=CODE,
    )
    field_order = ("region", "postcode", "product", "other_product", "export_product")

    def __init__(self, *args: Any, products: Iterable[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["product"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Not said")), *products]

    def wishes(self) -> Wishes:
        """What was chosen, when it is valid; a code that is typed goes before the list."""
        given = self.cleaned_data
        return Wishes(
            region=given["region"].letter if given["region"] else "",
            product=given["other_product"] or given["product"] or "",
            export_product=given["export_product"] or "",
            duration_hours=given["duration"],
            capacity_kwh=given["capacity"],
            tolerance_pence=given["tolerance"] or Decimal(0),
        )


def preference_initial(preference: Preference | None) -> dict[str, Any]:
    """What the form begins with."""
    if preference is None:
        return {"duration": "4"}
    capacity, tolerance = preference.capacity_kwh, preference.tolerance_pence
    return {
        "region": preference.region,
        "product": preference.product,
        "export_product": preference.export_product,
        "duration": plain(preference.duration_hours),
        "capacity": "" if capacity is None else plain(capacity),
        "tolerance": plain(tolerance) if tolerance else "",
    }


def plain(amount: Decimal) -> str:
    """A number as people type it."""
    return f"{amount.normalize():f}"
