"""Reads of consumption."""

from daybook.apps.consumption.queries.costs import (
    DailyCosts,
    cost_of,
    costs_by_utility,
    daily_costs,
    record_costs,
    records_touching,
)
from daybook.apps.consumption.queries.half_hours import half_hours
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
from daybook.apps.consumption.queries.spending import (
    MonthCost,
    Spending,
    projection_of,
    spending_of,
)
from daybook.apps.consumption.queries.stats import MonthUse, UtilityStats, stats_of
from daybook.apps.consumption.queries.tariffs import (
    has_tariffs,
    instalments_of,
    tariff_of,
    tariffs_of,
)
from daybook.apps.consumption.queries.use import Ever, calorific_value_of, daily_use, use_ever

__all__ = [
    "NEWEST",
    "SORTS",
    "DailyCosts",
    "Ever",
    "Found",
    "MonthCost",
    "MonthUse",
    "Spending",
    "UtilityStats",
    "UtilityTotal",
    "Wanted",
    "calorific_value_of",
    "cost_of",
    "costs_by_utility",
    "daily_costs",
    "daily_use",
    "deleted_count",
    "export",
    "half_hours",
    "has_records",
    "has_tariffs",
    "instalments_of",
    "last_record_of",
    "projection_of",
    "record_costs",
    "record_of",
    "records_of",
    "records_touching",
    "spending_of",
    "stats_of",
    "tariff_of",
    "tariffs_of",
    "use_ever",
]
