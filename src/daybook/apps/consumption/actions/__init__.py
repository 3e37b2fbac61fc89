"""Writes of consumption."""

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
    "Use",
    "change_record",
    "delete_records",
    "erase",
    "forget_deleted",
    "record_sample",
    "record_use",
    "set_calorific_value",
    "undo_deletion",
]
