"""The shape of what people say about files they import and export."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.domain import (
    LARGEST_BYTES,
    DateOrder,
    Decimals,
    Layout,
    PlainLayout,
    RowKind,
    Unit,
    Utility,
)
from daybook.apps.consumption.forms.records import FilterForm
from daybook.apps.consumption.models import UNIT_NAMES, UTILITIES

Chosen = TypeVar("Chosen", Utility, Unit)
TOO_LARGE: Final = _("That file is too large. It may have at most 5 MB.")
EXPORTS: Final = [
    ("records", _("Your records")),
    ("days", _("The use of each day")),
    ("half-hours", _("Half-hours of smart meters")),
]


class UploadForm(forms.Form):
    """One file; what is in it is judged by the action."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("At most 5 MB. Nothing is imported before you have seen what it would be."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
        error_messages={
            "required": _("Choose a file."),
            "invalid": _("Choose a file."),
            "empty": _("That file is empty."),
        },
    )

    def clean_file(self) -> Any:
        """Refuse a large file before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


class CommitForm(forms.Form):
    """The mark of the preview that is to be imported."""

    agreed = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)


class LayoutForm(forms.Form):
    """What stands in which column of a file, and how its cells are written."""

    utility = forms.ChoiceField(label=_("What was used"))
    unit = forms.ChoiceField(label=_("Unit"))
    kind = forms.ChoiceField(
        label=_("Each row is"),
        choices=[
            (RowKind.DAYS.value, _("a day, or several days")),
            (RowKind.HALF_HOURS.value, _("half an hour")),
        ],
    )
    value = forms.ChoiceField(label=_("Amount"))
    start = forms.ChoiceField(label=_("Date, or start"))
    end = forms.ChoiceField(label=_("End"), required=False)
    notes = forms.ChoiceField(label=_("Notes"), required=False)
    date_order = forms.ChoiceField(
        label=_("Dates are written"),
        choices=[
            (DateOrder.DAY_FIRST.value, _("day first: 31/12/2026")),
            (DateOrder.MONTH_FIRST.value, _("month first: 12/31/2026")),
        ],
        help_text=_("2026-12-31 is read either way."),
    )
    decimals = forms.ChoiceField(
        label=_("Decimals come after"),
        choices=[
            (Decimals.POINT.value, _("a point: 8.3")),
            (Decimals.COMMA.value, _("a comma: 8,3")),
        ],
    )
    is_sure = forms.BooleanField(
        label=_("Import amounts too that are far above what households use"), required=False
    )

    def __init__(self, *given: Any, header: Sequence[str], **options: Any) -> None:
        super().__init__(*given, **options)
        columns = [(str(n), _title(n, name)) for n, name in enumerate(header)]
        from_column = (_now("Each row says it, in column"), columns)
        chosen: dict[str, list[tuple[str, Any]]] = {
            "utility": [*UTILITIES, from_column],
            "unit": [*UNIT_NAMES, from_column],
            "value": [("", _now("Choose a column")), *columns],
            "start": [("", _now("Choose a column")), *columns],
            "end": [("", _now("None")), *columns],
            "notes": [("", _now("None")), *columns],
        }
        for name, choices in chosen.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    @property
    def columns(self) -> list[forms.BoundField]:
        """All about columns and how their cells are written, but what and how sure."""
        return [field for field in self if field.name not in {"utility", "unit", "is_sure"}]

    def layout(self) -> Layout:
        """What was chosen, when it is valid."""
        given = self.cleaned_data
        return Layout(
            kind=RowKind(given["kind"]),
            start=int(given["start"]),
            value=int(given["value"]),
            end=int(given["end"]) if given["end"] else None,
            notes=int(given["notes"]) if given["notes"] else None,
            utility=_column_or(Utility, given["utility"]),
            unit=_column_or(Unit, given["unit"]),
            date_order=DateOrder(given["date_order"]),
            decimals=Decimals(given["decimals"]),
            is_sure=given["is_sure"],
        )

    @staticmethod
    def typed(kept: PlainLayout) -> dict[str, str | bool]:
        """The layout that is kept, as the form shows it."""
        return {
            name: value if isinstance(value, bool) else str(value)
            for name, value in kept.items()
            if value is not None
        }


class ExportForm(FilterForm):
    """What is exported."""

    what = forms.ChoiceField(label=_("Export"), choices=EXPORTS)


def _title(number: int, name: str) -> str:
    return name or _now("column %(number)d") % {"number": number + 1}


def _column_or(kind: type[Chosen], chosen: str) -> Chosen | int:
    return int(chosen) if chosen.isdecimal() else kind(chosen)
