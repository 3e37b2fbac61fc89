"""The rules of consumption, with no database, no framework and no clock."""

from daybook.apps.consumption.domain.amounts import amount, checked_use, number
from daybook.apps.consumption.domain.days import (
    EARLIEST,
    LATEST,
    LONGEST_DAYS,
    ONE_DAY,
    Days,
    recorded_days,
    spread,
)
from daybook.apps.consumption.domain.figures import (
    Comparison,
    Total,
    against_last_month,
    against_last_year,
    month_of,
    total,
)
from daybook.apps.consumption.domain.quick import QuickLine, quick_line
from daybook.apps.consumption.domain.sources import Source, Told, told
from daybook.apps.consumption.domain.utilities import (
    PLACES,
    UNITS,
    USUAL_CALORIFIC_VALUE,
    Unit,
    Utility,
    calorific_value,
    checked_unit,
    gas_kwh,
    in_standard_unit,
    standard_unit,
)

__all__ = [
    "EARLIEST",
    "LATEST",
    "LONGEST_DAYS",
    "ONE_DAY",
    "PLACES",
    "UNITS",
    "USUAL_CALORIFIC_VALUE",
    "Comparison",
    "Days",
    "QuickLine",
    "Source",
    "Told",
    "Total",
    "Unit",
    "Utility",
    "against_last_month",
    "against_last_year",
    "amount",
    "calorific_value",
    "checked_unit",
    "checked_use",
    "gas_kwh",
    "in_standard_unit",
    "month_of",
    "number",
    "quick_line",
    "recorded_days",
    "spread",
    "standard_unit",
    "told",
    "total",
]
