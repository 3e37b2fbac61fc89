"""Writes of consumption."""

from daybook.apps.consumption.actions.comparison import (
    want_prices,
)
from daybook.apps.consumption.actions.goals import (
    Aim,
    set_goals,
)
from daybook.apps.consumption.actions.half_hours import (
    Kept,
    keep_half_hours,
)
from daybook.apps.consumption.actions.instalments import (
    forget_instalment,
    set_instalment,
)
from daybook.apps.consumption.actions.meters import (
    MeterDetails,
    add_meter,
    change_meter,
    delete_meter,
    undo_meter_deletion,
)
from daybook.apps.consumption.actions.octopus import (
    connect_octopus,
    disconnect_octopus,
    renew_octopus,
)
from daybook.apps.consumption.actions.octopus_use import (
    begin_due_octopus,
    fetch_octopus,
)
from daybook.apps.consumption.actions.personal import (
    erase,
)
from daybook.apps.consumption.actions.readings import (
    Read,
    Replacement,
    add_reading,
    change_reading,
    delete_reading,
    replace_meter,
)
from daybook.apps.consumption.actions.records import (
    Use,
    change_record,
    delete_records,
    forget_deleted,
    record_use,
    undo_deletion,
)
from daybook.apps.consumption.actions.sample import (
    add_sample_tariffs,
    record_sample,
)
from daybook.apps.consumption.actions.supplies import (
    set_calorific_value,
)
from daybook.apps.consumption.actions.tariffs import (
    Offer,
    add_tariff,
    change_tariff,
    delete_tariff,
    end_tariff,
    want_rates,
)

__all__ = [
    "Aim",
    "Kept",
    "MeterDetails",
    "Offer",
    "Read",
    "Replacement",
    "Use",
    "add_meter",
    "add_reading",
    "add_sample_tariffs",
    "add_tariff",
    "begin_due_octopus",
    "change_meter",
    "change_reading",
    "change_record",
    "change_tariff",
    "connect_octopus",
    "delete_meter",
    "delete_reading",
    "delete_records",
    "delete_tariff",
    "disconnect_octopus",
    "end_tariff",
    "erase",
    "fetch_octopus",
    "forget_deleted",
    "forget_instalment",
    "keep_half_hours",
    "record_sample",
    "record_use",
    "renew_octopus",
    "replace_meter",
    "set_calorific_value",
    "set_goals",
    "set_instalment",
    "undo_deletion",
    "undo_meter_deletion",
    "want_prices",
    "want_rates",
]
