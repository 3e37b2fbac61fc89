"""How long the search for the cheapest block takes on a day, a month and a year of prices."""

import datetime as dt
import statistics
import time
from decimal import Decimal

from daybook.apps.prices import domain
from daybook.lib.periods import Period

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SPANS = {"1 day": 1, "30 days": 30, "1 year": 365}
HOURS = (Decimal(3), Decimal("3.25"))
ROUNDS = 30


def milliseconds(slots: tuple[domain.Slot, ...], hours: Decimal) -> float:
    """The median time of one search."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        domain.cheapest(slots, hours)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def report() -> None:
    """Print a line for each span."""
    print(f"\nCheapest block, median of {ROUNDS}, milliseconds\n")
    print("| prices | slots | " + " | ".join(f"{hours} h" for hours in HOURS) + " |")
    print("|---|---:|" + "---:|" * len(HOURS))
    for name, days in SPANS.items():
        period = Period(START, START + dt.timedelta(days=days))
        slots = tuple(domain.sample_slots(period))
        cells = [f"{milliseconds(slots, hours):.3f}" for hours in HOURS]
        print(f"| {name} | {len(slots):,} | " + " | ".join(cells) + " |")
