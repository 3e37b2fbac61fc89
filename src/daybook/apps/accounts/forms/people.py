"""The shape of what people type about themselves; the rules are those of the actions."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts.domain import EMAIL_LENGTH, NAME_LENGTH, PASSWORD_LENGTH

PASSWORD_HELP: Final = _("At least 8 characters, not only digits, and not one of the common ones.")


def _email() -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"})
    return forms.EmailField(
        label=_("E-mail"),
        max_length=EMAIL_LENGTH,
        widget=widget,
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("Type a valid e-mail address, such as anna@example.com."),
        },
    )


def password_field(
    label: Any, *, autocomplete: str, required: Any = None, help_text: Any = ""
) -> forms.CharField:
    """A field for a password, taken as it is typed, with its spaces."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(
        label=label,
        max_length=PASSWORD_LENGTH,
        strip=False,
        widget=widget,
        help_text=help_text,
        error_messages={"required": required or _("Type your password.")},
    )


class SignUpForm(forms.Form):
    """Name, e-mail and a password typed twice."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        help_text=_("What Daybook calls you. Only you see it."),
        error_messages={"required": _("Type your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = _email()
    password = password_field(
        _("Password"),
        autocomplete="new-password",
        required=_("Choose a password."),
        help_text=PASSWORD_HELP,
    )
    confirmation = password_field(
        _("Password again"), autocomplete="new-password", required=_("Type the password again.")
    )

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords."""
        data = super().clean() or {}
        if {"password", "confirmation"} <= data.keys() and data["password"] != data["confirmation"]:
            self.add_error("confirmation", _("The two passwords differ. Please type them again."))
        return data


class SignInForm(forms.Form):
    """E-mail, password, and whether the browser should stay signed in."""

    email = _email()
    password = password_field(
        _("Password"), autocomplete="current-password", required=_("Type your password.")
    )
    remember = forms.BooleanField(
        label=_("Stay signed in"),
        required=False,
        help_text=_("For 30 days on this device. Otherwise until you close the browser."),
    )
