"""How long a plan in several blocks takes over two days of prices."""

import datetime as dt
import statistics
import time
from decimal import Decimal

from daybook.apps.prices import domain
from daybook.lib.periods import Period

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ROUNDS = 20
CHARGES = {
    "20 kWh at 7.4 kW": (Decimal(20), Decimal("7.4")),
    "60 kWh at 3.6 kW": (Decimal(60), Decimal("3.6")),
}


def milliseconds(slots: tuple[domain.Slot, ...], machine: domain.Machine) -> float:
    """The median time of one plan, with its comparisons."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        domain.plan(slots, machine, now=START)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def report() -> None:
    """Print a line for each charge."""
    slots = domain.sample_slots(Period(START, START + dt.timedelta(days=2)))
    print(f"\nPlan over {len(slots)} half-hours, median of {ROUNDS}, milliseconds\n")
    print("| charge | one block | up to 4 | up to 8, each 2 h at least |")
    print("|---|---:|---:|---:|")
    for name, (kwh, kw) in CHARGES.items():
        machines = [
            domain.Machine(kind=domain.Kind.EV, kwh=kwh, kw=kw),
            domain.Machine(kind=domain.Kind.EV, kwh=kwh, kw=kw, is_split=True),
            domain.Machine(
                kind=domain.Kind.EV, kwh=kwh, kw=kw, is_split=True, most_runs=8, minimum_run=4
            ),
        ]
        cells = [f"{milliseconds(slots, machine):.2f}" for machine in machines]
        print(f"| {name} | " + " | ".join(cells) + " |")
