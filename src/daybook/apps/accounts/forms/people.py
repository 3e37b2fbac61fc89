"""The shape of what people type about themselves; the rules are those of the actions."""

from itertools import groupby
from typing import Any, Final

from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from daybook.apps.accounts.domain import EMAIL_LENGTH, NAME_LENGTH, PASSWORD_LENGTH, time_zones

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


class ZoneSelect(forms.Select):
    """All zones by area, in plain Python: the template of each option would take half the page."""

    @override
    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The ``<select>`` with ``value`` chosen."""
        groups = format_html_join(
            "",
            '<optgroup label="{}">{}</optgroup>',
            ((area, self._options(zones, value)) for area, zones in zones_by_area()),
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, groups)

    def _options(self, zones: list[str], value: Any) -> SafeString:
        options = ((zone, " selected" if zone == value else "", _place(zone)) for zone in zones)
        return format_html_join("", '<option value="{}"{}>{}</option>', options)


def zones_by_area() -> list[tuple[str, list[str]]]:
    """The zones of each area of the world, in order."""
    zones = groupby(time_zones(), key=lambda zone: zone.partition("/")[0])
    return [(area, list(members)) for area, members in zones]


def _place(zone: str) -> str:
    return zone.partition("/")[2].replace("_", " ") or zone


class ProfileForm(forms.Form):
    """What a person can change about their account by themselves."""

    name = SignUpForm.base_fields["name"]
    email = forms.EmailField(
        label=_("E-mail"),
        disabled=True,
        help_text=_("You sign in with it. It has a page of its own, where you can change it."),
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        help_text=_("Times are shown in it."),
        widget=ZoneSelect,
        error_messages={"required": _("Choose your time zone.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        error_messages={
            "required": _("Choose a language."),
            "invalid_choice": _("Choose one of these languages."),
        },
    )
    day_starts_at = forms.TimeField(
        label=_("Day starts at"),
        help_text=_("What you do before counts for the day before."),
        error_messages={
            "required": _("Give the time your day starts at, such as 06:00."),
            "invalid": _("Give a time such as 06:00."),
        },
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
