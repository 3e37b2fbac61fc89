"""Writes of prices."""

from daybook.apps.prices.actions.alerts import (
    AlertWish,
    wish_alerts,
)
from daybook.apps.prices.actions.appliances import (
    add_appliance,
    change_appliance,
    delete_appliance,
    forget_deleted_appliances,
    restore_appliance,
)
from daybook.apps.prices.actions.charges import (
    keep_standing_charges,
)
from daybook.apps.prices.actions.feeds import (
    close_feed,
    open_feed,
    renew_feed,
)
from daybook.apps.prices.actions.history import (
    fill_history,
    want_history,
    want_preferred,
)
from daybook.apps.prices.actions.personal import (
    erase,
)
from daybook.apps.prices.actions.planned import (
    drop_window,
    forget_windows,
    plan_window,
)
from daybook.apps.prices.actions.preferences import (
    Wishes,
    prefer,
    save_as_default,
)
from daybook.apps.prices.actions.rates import (
    keep_rates,
)
from daybook.apps.prices.actions.sample import (
    prefer_sample,
)
from daybook.apps.prices.actions.telling import (
    tell_of_prices,
    tell_of_windows,
)

__all__ = [
    "AlertWish",
    "Wishes",
    "add_appliance",
    "change_appliance",
    "close_feed",
    "delete_appliance",
    "drop_window",
    "erase",
    "fill_history",
    "forget_deleted_appliances",
    "forget_windows",
    "keep_rates",
    "keep_standing_charges",
    "open_feed",
    "plan_window",
    "prefer",
    "prefer_sample",
    "renew_feed",
    "restore_appliance",
    "save_as_default",
    "tell_of_prices",
    "tell_of_windows",
    "want_history",
    "want_preferred",
    "wish_alerts",
]
