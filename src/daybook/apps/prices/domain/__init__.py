"""The rules of prices, with no database, no framework and no clock."""

from daybook.apps.prices.domain.amounts import (
    LARGEST_KWH,
    LONGEST_HOURS,
    SHORTEST_HOURS,
    capacity,
    cost_pounds,
    duration,
    tolerance,
)
from daybook.apps.prices.domain.bands import Band, bands, price_bands
from daybook.apps.prices.domain.days import (
    agile_date,
    agile_day,
    due_at,
    expires_at,
    has_tomorrow,
    not_yet_due,
)
from daybook.apps.prices.domain.history import BIN_PENCE, Bin, Extreme, History, Tally, history
from daybook.apps.prices.domain.planning import (
    ALARMS,
    FARTHEST,
    MOST_WINDOWS,
    cheapest_by_day,
    checked_alarm,
    checked_plan,
)
from daybook.apps.prices.domain.postcodes import outward_code, postcode
from daybook.apps.prices.domain.products import (
    LONGEST_CODE,
    Product,
    agile_products,
    product_code,
    tariff_code,
)
from daybook.apps.prices.domain.regions import REGIONS, Region, region
from daybook.apps.prices.domain.sample import sample_slots
from daybook.apps.prices.domain.search import best, cheapest, earliest_within
from daybook.apps.prices.domain.slots import (
    Average,
    Slot,
    average,
    by_local_day,
    half_hourly,
    highest,
    lowest,
    missing,
    normalised,
    runs,
    slot_at,
    touching,
)
from daybook.apps.prices.domain.standing import Standing, rank, standing
from daybook.apps.prices.domain.windows import ANY_TIME, Limits, Window

__all__ = [
    "ALARMS",
    "ANY_TIME",
    "BIN_PENCE",
    "FARTHEST",
    "LARGEST_KWH",
    "LONGEST_CODE",
    "LONGEST_HOURS",
    "MOST_WINDOWS",
    "REGIONS",
    "SHORTEST_HOURS",
    "Average",
    "Band",
    "Bin",
    "Extreme",
    "History",
    "Limits",
    "Product",
    "Region",
    "Slot",
    "Standing",
    "Tally",
    "Window",
    "agile_date",
    "agile_day",
    "agile_products",
    "average",
    "bands",
    "best",
    "by_local_day",
    "capacity",
    "cheapest",
    "cheapest_by_day",
    "checked_alarm",
    "checked_plan",
    "cost_pounds",
    "due_at",
    "duration",
    "earliest_within",
    "expires_at",
    "half_hourly",
    "has_tomorrow",
    "highest",
    "history",
    "lowest",
    "missing",
    "normalised",
    "not_yet_due",
    "outward_code",
    "postcode",
    "price_bands",
    "product_code",
    "rank",
    "region",
    "runs",
    "sample_slots",
    "slot_at",
    "standing",
    "tariff_code",
    "tolerance",
    "touching",
]
