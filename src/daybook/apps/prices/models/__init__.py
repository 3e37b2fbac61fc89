"""What is kept of prices."""

from daybook.apps.prices.models.alerts import (
    Alert,
    AlertQuerySet,
)
from daybook.apps.prices.models.appliances import (
    KINDS,
    TIMERS,
    Appliance,
    ApplianceQuerySet,
)
from daybook.apps.prices.models.history import (
    RateHistory,
    RateHistoryQuerySet,
    StandingChargePeriod,
)
from daybook.apps.prices.models.planned import (
    Feed,
    PlannedWindow,
)
from daybook.apps.prices.models.preferences import (
    Preference,
)
from daybook.apps.prices.models.rates import (
    RateDay,
    RateDayQuerySet,
)

__all__ = [
    "KINDS",
    "TIMERS",
    "Alert",
    "AlertQuerySet",
    "Appliance",
    "ApplianceQuerySet",
    "Feed",
    "PlannedWindow",
    "Preference",
    "RateDay",
    "RateDayQuerySet",
    "RateHistory",
    "RateHistoryQuerySet",
    "StandingChargePeriod",
]
