"""What is kept of consumption."""

from daybook.apps.consumption.models.drafts import Draft
from daybook.apps.consumption.models.half_hours import SAMPLE, Batch, MeteredDay
from daybook.apps.consumption.models.names import UNIT_NAMES, UTILITIES
from daybook.apps.consumption.models.records import NOTES_LENGTH, Record, RecordQuerySet
from daybook.apps.consumption.models.supplies import DayUse, Supply

__all__ = [
    "NOTES_LENGTH",
    "SAMPLE",
    "UNIT_NAMES",
    "UTILITIES",
    "Batch",
    "DayUse",
    "Draft",
    "MeteredDay",
    "Record",
    "RecordQuerySet",
    "Supply",
]
