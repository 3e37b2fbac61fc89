"""Writes of prices."""

from daybook.apps.prices.actions.appliances import (
    add_appliance,
    change_appliance,
    delete_appliance,
    forget_deleted_appliances,
    restore_appliance,
)
from daybook.apps.prices.actions.personal import erase
from daybook.apps.prices.actions.preferences import Wishes, prefer, save_as_default
from daybook.apps.prices.actions.rates import keep_rates
from daybook.apps.prices.actions.sample import prefer_sample

__all__ = [
    "Wishes",
    "add_appliance",
    "change_appliance",
    "delete_appliance",
    "erase",
    "forget_deleted_appliances",
    "keep_rates",
    "prefer",
    "prefer_sample",
    "restore_appliance",
    "save_as_default",
]
