"""The shapes of what people type about their account."""

from daybook.apps.accounts.forms.links import AskForLinkForm, ChangeEmailForm, NewPasswordForm
from daybook.apps.accounts.forms.my_data import LeaveForm, ProofForm
from daybook.apps.accounts.forms.people import SignInForm, SignUpForm
from daybook.apps.accounts.forms.profile import TOO_LARGE, PictureForm, ProfileForm, zones_by_area
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
    "TOO_LARGE",
    "AskForLinkForm",
    "ChangeEmailForm",
    "CodeForm",
    "LeaveForm",
    "NewPasskeyForm",
    "NewPasswordForm",
    "PasskeyNameForm",
    "PasswordAgainForm",
    "PasswordForm",
    "PictureForm",
    "ProfileForm",
    "ProofForm",
    "ShownPasskeyForm",
    "SignInForm",
    "SignOutEverywhereForm",
    "SignUpForm",
    "TokenForm",
    "zones_by_area",
]
