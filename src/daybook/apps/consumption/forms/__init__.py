"""The shape of what people type about their consumption; the rules are those of the domain."""

from daybook.apps.consumption.forms.comparison import (
    CompareForm,
    compare_initial,
)
from daybook.apps.consumption.forms.goals import (
    GoalsForm,
    goals_initial,
)
from daybook.apps.consumption.forms.imports import (
    TOO_LARGE,
    CommitForm,
    ExportForm,
    LayoutForm,
    UploadForm,
)
from daybook.apps.consumption.forms.instalments import (
    EndForm,
    InstalmentForm,
)
from daybook.apps.consumption.forms.meters import (
    MeterChangeForm,
    MeterForm,
    ReadingChangeForm,
    ReadingForm,
    ReplaceForm,
)
from daybook.apps.consumption.forms.octopus import (
    DisconnectForm,
    OctopusForm,
)
from daybook.apps.consumption.forms.prefill import (
    tariff_initial,
    tariff_typed,
)
from daybook.apps.consumption.forms.records import (
    CalorificValueForm,
    FilterForm,
    QuickForm,
    RecordForm,
    date_field,
    record_initial,
)
from daybook.apps.consumption.forms.tariffs import (
    TariffForm,
    form_of,
)
from daybook.apps.consumption.forms.use import (
    UseForm,
)

__all__ = [
    "TOO_LARGE",
    "CalorificValueForm",
    "CommitForm",
    "CompareForm",
    "DisconnectForm",
    "EndForm",
    "ExportForm",
    "FilterForm",
    "GoalsForm",
    "InstalmentForm",
    "LayoutForm",
    "MeterChangeForm",
    "MeterForm",
    "OctopusForm",
    "QuickForm",
    "ReadingChangeForm",
    "ReadingForm",
    "RecordForm",
    "ReplaceForm",
    "TariffForm",
    "UploadForm",
    "UseForm",
    "compare_initial",
    "date_field",
    "form_of",
    "goals_initial",
    "record_initial",
    "tariff_initial",
    "tariff_typed",
]
