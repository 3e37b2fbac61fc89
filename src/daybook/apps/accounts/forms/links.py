"""What people type to get a letter with a link, and behind the link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts.domain import EMAIL_LENGTH
from daybook.apps.accounts.forms.people import SignInForm, SignUpForm


class AskForLinkForm(forms.Form):
    """Where to send a link."""

    email = SignInForm.base_fields["email"]


class NewPasswordForm(SignUpForm):
    """A new password typed twice; the account is known by the link."""

    name = None  # type: ignore[assignment]
    email = None  # type: ignore[assignment]


class ChangeEmailForm(forms.Form):
    """Where letters go from now on, and the proof that it is the person who says so."""

    email = forms.EmailField(
        label=_("New e-mail"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )
    password = SignInForm.base_fields["password"]
