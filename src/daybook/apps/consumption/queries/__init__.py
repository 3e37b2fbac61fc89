"""Reads of consumption."""

from daybook.apps.consumption.queries.exports import EXPORTS, RECORDS, Export, export_of
from daybook.apps.consumption.queries.half_hours import half_hours
from daybook.apps.consumption.queries.imports import (
    SILENT,
    TRIES,
    Preview,
    batch_of,
    batches_of,
    draft_of,
    layout_used_before,
    meter_of,
    open_drafts_of,
    preview_of,
    silent_drafts,
)
from daybook.apps.consumption.queries.personal import export
from daybook.apps.consumption.queries.records import (
    NEWEST,
    SORTS,
    Found,
    UtilityTotal,
    Wanted,
    deleted_count,
    has_records,
    last_record_of,
    record_of,
    records_of,
)
from daybook.apps.consumption.queries.stats import MonthUse, UtilityStats, stats_of
from daybook.apps.consumption.queries.use import Ever, calorific_value_of, daily_use, use_ever

__all__ = [
    "EXPORTS",
    "NEWEST",
    "RECORDS",
    "SILENT",
    "SORTS",
    "TRIES",
    "Ever",
    "Export",
    "Found",
    "MonthUse",
    "Preview",
    "UtilityStats",
    "UtilityTotal",
    "Wanted",
    "batch_of",
    "batches_of",
    "calorific_value_of",
    "daily_use",
    "deleted_count",
    "draft_of",
    "export",
    "export_of",
    "half_hours",
    "has_records",
    "last_record_of",
    "layout_used_before",
    "meter_of",
    "open_drafts_of",
    "preview_of",
    "record_of",
    "records_of",
    "silent_drafts",
    "stats_of",
    "use_ever",
]
