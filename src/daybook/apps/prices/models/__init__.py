"""What is kept of prices."""

from daybook.apps.prices.models.appliances import KINDS, TIMERS, Appliance, ApplianceQuerySet
from daybook.apps.prices.models.preferences import Preference
from daybook.apps.prices.models.rates import RateDay, RateDayQuerySet

__all__ = [
    "KINDS",
    "TIMERS",
    "Appliance",
    "ApplianceQuerySet",
    "Preference",
    "RateDay",
    "RateDayQuerySet",
]
