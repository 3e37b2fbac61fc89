"""Writes of consumption."""

from daybook.apps.consumption.actions.goals import Aim, set_goals
from daybook.apps.consumption.actions.half_hours import Kept, keep_half_hours
from daybook.apps.consumption.actions.personal import erase
from daybook.apps.consumption.actions.records import (
    Use,
    change_record,
    delete_records,
    forget_deleted,
    record_use,
    undo_deletion,
)
from daybook.apps.consumption.actions.sample import record_sample
from daybook.apps.consumption.actions.supplies import set_calorific_value

__all__ = [
    "Aim",
    "Kept",
    "Use",
    "change_record",
    "delete_records",
    "erase",
    "forget_deleted",
    "keep_half_hours",
    "record_sample",
    "record_use",
    "set_calorific_value",
    "set_goals",
    "undo_deletion",
]
