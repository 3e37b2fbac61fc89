"""Writes of consumption."""

from daybook.apps.consumption.actions.comparison import (
    want_prices,
)
from daybook.apps.consumption.actions.drafts import (
    AT_ONCE,
    commit_draft,
    discard_draft,
    forget_drafts,
    import_draft,
    lay_out_draft,
    read_file,
    reading_of_draft,
    start_draft,
)
from daybook.apps.consumption.actions.goals import (
    Aim,
    set_goals,
)
from daybook.apps.consumption.actions.half_hours import (
    Kept,
    keep_half_hours,
)
from daybook.apps.consumption.actions.imports import (
    Reading,
    import_reading,
    undo_batch,
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
from daybook.apps.consumption.actions.octopus_tariffs import (
    TakenOver,
    take_over_tariffs,
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
    "AT_ONCE",
    "Aim",
    "Kept",
    "MeterDetails",
    "Offer",
    "Read",
    "Reading",
    "Replacement",
    "TakenOver",
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
    "commit_draft",
    "connect_octopus",
    "delete_meter",
    "delete_reading",
    "delete_records",
    "delete_tariff",
    "discard_draft",
    "disconnect_octopus",
    "end_tariff",
    "erase",
    "fetch_octopus",
    "forget_deleted",
    "forget_drafts",
    "forget_instalment",
    "import_draft",
    "import_reading",
    "keep_half_hours",
    "lay_out_draft",
    "read_file",
    "reading_of_draft",
    "record_sample",
    "record_use",
    "renew_octopus",
    "replace_meter",
    "set_calorific_value",
    "set_goals",
    "set_instalment",
    "start_draft",
    "take_over_tariffs",
    "undo_batch",
    "undo_deletion",
    "undo_meter_deletion",
    "want_prices",
    "want_rates",
]
