"""Reads of consumption."""

from daybook.apps.consumption.queries.comparison import (
    AGILE,
    FLAT,
    PRESENT,
    SHIFTS_KWH,
    TWO_RATE,
    Candidate,
    Outcome,
    outcome_of,
)
from daybook.apps.consumption.queries.costs import (
    cost_of,
    costs_by_utility,
    daily_costs,
    record_costs,
)
from daybook.apps.consumption.queries.half_hours import (
    half_hours,
)
from daybook.apps.consumption.queries.meters import (
    MeterSummary,
    ToldReading,
    Untold,
    derived_of_meter,
    meter_of,
    meters_of,
    reading_of,
    readings_of,
    restorable,
    steps_of_meter,
    steps_of_supply,
    summary_of,
    told_otherwise,
)
from daybook.apps.consumption.queries.personal import (
    export,
)
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
from daybook.apps.consumption.queries.spending import (
    MonthCost,
    Spending,
    projection_of,
    spending_of,
)
from daybook.apps.consumption.queries.stats import (
    MonthUse,
    UtilityStats,
    stats_of,
)
from daybook.apps.consumption.queries.tariffs import (
    has_tariffs,
    instalments_of,
    tariff_of,
    tariffs_of,
)
from daybook.apps.consumption.queries.use import (
    Ever,
    calorific_value_of,
    daily_use,
    use_ever,
)

__all__ = [
    "AGILE",
    "FLAT",
    "NEWEST",
    "PRESENT",
    "SHIFTS_KWH",
    "SORTS",
    "TWO_RATE",
    "Candidate",
    "Ever",
    "Found",
    "MeterSummary",
    "MonthCost",
    "MonthUse",
    "Outcome",
    "Spending",
    "ToldReading",
    "Untold",
    "UtilityStats",
    "UtilityTotal",
    "Wanted",
    "calorific_value_of",
    "cost_of",
    "costs_by_utility",
    "daily_costs",
    "daily_use",
    "deleted_count",
    "derived_of_meter",
    "export",
    "half_hours",
    "has_records",
    "has_tariffs",
    "instalments_of",
    "last_record_of",
    "meter_of",
    "meters_of",
    "outcome_of",
    "projection_of",
    "reading_of",
    "readings_of",
    "record_costs",
    "record_of",
    "records_of",
    "restorable",
    "spending_of",
    "stats_of",
    "steps_of_meter",
    "steps_of_supply",
    "summary_of",
    "tariff_of",
    "tariffs_of",
    "told_otherwise",
    "use_ever",
]
