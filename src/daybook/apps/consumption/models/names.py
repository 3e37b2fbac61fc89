"""What the tables of consumption have in common."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.domain import Unit, Utility

PERSON = "accounts.User"

UTILITIES = [
    (Utility.ELECTRICITY.value, _("Electricity")),
    (Utility.WATER.value, _("Water")),
    (Utility.GAS.value, _("Gas")),
]
UNIT_NAMES = [
    (Unit.KWH.value, "kWh"),
    (Unit.CUBIC_METRE.value, "m³"),
    (Unit.CUBIC_FOOT.value, "ft³"),
    (Unit.LITRE.value, _("litres")),
]


def one_of(field: str, values: type[Utility] | type[Unit]) -> Q:
    """A condition for the database: ``field`` is one of ``values``."""
    return Q(**{f"{field}__in": [str(value) for value in values]})
