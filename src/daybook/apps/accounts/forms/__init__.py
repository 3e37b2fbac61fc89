"""The shapes of what people type about their account."""

from daybook.apps.accounts.forms.links import AskForLinkForm, ChangeEmailForm, NewPasswordForm
from daybook.apps.accounts.forms.people import ProfileForm, SignInForm, SignUpForm, zones_by_area
from daybook.apps.accounts.forms.security import (
    CodeForm,
    NewPasskeyForm,
    PasskeyNameForm,
    PasswordAgainForm,
    PasswordForm,
    ShownPasskeyForm,
    SignOutEverywhereForm,
    TokenForm,
)

__all__ = [
    "AskForLinkForm",
    "ChangeEmailForm",
    "CodeForm",
    "NewPasskeyForm",
    "NewPasswordForm",
    "PasskeyNameForm",
    "PasswordAgainForm",
    "PasswordForm",
    "ProfileForm",
    "ShownPasskeyForm",
    "SignInForm",
    "SignOutEverywhereForm",
    "SignUpForm",
    "TokenForm",
    "zones_by_area",
]
