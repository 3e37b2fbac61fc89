"""The shape of what people type about the ends of tariffs, and what they pay each month."""

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.domain.instalments import Scope, checked_pounds
from daybook.apps.consumption.forms.records import date_field
from daybook.apps.consumption.forms.tariffs import number_field
from daybook.apps.consumption.models import SCOPE_NAMES


class EndForm(forms.Form):
    """The last day of a tariff."""

    last = date_field(_("Last day"), error_messages={"required": _("Choose the last day.")})


class InstalmentForm(forms.Form):
    """What is paid each month, and the balance of the account."""

    scope = forms.ChoiceField(label=_("What it pays for"), choices=SCOPE_NAMES)
    monthly = number_field(_("Each month"), checked_pounds, _("Type the pounds, such as 120."))
    balance = number_field(
        _("Balance"),
        lambda pounds: checked_pounds(pounds, can_be_owed=True),
        _("Type the balance in pounds, such as 35.20."),
        help_text=_("From your last bill; with a minus if you owe it."),
    )
    balance_on = date_field(
        _("On the evening of"), error_messages={"required": _("Choose the day of the balance.")}
    )

    def chosen(self) -> Scope:
        """What the instalment pays for."""
        return Scope(self.cleaned_data["scope"])
