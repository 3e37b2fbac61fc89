"""Writes of consumption."""

from daybook.apps.consumption.actions.drafts import (
    AT_ONCE,
    commit_draft,
    discard_draft,
    forget_drafts,
    import_draft,
    lay_out_draft,
    read_file,
    reading_of_draft,
    start_draft,
)
from daybook.apps.consumption.actions.half_hours import Kept, keep_half_hours
from daybook.apps.consumption.actions.imports import Reading, import_reading, undo_batch
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
    "AT_ONCE",
    "Kept",
    "Reading",
    "Use",
    "change_record",
    "commit_draft",
    "delete_records",
    "discard_draft",
    "erase",
    "forget_deleted",
    "forget_drafts",
    "import_draft",
    "import_reading",
    "keep_half_hours",
    "lay_out_draft",
    "read_file",
    "reading_of_draft",
    "record_sample",
    "record_use",
    "set_calorific_value",
    "start_draft",
    "undo_batch",
    "undo_deletion",
]
