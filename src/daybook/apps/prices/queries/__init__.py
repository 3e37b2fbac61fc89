"""Questions about prices: asked of Octopus, answered from the cache wherever that will do."""

from daybook.apps.prices.queries.alerts import (
    alerts_of,
    preferences_of,
    tariff_of,
)
from daybook.apps.prices.queries.answers import (
    clean_answers,
)
from daybook.apps.prices.queries.charges import (
    stored_standing_charge,
    stored_standing_charges,
)
from daybook.apps.prices.queries.history import (
    due_histories,
    failing_histories,
    wanted_count,
)
from daybook.apps.prices.queries.personal import (
    export,
)
from daybook.apps.prices.queries.places import (
    Products,
    StandingCharge,
    products,
    regions,
    regions_of_postcode,
    standing_charge,
)
from daybook.apps.prices.queries.preferences import (
    preference_of,
)
from daybook.apps.prices.queries.rates import (
    Rates,
    rates,
    sample_rates,
)
from daybook.apps.prices.queries.stored import (
    stored_pence,
    stored_slots,
)

__all__ = [
    "Products",
    "Rates",
    "StandingCharge",
    "alerts_of",
    "clean_answers",
    "due_histories",
    "export",
    "failing_histories",
    "preference_of",
    "preferences_of",
    "products",
    "rates",
    "regions",
    "regions_of_postcode",
    "sample_rates",
    "standing_charge",
    "stored_pence",
    "stored_slots",
    "stored_standing_charge",
    "stored_standing_charges",
    "tariff_of",
    "wanted_count",
]
