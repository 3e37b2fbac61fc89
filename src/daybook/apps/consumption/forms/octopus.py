"""Connecting an account with Octopus, and letting it go."""

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import Unit
from daybook.apps.consumption.models import GAS_UNITS
from daybook.ui.fields import RuleField


class OctopusForm(forms.Form):
    """An account with Octopus, and the key to it, which is never shown again."""

    number = RuleField[str](
        rule=domain.account_number,
        label=_("Account number"),
        max_length=24,
        help_text=_("Such as A-1B2C3D4E. It stands on every bill."),
        error_messages={"required": _("Type the account number, such as A-1B2C3D4E.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    api_key = RuleField[str](
        rule=domain.api_key,
        label=_("API key"),
        max_length=120,
        help_text=_("It begins with sk_live_. It is kept sealed and never shown again."),
        error_messages={"required": _("Paste the API key.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    gas_unit = forms.ChoiceField(
        label=_("What your gas meter counts"),
        choices=GAS_UNITS,
        initial=Unit.CUBIC_METRE.value,
        widget=forms.RadioSelect,
        help_text=_("Octopus does not say which. Your bill or the display of the meter does."),
    )


class DisconnectForm(forms.Form):
    """What becomes of the half-hours that came from an account."""

    keeps = forms.TypedChoiceField(
        label=_("What has been fetched"),
        choices=[("yes", _("Keep it")), ("no", _("Delete it"))],
        initial="yes",
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
