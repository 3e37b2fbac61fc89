"""What is kept of prices."""

from daybook.apps.prices.models.planned import Feed, PlannedWindow
from daybook.apps.prices.models.preferences import Preference
from daybook.apps.prices.models.rates import RateDay, RateDayQuerySet

__all__ = ["Feed", "PlannedWindow", "Preference", "RateDay", "RateDayQuerySet"]
