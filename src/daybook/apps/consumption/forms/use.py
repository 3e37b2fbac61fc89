"""Which use is looked at."""

from django import forms

from daybook.apps.consumption.domain import Look, Utility
from daybook.apps.consumption.forms.records import date_field
from daybook.apps.consumption.models import UTILITIES


class UseForm(forms.Form):
    """Which use is looked at; it lives in the address."""

    utility = forms.ChoiceField(choices=UTILITIES, required=False)
    view = forms.ChoiceField(choices=[(look.value, look.value) for look in Look], required=False)
    on = date_field("", required=False)

    def utility_asked(self) -> Utility | None:
        """Of what; ``None`` when nobody said, or wrongly."""
        return Utility(self.cleaned_data["utility"]) if self.cleaned_data.get("utility") else None

    def look_asked(self) -> Look:
        """How much of it together; the month when nobody said."""
        return Look(self.cleaned_data.get("view") or Look.MONTH)
