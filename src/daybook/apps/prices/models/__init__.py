"""What is kept of prices."""

from daybook.apps.prices.models.alerts import (
    Alert,
    AlertQuerySet,
)
from daybook.apps.prices.models.history import (
    RateHistory,
    RateHistoryQuerySet,
    StandingChargePeriod,
)
from daybook.apps.prices.models.preferences import (
    Preference,
)
from daybook.apps.prices.models.rates import (
    RateDay,
    RateDayQuerySet,
)

__all__ = [
    "Alert",
    "AlertQuerySet",
    "Preference",
    "RateDay",
    "RateDayQuerySet",
    "RateHistory",
    "RateHistoryQuerySet",
    "StandingChargePeriod",
]
