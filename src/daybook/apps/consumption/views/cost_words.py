"""Costs and tariffs as people read them, each made once for its page."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import Utility, standard_unit
from daybook.apps.consumption.domain.tariffs import (
    Cost,
    Flat,
    HalfHourly,
    Own,
    TwoRate,
    UnitRates,
)
from daybook.apps.consumption.models import KIND_NAMES, Record, Tariff
from daybook.apps.consumption.views.words import UNITS, Line, line_of
from daybook.apps.prices.domain import region
from daybook.lib.money import pounds_from_pence
from daybook.ui import formats

KINDS: Final = dict(KIND_NAMES)
ABOUT: Final = "\N{ALMOST EQUAL TO}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffLine:
    """One tariff of the list, ready to be shown."""

    id: int
    name: str
    kind: str
    rates: str
    standing: str
    vat: str
    days: str
    is_current: bool
    is_open: bool
    is_sample: bool


def tariff_line(tariff: Tariff, *, today: dt.date) -> TariffLine:
    """What the list shows of ``tariff``."""
    unit = str(UNITS[standard_unit(Utility(tariff.utility))])
    return TariffLine(
        id=tariff.pk,
        name=tariff.name,
        kind=str(KINDS[tariff.kind]),
        rates=rate_words(tariff.terms.rates, unit),
        standing=_("%(pence)s a day") % {"pence": formats.pence(tariff.standing_pence)},
        vat=_("with VAT") if tariff.includes_vat else _("without VAT"),
        days=tariff_days(tariff, today),
        is_current=tariff.starts_on <= today and (not tariff.ends_on or today < tariff.ends_on),
        is_open=tariff.ends_on is None,
        is_sample=tariff.is_sample,
    )


def tariff_days(tariff: Tariff, today: dt.date) -> str:
    """When it holds: since Thu 1 Jan, or Wed 1 Jan 2025 to Wed 31 Dec 2025."""
    first = formats.day_words(tariff.starts_on, today)
    if tariff.last_day is None:
        ahead = tariff.starts_on > today
        return (_("from %(day)s") if ahead else _("since %(day)s")) % {"day": first}
    last = formats.day_words(tariff.last_day, today)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def rate_words(rates: UnitRates, unit: str) -> str:
    """What a unit costs: 24.50p per kWh."""
    match rates:
        case Flat():
            words = _("%(pence)s per %(unit)s") % _priced(rates.pence, unit)
            if rates.wastewater_pence:
                waste = {"more": formats.pence(rates.wastewater_pence), "words": words}
                return _("%(words)s, wastewater %(more)s") % waste
            return words
        case TwoRate():
            return _("%(day)s by day, %(night)s from %(from)s to %(until)s") % {
                "day": formats.pence(rates.day_pence),
                "night": formats.pence(rates.night_pence),
                "from": f"{rates.night_from:%H:%M}",
                "until": f"{rates.night_until:%H:%M}",
            }
        case HalfHourly():
            place = region(rates.region).name
            return _("%(product)s, %(place)s") % {"product": rates.product, "place": place}
        case Own():
            pence = [band.pence for band in (*rates.weekdays, *rates.weekends)]
            ends = {"least": formats.pence(min(pence)), "most": formats.pence(max(pence))}
            return _("%(least)s to %(most)s by the time of the day") % ends


def _priced(pence: Decimal, unit: str) -> dict[str, str]:
    return {"pence": formats.pence(pence), "unit": unit}


def costed_lines(person_id: int, records: Sequence[Record], *, today: dt.date) -> list[Line]:
    """What the list shows of ``records``: their costs, and which days something else tells."""
    costs = queries.record_costs(person_id, records)
    untold = queries.told_otherwise(person_id, records)
    lines = {one.pk: line_of(one, today=today, untold=untold.get(one.pk)) for one in records}
    for pk, cost in costs.items():
        lines[pk] = replace(lines[pk], cost=cost_words(cost), cost_note=gap_words(cost))
    return list(lines.values())


def cost_words(cost: Cost) -> str:
    """The total with VAT: £1.20, or about £1.20 where something is missing."""
    if not cost.covered_days:
        return formats.DASH
    pounds = formats.pounds(pounds_from_pence(cost.total.inc_vat))
    return f"{ABOUT}{formats.SPACE}{pounds}" if cost.is_approximate else pounds


def gap_words(cost: Cost) -> str:
    """What is missing from it, or was worked out from a mean; empty where nothing is."""
    gaps = [say(count) % {"n": count} for count, say in _gaps(cost) if count]
    if not gaps:
        return ""
    return _("approximate: %(gaps)s") % {"gaps": ", ".join(gaps)}


def _gaps(cost: Cost) -> list[tuple[int, Callable[[int], str]]]:
    return [
        (
            cost.missing_use,
            lambda n: ngettext("%(n)d half-hour missing", "%(n)d half-hours missing", n),
        ),
        (
            cost.missing_rates,
            lambda n: ngettext(
                "%(n)d half-hour without a rate", "%(n)d half-hours without a rate", n
            ),
        ),
        (
            cost.unknown_days,
            lambda n: ngettext("%(n)d day without use", "%(n)d days without use", n),
        ),
        (
            cost.averaged_days,
            lambda n: ngettext("%(n)d day at a mean rate", "%(n)d days at a mean rate", n),
        ),
        (
            cost.uncovered_days,
            lambda n: ngettext("%(n)d day without a tariff", "%(n)d days without a tariff", n),
        ),
    ]
