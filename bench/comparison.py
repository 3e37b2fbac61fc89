"""How long comparing two years of half-hours on four tariffs takes, shifting included."""

import datetime as dt
import statistics
import time
from decimal import Decimal

from daybook.apps.consumption.domain.comparison import Offer, compared, shifted
from daybook.apps.consumption.domain.sample import sample_half_hours
from daybook.apps.prices.domain import sample_slots
from daybook.lib.half_hours import Places, by_place, packed, place_count, unpacked
from daybook.lib.periods import LONDON, Period, local_midnight

TODAY = dt.date(2026, 3, 3)
ROUNDS = 5
SHIFTS = (Decimal(1), Decimal(2), Decimal(3))


def milliseconds() -> tuple[int, float]:
    """How many half-hours are compared, and the median time from their texts to the result."""
    uses = _texts(sample_half_hours(TODAY))
    first, last = min(uses), max(uses)
    period = Period(local_midnight(first, LONDON), local_midnight(last, LONDON))
    rates = _texts({slot.starts_at: slot.pence_inc_vat for slot in sample_slots(period)})
    took, half_hours = [], 0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        used, agile = _read(uses), _read(rates)
        offers = [_flat(used, f"flat {n}") for n in range(3)]
        offers.append(Offer(key="agile", rates=agile, standing=dict.fromkeys(agile, Decimal(50))))
        found = compared(used, offers)
        for offer in offers:
            shifted(found.compared, offer.rates, kwh_a_day=SHIFTS)
        took.append((time.perf_counter() - began) * 1000)
        half_hours = found.half_hours
    return half_hours, statistics.median(took)


def report() -> None:
    """Print one line."""
    half_hours, took = milliseconds()
    print(f"\nComparing four tariffs and three shifts, median of {ROUNDS}\n")
    print("| half-hours | milliseconds |\n|---:|---:|")
    print(f"| {half_hours:,} | {took:.0f} |")


def _texts(amounts: dict[dt.datetime, Decimal]) -> dict[dt.date, str]:
    days = by_place(amounts, LONDON)
    return {day: packed(places, place_count(day, LONDON)) for day, places in days.items()}


def _read(texts: dict[dt.date, str]) -> dict[dt.date, Places]:
    return {day: unpacked(text) for day, text in texts.items()}


def _flat(used: dict[dt.date, Places], key: str) -> Offer:
    rates = {day: (Decimal(24),) * len(places) for day, places in used.items()}
    return Offer(key=key, rates=rates, standing=dict.fromkeys(used, Decimal(50)))
