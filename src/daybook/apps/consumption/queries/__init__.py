"""Reads of consumption."""

from daybook.apps.consumption.queries.goals import goals_of
from daybook.apps.consumption.queries.half_hours import half_hours
from daybook.apps.consumption.queries.known import (
    Known,
    Step,
    day_steps,
    half_hour_steps,
    known_use,
    month_steps,
)
from daybook.apps.consumption.queries.looks import Looked, look_at
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
from daybook.apps.consumption.queries.years import YearUse

__all__ = [
    "NEWEST",
    "SORTS",
    "Ever",
    "Found",
    "Known",
    "Looked",
    "MonthUse",
    "Step",
    "UtilityStats",
    "UtilityTotal",
    "Wanted",
    "YearUse",
    "calorific_value_of",
    "daily_use",
    "day_steps",
    "deleted_count",
    "export",
    "goals_of",
    "half_hour_steps",
    "half_hours",
    "has_records",
    "known_use",
    "last_record_of",
    "look_at",
    "month_steps",
    "record_of",
    "records_of",
    "stats_of",
    "use_ever",
]
