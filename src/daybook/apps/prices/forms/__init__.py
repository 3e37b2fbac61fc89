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

__all__ = [
    "AlertsForm",
    "ApplianceForm",
    "BlockForm",
    "DefaultForm",
    "PlanForm",
    "PostcodeForm",
    "PreferenceForm",
    "ProductForm",
    "RegionForm",
    "appliance_initial",
    "preference_initial",
]
