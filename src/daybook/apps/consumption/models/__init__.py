"""What is kept of consumption."""

from daybook.apps.consumption.models.drafts import (
    Draft,
)
from daybook.apps.consumption.models.goals import (
    Goal,
)
from daybook.apps.consumption.models.half_hours import (
    OCTOPUS,
    SAMPLE,
    Batch,
    MeteredDay,
)
from daybook.apps.consumption.models.instalments import (
    SCOPE_NAMES,
    Instalment,
)
from daybook.apps.consumption.models.meters import (
    METER_NAME_LENGTH,
    READING_NOTES_LENGTH,
    SERIAL_LENGTH,
    Meter,
    MeterQuerySet,
    Reading,
    ReadingQuerySet,
)
from daybook.apps.consumption.models.names import (
    UNIT_NAMES,
    UTILITIES,
)
from daybook.apps.consumption.models.octopus import (
    GAS_UNITS,
    Agreement,
    MeterPoint,
    OctopusAccount,
)
from daybook.apps.consumption.models.records import (
    NOTES_LENGTH,
    Record,
    RecordQuerySet,
)
from daybook.apps.consumption.models.supplies import (
    DayUse,
    Supply,
)
from daybook.apps.consumption.models.tariffs import (
    KIND_NAMES,
    NAME_LENGTH,
    Tariff,
    TariffQuerySet,
    columns_of,
)

__all__ = [
    "GAS_UNITS",
    "KIND_NAMES",
    "METER_NAME_LENGTH",
    "NAME_LENGTH",
    "NOTES_LENGTH",
    "OCTOPUS",
    "READING_NOTES_LENGTH",
    "SAMPLE",
    "SCOPE_NAMES",
    "SERIAL_LENGTH",
    "UNIT_NAMES",
    "UTILITIES",
    "Agreement",
    "Batch",
    "DayUse",
    "Draft",
    "Goal",
    "Instalment",
    "Meter",
    "MeterPoint",
    "MeterQuerySet",
    "MeteredDay",
    "OctopusAccount",
    "Reading",
    "ReadingQuerySet",
    "Record",
    "RecordQuerySet",
    "Supply",
    "Tariff",
    "TariffQuerySet",
    "columns_of",
]
