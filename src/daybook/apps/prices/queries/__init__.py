"""Questions about prices: asked of Octopus, answered from the cache wherever that will do."""

from daybook.apps.prices.queries.alerts import (
    alerts_of,
    preferences_of,
    tariff_of,
)
from daybook.apps.prices.queries.answers import (
    clean_answers,
)
from daybook.apps.prices.queries.appliances import (
    appliance_of,
    appliances_of,
    appliances_of_all,
    deleted_appliance_of,
)
from daybook.apps.prices.queries.carbon import (
    carbon_intensities,
)
from daybook.apps.prices.queries.charges import (
    stored_standing_charge,
    stored_standing_charges,
)
from daybook.apps.prices.queries.comparison import (
    Comparison,
    comparison,
)
from daybook.apps.prices.queries.feeds import (
    Programme,
    feed_behind,
    feed_of,
    feed_token,
    programme_of,
)
from daybook.apps.prices.queries.history import (
    due_histories,
    failing_histories,
    wanted_count,
)
from daybook.apps.prices.queries.offline import (
    rates_or_stored,
    stored_rates,
)
from daybook.apps.prices.queries.personal import (
    export,
)
from daybook.apps.prices.queries.places import (
    Products,
    StandingCharge,
    export_products,
    household_products,
    products,
    regions,
    regions_of_postcode,
    standing_charge,
)
from daybook.apps.prices.queries.planned import (
    coming_windows,
    windows_of,
    windows_within,
)
from daybook.apps.prices.queries.plans import (
    Planned,
    planned,
    rates_to_plan,
)
from daybook.apps.prices.queries.preferences import (
    preference_of,
)
from daybook.apps.prices.queries.rates import (
    Rates,
    rates,
    sample_rates,
)
from daybook.apps.prices.queries.statistics import (
    Kept,
    history,
    kept_tariffs,
)
from daybook.apps.prices.queries.stored import (
    stored_pence,
    stored_slots,
)

__all__ = [
    "Comparison",
    "Kept",
    "Planned",
    "Products",
    "Programme",
    "Rates",
    "StandingCharge",
    "alerts_of",
    "appliance_of",
    "appliances_of",
    "appliances_of_all",
    "carbon_intensities",
    "clean_answers",
    "coming_windows",
    "comparison",
    "deleted_appliance_of",
    "due_histories",
    "export",
    "export_products",
    "failing_histories",
    "feed_behind",
    "feed_of",
    "feed_token",
    "history",
    "household_products",
    "kept_tariffs",
    "planned",
    "preference_of",
    "preferences_of",
    "products",
    "programme_of",
    "rates",
    "rates_or_stored",
    "rates_to_plan",
    "regions",
    "regions_of_postcode",
    "sample_rates",
    "standing_charge",
    "stored_pence",
    "stored_rates",
    "stored_slots",
    "stored_standing_charge",
    "stored_standing_charges",
    "tariff_of",
    "wanted_count",
    "windows_of",
    "windows_within",
]
