"""Blocks on calendars, and the feed of them."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.prices import domain
from daybook.apps.prices.forms.blocks import london_instant
from daybook.lib.periods import InvalidPeriod, Period
from daybook.ui.fields import RuleField


class WindowForm(forms.Form):
    """A block to put on a calendar, as the page of prices has found it."""

    region = RuleField[domain.Region](rule=domain.region)
    product = RuleField[str](rule=domain.product_code, max_length=60)
    starts_at = RuleField[dt.datetime](rule=london_instant, max_length=40)
    ends_at = RuleField[dt.datetime](rule=london_instant, max_length=40)

    def clean(self) -> dict[str, Any]:
        """Also see that there is some time between the two ends."""
        given = super().clean() or {}
        if "starts_at" in given and "ends_at" in given:
            try:
                given["period"] = Period(given["starts_at"], given["ends_at"])
            except InvalidPeriod as error:
                self.add_error("ends_at", error.message)
        return given

    def period(self) -> Period:
        """The time of the block, once the form is valid."""
        return cast("Period", self.cleaned_data["period"])


class FeedForm(forms.Form):
    """When the calendar rings."""

    alarm = forms.TypedChoiceField(
        label=_("Remind me"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("not at all")),
            (0, _("when the block starts")),
            (10, _("10 minutes before")),
            (30, _("30 minutes before")),
            (60, _("an hour before")),
        ],
        help_text=_("Some calendars ignore reminders of feeds and use their own."),
    )
