"""Where on a form of an appliance it is said what the rules refuse."""

from typing import Final

from django import forms

from daybook.apps.prices.errors import (
    InvalidBattery,
    InvalidCapacity,
    InvalidHours,
    InvalidLength,
    InvalidName,
    InvalidPower,
    InvalidProfile,
    InvalidRuns,
    InvalidTimer,
)
from daybook.lib.errors import Invalid

#: Beside which field of the form a refusal is shown.
FIELDS: Final[dict[type[Invalid], str]] = {
    InvalidBattery: "battery_kwh",
    InvalidCapacity: "kwh",
    InvalidHours: "allowed_until",
    InvalidLength: "minutes",
    InvalidName: "name",
    InvalidPower: "kw",
    InvalidProfile: "profile",
    InvalidRuns: "minimum_run",
    InvalidTimer: "timer_steps",
}


def refuse(form: forms.Form, error: Invalid) -> None:
    """Say beside the field that is meant what is wrong with it."""
    form.add_error(FIELDS.get(type(error)), forms.ValidationError(error.message, code=error.code))
