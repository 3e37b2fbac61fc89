"""Meters and readings: what hangs on the wall, and the number on its dial."""

import uuid
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption import domain
from daybook.apps.consumption.actions import MeterDetails, Read, Replacement
from daybook.apps.consumption.domain import Answer, Dial, Unit, Utility
from daybook.apps.consumption.errors import InvalidReading, QuestionableStep
from daybook.apps.consumption.forms.records import date_field
from daybook.apps.consumption.models import (
    METER_NAME_LENGTH,
    READING_NOTES_LENGTH,
    SERIAL_LENGTH,
    UNIT_NAMES,
    UTILITIES,
)
from daybook.ui.fields import RuleField

#: The answer that leads to another form; no reading is kept with it.
REPLACED: Final = "replaced"
SURE: Final = (Answer.SURE.value, _("The number is right"))
ROLLED_OVER: Final = (Answer.ROLLED_OVER.value, _("The dial rolled over: it began again with 0"))


def dial_field(label: Any, **options: Any) -> RuleField[Decimal]:
    """The number on a dial."""
    return RuleField[Decimal](
        rule=domain.dial_number,
        label=label,
        max_length=20,
        error_messages={"required": _("Type the number on the dial, such as 48213.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        **options,
    )


def answer_field(*choices: tuple[str, Any]) -> forms.ChoiceField:
    """What is said of a step that was questioned."""
    return forms.ChoiceField(
        label=_("What happened?"),
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Or correct the number. Where a right number is lower than the one before it, the use"
            " of the days between stays unknown."
        ),
    )


class QuestionedForm(forms.Form):
    """A form whose step may be questioned, and then answered."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Note what is wrong; a question is no longer optional once it is asked."""
        super().add_error(field, error)
        if getattr(error, "code", "") == QuestionableStep.code:
            self.fields["answer"].required = True

    @property
    def asks_what_happened(self) -> bool:
        """Whether a step was refused that may be right, or was explained."""
        return self.is_bound and (
            bool(self.data.get("answer"))
            or any(self.has_error(name, QuestionableStep.code) for name in self.errors)
        )


class DialForm(forms.Form):
    """How a meter counts, and what it is called.

    What the dial shows is multiplied before it counts, as of a dial in hundreds of cubic feet.
    """

    name = forms.CharField(
        label=_("Name"),
        max_length=METER_NAME_LENGTH,
        help_text=_("As you tell it from others, such as “Cellar” or “Night register”."),
        error_messages={"required": _("Give the meter a name, such as “Cellar”.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label=_("It counts"), choices=UNIT_NAMES)
    digits = forms.IntegerField(
        label=_("Digits before the point"),
        min_value=domain.FEWEST_DIGITS,
        max_value=domain.MOST_DIGITS,
        initial=5,
        help_text=_("4 to 8, noughts in front counted: it rolls over after the last 9."),
    )
    decimals = forms.IntegerField(
        label=_("Digits after the point"),
        min_value=0,
        max_value=domain.MOST_DECIMALS,
        initial=0,
        help_text=_("As many as you write down, often red; 0 if you leave them out."),
    )
    multiplier = RuleField[Decimal](
        rule=domain.multiplier,
        label=_("Multiplier"),
        max_length=10,
        initial="1",
        help_text=_("1, unless the dial counts hundreds of cubic feet (100) or says otherwise."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    serial = forms.CharField(
        label=_("Serial number"),
        max_length=SERIAL_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def details_of(self, utility: Utility) -> MeterDetails:
        """What was typed, when it is valid, for a meter of ``utility``."""
        given = self.cleaned_data
        return MeterDetails(
            dial=Dial(
                utility=utility,
                unit=Unit(given["unit"]),
                multiplier=given["multiplier"],
                digits=given["digits"],
                decimals=given["decimals"],
            ),
            name=given["name"],
            serial=given["serial"],
            installed_on=given.get("installed_on"),
            removed_on=given.get("removed_on"),
        )


class MeterForm(DialForm):
    """A meter to be added."""

    utility = forms.ChoiceField(label=_("What"), choices=UTILITIES)
    installed_on = date_field(_("Installed on"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def details(self) -> MeterDetails:
        """What was typed, when it is valid."""
        return self.details_of(Utility(self.cleaned_data["utility"]))


class MeterChangeForm(DialForm):
    """What is known of a meter; it goes on counting the same thing."""

    installed_on = date_field(_("Installed on"), required=False)
    removed_on = date_field(_("Removed on"), required=False)


class ReadingForm(QuestionedForm):
    """A reading to be added."""

    number = dial_field(_("Number on the dial"))
    day = date_field(_("Day"), error_messages={"required": _("Choose the day.")})
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        error_messages={"invalid": _("Give a time such as 18:30.")},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    is_estimated = forms.BooleanField(label=_("Estimated, not read"), required=False)
    notes = forms.CharField(label=_("Notes"), max_length=READING_NOTES_LENGTH, required=False)
    answer = answer_field(ROLLED_OVER, (REPLACED, _("The meter was replaced")), SURE)

    @property
    def is_replaced(self) -> bool:
        """Whether somebody says that the number is of another meter."""
        return bool(self.cleaned_data["answer"] == REPLACED)

    def read(self) -> Read:
        """What was typed, when it is valid."""
        given = self.cleaned_data
        return Read(
            day=given["day"],
            number=given["number"],
            time=given["time"],
            is_estimated=given["is_estimated"],
            answer=Answer(given["answer"]),
            notes=given["notes"],
        )


class ReadingChangeForm(ReadingForm):
    """A reading to be changed."""

    answer = answer_field(ROLLED_OVER, SURE)


class ReplaceForm(DialForm, QuestionedForm):
    """One meter gives way to the next: the last number of the old, the first of the new."""

    day = date_field(_("Replaced on"), error_messages={"required": _("Choose the day.")})
    last = dial_field(_("Last number of the old meter"))
    is_estimated = forms.BooleanField(label=_("Estimated, not read"), required=False)
    first = dial_field(_("First number of the new meter"), initial="0")
    answer = answer_field(ROLLED_OVER, SURE)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, utility: Utility, **options: Any) -> None:
        self.utility = utility
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        """Say beside its own field what the new dial cannot show."""
        given = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                domain.on_dial(given["first"], self.details_of(self.utility).dial)
            except InvalidReading as error:
                self.add_error("first", forms.ValidationError(error.message, code=error.code))
        return given

    def replacement(self) -> Replacement:
        """What was typed, when it is valid."""
        given = self.cleaned_data
        return Replacement(
            day=given["day"],
            last=given["last"],
            first=given["first"],
            details=self.details_of(self.utility),
            is_estimated=given["is_estimated"],
            answer=Answer(given["answer"]),
        )
