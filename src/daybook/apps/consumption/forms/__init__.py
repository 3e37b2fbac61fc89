"""The shape of what people type about their consumption; the rules are those of the domain."""

from daybook.apps.consumption.forms.imports import (
    TOO_LARGE,
    CommitForm,
    ExportForm,
    LayoutForm,
    UploadForm,
)
from daybook.apps.consumption.forms.records import (
    CalorificValueForm,
    FilterForm,
    QuickForm,
    RecordForm,
    record_initial,
)

__all__ = [
    "TOO_LARGE",
    "CalorificValueForm",
    "CommitForm",
    "ExportForm",
    "FilterForm",
    "LayoutForm",
    "QuickForm",
    "RecordForm",
    "UploadForm",
    "record_initial",
]
