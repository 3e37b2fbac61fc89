"""What is kept of consumption."""

from daybook.apps.consumption.models.half_hours import SAMPLE, Batch, MeteredDay
from daybook.apps.consumption.models.names import UNIT_NAMES, UTILITIES
from daybook.apps.consumption.models.octopus import (
    GAS_UNITS,
    Agreement,
    MeterPoint,
    OctopusAccount,
)
from daybook.apps.consumption.models.records import NOTES_LENGTH, Record, RecordQuerySet
from daybook.apps.consumption.models.supplies import DayUse, Supply

__all__ = [
    "GAS_UNITS",
    "NOTES_LENGTH",
    "SAMPLE",
    "UNIT_NAMES",
    "UTILITIES",
    "Agreement",
    "Batch",
    "DayUse",
    "MeterPoint",
    "MeteredDay",
    "OctopusAccount",
    "Record",
    "RecordQuerySet",
    "Supply",
]
