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
from daybook.apps.consumption.domain.entries import (
    BadRow,
    Entries,
    Entry,
    HalfHour,
    entries_of,
)
from daybook.apps.consumption.domain.figures import (
    Comparison,
    Total,
    against_last_month,
    against_last_year,
    month_of,
    total,
)
from daybook.apps.consumption.domain.guesses import guessed_layout, is_of_octopus, proposed_layout
from daybook.apps.consumption.domain.layouts import (
    Decimals,
    Layout,
    PlainLayout,
    RowKind,
    checked_layout,
    layout_from,
    plain_layout,
)
from daybook.apps.consumption.domain.quick import QuickLine, quick_line
from daybook.apps.consumption.domain.sources import Source, Told, told
from daybook.apps.consumption.domain.stamps import DateOrder
from daybook.apps.consumption.domain.tables import LARGEST_BYTES, MOST_ROWS, Row, Table, table_of
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
    "LARGEST_BYTES",
    "LATEST",
    "LONGEST_DAYS",
    "MOST_ROWS",
    "ONE_DAY",
    "PLACES",
    "UNITS",
    "USUAL_CALORIFIC_VALUE",
    "BadRow",
    "Comparison",
    "DateOrder",
    "Days",
    "Decimals",
    "Entries",
    "Entry",
    "HalfHour",
    "Layout",
    "PlainLayout",
    "QuickLine",
    "Row",
    "RowKind",
    "Source",
    "Table",
    "Told",
    "Total",
    "Unit",
    "Utility",
    "against_last_month",
    "against_last_year",
    "amount",
    "calorific_value",
    "checked_layout",
    "checked_unit",
    "checked_use",
    "entries_of",
    "gas_kwh",
    "guessed_layout",
    "in_standard_unit",
    "is_of_octopus",
    "layout_from",
    "month_of",
    "number",
    "plain_layout",
    "proposed_layout",
    "quick_line",
    "recorded_days",
    "spread",
    "standard_unit",
    "table_of",
    "told",
    "total",
]
