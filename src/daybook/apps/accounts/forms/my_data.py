"""What people type before they take their data away, or go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts.forms.people import password_field
from daybook.apps.accounts.forms.security import CodeForm


class ProofForm(forms.Form):
    """The password, and a code where an app shows them."""

    password = password_field(_("Password"), autocomplete="current-password")
    code = CodeForm.base_fields["code"]

    def __init__(self, *args: Any, asks_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_code:
            del self.fields["code"]


class LeaveForm(ProofForm):
    """The same, and whether the last operator knows what that means."""

    accepts_no_operator = forms.BooleanField(
        label=_("I know that nobody will run this Daybook when my account is gone"),
        required=False,
    )

    def __init__(self, *args: Any, is_last_operator: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_last_operator:
            del self.fields["accepts_no_operator"]
