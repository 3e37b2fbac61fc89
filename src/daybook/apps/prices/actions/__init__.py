"""Writes of prices."""

from daybook.apps.prices.actions.feeds import close_feed, open_feed, renew_feed
from daybook.apps.prices.actions.personal import erase
from daybook.apps.prices.actions.planned import drop_window, forget_windows, plan_window
from daybook.apps.prices.actions.preferences import Wishes, prefer
from daybook.apps.prices.actions.rates import keep_rates

__all__ = [
    "Wishes",
    "close_feed",
    "drop_window",
    "erase",
    "forget_windows",
    "keep_rates",
    "open_feed",
    "plan_window",
    "prefer",
    "renew_feed",
]
