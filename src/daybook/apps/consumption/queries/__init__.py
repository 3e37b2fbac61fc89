"""Reads of consumption."""

from daybook.apps.consumption.queries.half_hours import half_hours
from daybook.apps.consumption.queries.octopus import (
    Gap,
    PointAgreement,
    agreements_of,
    gaps_of,
    meter_points_of,
    octopus_gaps,
    octopus_of,
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
    "NEWEST",
    "SORTS",
    "Ever",
    "Found",
    "Gap",
    "MonthUse",
    "PointAgreement",
    "UtilityStats",
    "UtilityTotal",
    "Wanted",
    "agreements_of",
    "calorific_value_of",
    "daily_use",
    "deleted_count",
    "export",
    "gaps_of",
    "half_hours",
    "has_records",
    "last_record_of",
    "meter_points_of",
    "octopus_gaps",
    "octopus_of",
    "record_of",
    "records_of",
    "stats_of",
    "use_ever",
]
