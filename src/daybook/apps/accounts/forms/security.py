"""What people type to keep their account safe."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts.domain import TOKEN_DAYS, TOKEN_NAME_LENGTH
from daybook.apps.accounts.forms.people import PASSWORD_HELP, password_field

SCOPES = (
    ("read", _("Read what is yours")),
    ("write", _("Add and change what is yours")),
    ("account", _("See and change your profile, see sessions and the security log")),
)


class PasswordForm(forms.Form):
    """The password there is, and a new one typed twice."""

    current = password_field(_("Current password"), autocomplete="current-password")
    new = password_field(_("New password"), autocomplete="new-password", help_text=PASSWORD_HELP)
    confirmation = password_field(_("New password again"), autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        """Compare the two new passwords."""
        data = super().clean() or {}
        if {"new", "confirmation"} <= data.keys() and data["new"] != data["confirmation"]:
            self.add_error("confirmation", _("The two passwords differ. Please type them again."))
        return data


class SignOutEverywhereForm(forms.Form):
    """Whether scripts are to be stopped as well."""

    has_tokens_revoked = forms.BooleanField(
        label=_("Revoke my personal access tokens too"), required=False
    )


class TokenForm(forms.Form):
    """A name for the script, what it may do, and for how long."""

    name = forms.CharField(
        label=_("Name"),
        max_length=TOKEN_NAME_LENGTH,
        help_text=_("What the token is for, so that you know it again."),
        error_messages={"required": _("Type what the token is for.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=SCOPES,
        error_messages={"required": _("Choose at least one thing it may do.")},
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("It lasts"),
        coerce=int,
        choices=[(days, _("%(days)s days") % {"days": days}) for days in TOKEN_DAYS],
    )


class PasskeyNameForm(forms.Form):
    """What a passkey is called."""

    name = forms.CharField(
        label=_("Name"),
        max_length=TOKEN_NAME_LENGTH,
        help_text=_("Where it is kept, such as: my phone."),
        error_messages={"required": _("Type a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NewPasskeyForm(PasskeyNameForm):
    """A name, and the proof that it is the person who adds it."""

    password = password_field(_("Password"), autocomplete="current-password")


class ShownPasskeyForm(forms.Form):
    """What a device has answered, in the words of the browser."""

    credential = forms.CharField(widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """A code of the app, or one of the recovery codes."""

    code = forms.CharField(
        label=_("Code"),
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordAgainForm(forms.Form):
    """The password, once more."""

    password = password_field(_("Password"), autocomplete="current-password")
