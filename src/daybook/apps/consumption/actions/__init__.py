"""Writes of consumption."""

from daybook.apps.consumption.actions.half_hours import Kept, keep_half_hours
from daybook.apps.consumption.actions.octopus import (
    connect_octopus,
    disconnect_octopus,
    renew_octopus,
)
from daybook.apps.consumption.actions.octopus_use import begin_due_octopus, fetch_octopus
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
    "Kept",
    "Use",
    "begin_due_octopus",
    "change_record",
    "connect_octopus",
    "delete_records",
    "disconnect_octopus",
    "erase",
    "fetch_octopus",
    "forget_deleted",
    "keep_half_hours",
    "record_sample",
    "record_use",
    "renew_octopus",
    "set_calorific_value",
    "undo_deletion",
]
