"""Records: quick add, the form of one, and which are listed."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption import domain
from daybook.apps.consumption.actions import Use
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.errors import UnusualValue
from daybook.apps.consumption.models import NOTES_LENGTH, UNIT_NAMES, UTILITIES
from daybook.apps.consumption.queries import NEWEST, SORTS, Wanted
from daybook.ui.fields import RuleField

LINE_LENGTH = 200
SORT_NAMES = [
    ("newest", _("Newest first")),
    ("oldest", _("Oldest first")),
    ("most", _("Most first")),
    ("least", _("Least first")),
]


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A day, chosen from the browser's calendar or typed."""
    options.setdefault("error_messages", {}).setdefault(
        "invalid", _("Give a day such as 2026-03-03.")
    )
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class SureForm(forms.Form):
    """What is asked for an amount far above what households use: whether it is right.

    The question is there only after such an amount was refused, so that nobody ticks it before.
    """

    is_sure = forms.BooleanField(label=_("I am sure of this amount"), required=False)

    @property
    def asks_whether_sure(self) -> bool:
        """Whether an amount was refused that may be right after all, or was said to be right."""
        return self.is_bound and (
            bool(self.data.get("is_sure"))
            or any(self.has_error(name, UnusualValue.code) for name in self.errors)
        )


class QuickForm(SureForm):
    """One line that says it all, and the mark by which it is recorded once."""

    line = forms.CharField(
        label=_("Quick add"),
        max_length=LINE_LENGTH,
        help_text=_("Such as “gas 12.5 m3 yesterday” or “8.3 kWh 3 March guests”."),
        error_messages={"required": _("Write an amount, such as “8.3 kWh yesterday”.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class RecordForm(SureForm):
    """One record: what, how much, over which days."""

    utility = forms.ChoiceField(label=_("What"), choices=UTILITIES)
    value = RuleField[Decimal](
        rule=domain.amount,
        label=_("Amount"),
        max_length=24,
        error_messages={"required": _("Type the amount, such as 8.3.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=UNIT_NAMES)
    first = date_field(_("Day"), error_messages={"required": _("Choose the day.")})
    last = date_field(
        _("Last day"),
        required=False,
        help_text=_("Only for more than one day; the amount is shared out evenly among them."),
    )
    notes = forms.CharField(label=_("Notes"), max_length=NOTES_LENGTH, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def use(self) -> Use:
        """What was typed, when it is valid."""
        given = self.cleaned_data
        return Use(
            utility=Utility(given["utility"]),
            value=given["value"],
            unit=Unit(given["unit"]),
            first=given["first"],
            last=given["last"],
            notes=given["notes"],
            is_sure=given["is_sure"],
        )


class FilterForm(forms.Form):
    """Which records are listed; it lives in the address."""

    utility = forms.ChoiceField(
        label=_("What"), choices=[("", _("Everything")), *UTILITIES], required=False
    )
    since = date_field(_("From"), required=False)
    until = date_field(_("To"), required=False)
    words = forms.CharField(label=_("Words in the notes"), max_length=100, required=False)
    sort = forms.ChoiceField(label=_("Order"), choices=SORT_NAMES, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies before the beginning."))
        return given

    def wanted(self) -> Wanted:
        """What was asked for; what was asked wrongly is left out, and said beside its field."""
        given = self.cleaned_data
        sort = given.get("sort", "")
        return Wanted(
            utility=Utility(given["utility"]) if given.get("utility") else None,
            since=given.get("since"),
            until=given.get("until"),
            words=given.get("words", ""),
            sort=sort if sort in SORTS else NEWEST,
        )


class CalorificValueForm(forms.Form):
    """The energy in a cubic metre of gas."""

    calorific_value = RuleField[Decimal](
        rule=lambda text: domain.calorific_value(domain.number(text)),
        label=_("Calorific value"),
        max_length=10,
        help_text=_(
            "It stands on your gas bill, mostly between 38 and 41."
            " What is recorded from now on uses it."
        ),
        error_messages={"required": _("Type the calorific value, such as 39.4.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def record_initial(last: Use | None, *, today: dt.date) -> dict[str, Any]:
    """What the form begins with: today, and what was recorded last."""
    if last is None:
        return {"first": today, "utility": Utility.ELECTRICITY.value, "unit": Unit.KWH.value}
    return {"first": today, "utility": last.utility.value, "unit": last.unit.value}
