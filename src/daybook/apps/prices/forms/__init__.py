"""The shape of what people ask of prices."""

from daybook.apps.prices.forms.alerts import (
    AlertsForm,
)
from daybook.apps.prices.forms.blocks import (
    BlockForm,
    PostcodeForm,
    ProductForm,
    RegionForm,
)
from daybook.apps.prices.forms.calendars import FeedForm, WindowForm
from daybook.apps.prices.forms.machines import (
    ApplianceForm,
    appliance_initial,
)
from daybook.apps.prices.forms.plans import (
    PlanForm,
)
from daybook.apps.prices.forms.preferences import (
    DefaultForm,
    PreferenceForm,
    preference_initial,
)
from daybook.apps.prices.forms.statistics import CompareForm, HistoryForm, day_input

__all__ = [
    "AlertsForm",
    "ApplianceForm",
    "BlockForm",
    "CompareForm",
    "DefaultForm",
    "FeedForm",
    "HistoryForm",
    "PlanForm",
    "PostcodeForm",
    "PreferenceForm",
    "ProductForm",
    "RegionForm",
    "WindowForm",
    "appliance_initial",
    "day_input",
    "preference_initial",
]
