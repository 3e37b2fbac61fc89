"""What a message about prices says, as plain values for its template."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from daybook.apps.prices.domain import AlertKind, Block, Outlook, Plan, Stretch, Window
from daybook.apps.prices.models import Alert, Appliance, Preference
from daybook.lib.errors import Invalid
from daybook.lib.periods import LONDON, local_date
from daybook.ui import formats

#: How many blocks are told of at most.
BLOCKS = 2
#: How many appliances are named at most.
APPLIANCES = 3
Context = Mapping[str, object]


def context_of(
    alert: Alert,
    preference: Preference,
    outlook: Outlook,
    appliances: Iterable[Appliance] = (),
) -> Context | None:
    """What ``alert`` says of the day of ``outlook``; ``None`` when there is nothing to tell.

    When prices are out, it says too when the person's ``appliances`` run best.
    """
    if not outlook.has_prices:
        return None
    common = _common(preference, outlook.day)
    if alert.kind == AlertKind.PUBLISHED.value:
        return common | _published(preference, outlook, appliances)
    pence = alert.threshold_pence or Decimal(0)
    found = outlook.stretches(AlertKind(alert.kind), pence)
    if not found:
        return None
    lowest = min(stretch.lowest_pence for stretch in found)
    return common | {
        "pence": formats.exact(pence),
        "stretches": [_stretch_words(stretch, outlook.day) for stretch in found],
        "lowest": formats.pence(lowest),
        "paid": formats.pence(-lowest),
        "highest": formats.pence(max(stretch.highest_pence for stretch in found)),
    }


def window_context(preference: Preference, block: Window, now: dt.datetime) -> Context:
    """What is said of a block that is about to begin."""
    day = local_date(block.starts_at, LONDON)
    return _common(preference, day) | {
        "wait": formats.duration(block.starts_at - now),
        "starts": formats.clock(block.starts_at, LONDON),
        "block": _block_words(block, day, preference.capacity_kwh),
    }


def _published(
    preference: Preference, outlook: Outlook, appliances: Iterable[Appliance]
) -> dict[str, object]:
    blocks = outlook.blocks(
        preference.duration_hours, BLOCKS, tolerance_pence=preference.tolerance_pence
    )
    cheapest = outlook.lowest
    return {
        "average": formats.pence(outlook.average.mean_pence),
        "lowest": formats.pence(cheapest.pence_inc_vat),
        "lowest_at": _when(cheapest.starts_at, cheapest.ends_at, outlook.day),
        "blocks": [_block_words(one, outlook.day, preference.capacity_kwh) for one in blocks],
        "appliances": _appliances_words(preference, outlook, appliances),
    }


def _appliances_words(
    preference: Preference, outlook: Outlook, appliances: Iterable[Appliance]
) -> list[dict[str, str]]:
    """When the appliances run best that draw most: with them the time matters most."""
    tolerance_pence = preference.tolerance_pence
    plans = [(one, _plan_of(one, outlook, tolerance_pence)) for one in appliances]
    planned = [(one, plan) for one, plan in plans if plan is not None]
    planned.sort(key=lambda pair: pair[1].kwh, reverse=True)
    return [
        {
            "name": one.name,
            "when": ", ".join(_run(block, outlook.day) for block in plan.blocks),
            "cost": formats.pounds(plan.pence / 100),
        }
        for one, plan in planned[:APPLIANCES]
    ]


def _plan_of(appliance: Appliance, outlook: Outlook, tolerance_pence: Decimal) -> Plan | None:
    try:
        machine = appliance.machine
    except Invalid:  # kept under other rules: nobody else goes without news for it
        return None
    return outlook.plan(machine, tolerance_pence=tolerance_pence)


def _run(block: Block, day: dt.date) -> str:
    return _when(block.starts_at, block.ends_at, day)


def _common(preference: Preference, day: dt.date) -> dict[str, object]:
    return {
        "day": formats.long_day(day),
        "date": day.isoformat(),
        "region": preference.region,
        "product": preference.product,
        "hours": formats.duration(preference.duration),
        "duration": f"{preference.duration_hours.normalize():f}",
    }


def _block_words(block: Window, day: dt.date, kwh: Decimal | None) -> dict[str, str]:
    return {
        "when": _when(block.starts_at, block.ends_at, day),
        "mean": formats.pence(block.mean_pence),
        "kwh": "" if kwh is None else formats.kwh(kwh),
        "cost": "" if kwh is None else formats.pounds(block.cost_pounds(kwh)),
    }


def _stretch_words(stretch: Stretch, day: dt.date) -> dict[str, str]:
    lowest, highest = formats.pence(stretch.lowest_pence), formats.pence(stretch.highest_pence)
    return {
        "when": _when(stretch.starts_at, stretch.ends_at, day),
        "prices": lowest if lowest == highest else f"{lowest} {formats.DASH} {highest}",
    }


def _when(starts_at: dt.datetime, ends_at: dt.datetime, day: dt.date) -> str:
    """From and to; the first hour of an Agile day is of the evening before, and says so."""
    words = formats.span(starts_at, ends_at, LONDON)
    first = local_date(starts_at, LONDON)
    return words if first == day else f"{first:%a} {words}"
