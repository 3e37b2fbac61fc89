"""What the forms of tariffs begin with."""

import datetime as dt
from decimal import Decimal
from typing import Any

from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.domain.tariffs import (
    USUAL_NIGHT_PERCENT,
    USUAL_RETURNED_PERCENT,
    usual_vat_percent,
)
from daybook.apps.consumption.models import Tariff


def tariff_initial(utility: Utility, *, today: dt.date) -> dict[str, Any]:
    """What the form of a new tariff begins with."""
    return {
        "first": today,
        "includes_vat": "yes",
        "vat": _plain(usual_vat_percent(utility)),
        "night_from": dt.time(0, 30),
        "night_until": dt.time(7, 30),
        "night_percent": _plain(USUAL_NIGHT_PERCENT),
        "wastewater": "0",
        "returned": _plain(USUAL_RETURNED_PERCENT),
    }


def tariff_typed(tariff: Tariff) -> dict[str, Any]:
    """A tariff as its form shows it."""
    return {
        "name": tariff.name,
        "standing": _plain(tariff.standing_pence),
        "first": tariff.starts_on,
        "last": tariff.last_day,
        "includes_vat": "yes" if tariff.includes_vat else "no",
        "vat": _plain(tariff.vat_percent),
        "pence": _plain(tariff.pence),
        "wastewater": _plain(tariff.wastewater_pence),
        "returned": _plain(tariff.returned_percent),
        "night_pence": _plain(tariff.night_pence),
        "night_from": tariff.night_from,
        "night_until": tariff.night_until,
        "night_percent": _plain(tariff.night_percent),
        "product": tariff.product,
        "region": tariff.region,
        "weekdays": tariff.weekdays,
        "weekends": tariff.weekends,
    }


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
