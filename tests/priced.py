"""Slots for tests, in a line."""

import datetime as dt
import json
from decimal import Decimal

from daybook.apps.prices.domain import Slot
from tests.recorded import recorded

HALF_HOUR = dt.timedelta(minutes=30)
MIDNIGHT = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)


def slot(starts_at, pence):
    """One half-hour at ``pence`` with VAT, however that is written."""
    inc = Decimal(str(pence))
    return Slot(starts_at, starts_at + HALF_HOUR, inc, inc / Decimal("1.05"))


def priced(*pence, start=MIDNIGHT):
    """Adjoining half-hours from ``start``; ``None`` leaves a gap."""
    return tuple(slot(start + n * HALF_HOUR, p) for n, p in enumerate(pence) if p is not None)


def recorded_slots(name="octopus/agile_unit_rates.json"):
    """The slots of a recorded answer, as they came: newest first."""
    rows = json.loads(recorded(name), parse_float=Decimal, parse_int=Decimal)["results"]
    return [
        Slot(
            starts_at=dt.datetime.fromisoformat(row["valid_from"]),
            ends_at=dt.datetime.fromisoformat(row["valid_to"]),
            pence_inc_vat=row["value_inc_vat"],
            pence_exc_vat=row["value_exc_vat"],
        )
        for row in rows
    ]
