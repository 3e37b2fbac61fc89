"""Appliances for tests."""

import uuid
from decimal import Decimal

from daybook.apps.prices import actions
from daybook.apps.prices.domain import Kind, Machine

KETTLE = Machine(kind=Kind.OWN, name="Kettle", kwh=Decimal(1), minutes=60)
TYPED = {
    "name": "Dishwasher",
    "kind": "dishwasher",
    "profile": "0.52 0.04 0.52 0.1125",
    "minutes": "120",
    "ready_by": "07:00",
    "minimum_run": "1",
    "most_runs": "4",
    "timer": "start",
    "timer_steps": "3 6 9",
}


def add(person, now, machine=KETTLE, key=None):
    """An appliance of ``person``."""
    return actions.add_appliance(person=person, machine=machine, key=key or uuid.uuid4(), now=now)
