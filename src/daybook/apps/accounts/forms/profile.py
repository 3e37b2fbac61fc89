"""The shape of what people tell about themselves; the rules are those of the actions."""

from itertools import groupby
from typing import Any, Final

from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from daybook.apps.accounts.domain import (
    CURRENCIES,
    LINE_LENGTH,
    PHONE_LENGTH,
    PICTURE_BYTES,
    POSTCODE_LENGTH,
    WEEKDAYS,
    countries,
    time_zones,
)
from daybook.apps.accounts.forms.people import SignUpForm

TOO_LARGE: Final = _("A picture may have at most 5 MB.")


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
            ((area, _options(_places(zones), value)) for area, zones in zones_by_area()),
        )
        return _select(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}), groups)


class CountrySelect(forms.Select):
    """All countries by name, in plain Python for the same reason."""

    @override
    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The ``<select>`` with ``value`` chosen."""
        options = _options([*countries().items()], value)
        return _select(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}), options)


def _select(attributes: dict[str, Any], options: SafeString) -> SafeString:
    return format_html("<select{}>{}</select>", flatatt(attributes), options)


def _options(choices: list[tuple[str, str]], chosen: Any) -> SafeString:
    options = ((code, " selected" if code == chosen else "", words) for code, words in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', options)


def zones_by_area() -> list[tuple[str, list[str]]]:
    """The zones of each area of the world, in order."""
    zones = groupby(time_zones(), key=lambda zone: zone.partition("/")[0])
    return [(area, list(members)) for area, members in zones]


def _places(zones: list[str]) -> list[tuple[str, str]]:
    return [(zone, zone.partition("/")[2].replace("_", " ") or zone) for zone in zones]


def _line(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LINE_LENGTH,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


class ProfileForm(forms.Form):
    """What a person can change about their account by themselves."""

    name = SignUpForm.base_fields["name"]
    email = forms.EmailField(
        label=_("E-mail"),
        disabled=True,
        help_text=_("You sign in with it. It has a page of its own, where you can change it."),
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=PHONE_LENGTH,
        help_text=_("For text messages. Begin with + and the country code outside the UK."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    address_line1 = _line(
        _("Address"), "address-line1", _("House and street, as on a letter to you.")
    )
    address_line2 = _line(_("Address, second line"), "address-line2")
    city = _line(_("Town or city"), "address-level2")
    county = _line(_("County or region"), "address-level1")
    postcode = forms.CharField(
        label=_("Postcode"),
        required=False,
        max_length=POSTCODE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    country = forms.CharField(
        label=_("Country"),
        widget=CountrySelect(attrs={"autocomplete": "country"}),
        error_messages={"required": _("Choose your country.")},
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
    first_weekday = forms.TypedChoiceField(
        label=_("Week starts on"),
        help_text=_("The first column of your calendars."),
        coerce=int,
        choices=[*enumerate(WEEKDAYS)],
        error_messages={
            "required": _("Choose the day your week starts on."),
            "invalid_choice": _("Choose one of these days."),
        },
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        help_text=_("What you keep your money in. Electricity prices stay in pence."),
        choices=[(code, f"{words} ({code})") for code, words in CURRENCIES.items()],
        error_messages={
            "required": _("Choose a currency."),
            "invalid_choice": _("Choose one of these currencies."),
        },
    )


class PictureForm(forms.Form):
    """One picture; what is in the file is judged by the action."""

    picture = forms.FileField(
        label=_("Choose a picture"),
        help_text=_("PNG, JPEG or WebP, at most 5 MB. Its middle is shown, as a square."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={
            "required": _("Choose a picture."),
            "invalid": _("Choose a picture."),
            "empty": _("This file is empty. Choose a picture."),
        },
    )

    def clean_picture(self) -> Any:
        """Refuse a large file before it is read."""
        picture = self.cleaned_data["picture"]
        if picture.size > PICTURE_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return picture
