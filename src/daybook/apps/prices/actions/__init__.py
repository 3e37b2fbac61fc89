"""Writes of prices."""

from daybook.apps.prices.actions.personal import erase
from daybook.apps.prices.actions.preferences import Wishes, prefer
from daybook.apps.prices.actions.rates import keep_rates

__all__ = ["Wishes", "erase", "keep_rates", "prefer"]
