"""The shape of what people type about their consumption; the rules are those of the domain."""

from daybook.apps.consumption.forms.meters import (
    MeterChangeForm,
    MeterForm,
    ReadingChangeForm,
    ReadingForm,
    ReplaceForm,
)
from daybook.apps.consumption.forms.records import (
    CalorificValueForm,
    FilterForm,
    QuickForm,
    RecordForm,
    record_initial,
)

__all__ = [
    "CalorificValueForm",
    "FilterForm",
    "MeterChangeForm",
    "MeterForm",
    "QuickForm",
    "ReadingChangeForm",
    "ReadingForm",
    "RecordForm",
    "ReplaceForm",
    "record_initial",
]
