"""Invented tariffs, for the sample world: the same each time, and labelled as sample."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.consumption.domain.days import ONE_DAY
from daybook.apps.consumption.domain.tariffs.terms import Flat, Terms, TwoRate
from daybook.apps.consumption.domain.utilities import Utility

#: Since before the first record of the sample, and since a year ago.
_LONG_AGO: Final = 770
_A_YEAR: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTariff:
    """One invented tariff; it runs until the next one of its utility."""

    utility: Utility
    name: str
    first: dt.date
    terms: Terms


def sample_tariffs(today: dt.date) -> Iterator[SampleTariff]:
    """Electricity at one rate, then with a night rate; gas at two prices; water and wastewater."""
    long_ago, a_year_ago = today - _LONG_AGO * ONE_DAY, today - _A_YEAR * ONE_DAY
    yield _sample(Utility.ELECTRICITY, "Fixed for a year", long_ago, _flat("24.85"), "53.40")
    night = TwoRate(day_pence=Decimal("28.90"), night_pence=Decimal("13.60"))
    yield _sample(Utility.ELECTRICITY, "Economy 7", a_year_ago, night, "57.21")
    yield _sample(Utility.GAS, "Fixed for a year", long_ago, _flat("6.21"), "31.20")
    yield _sample(Utility.GAS, "Variable", a_year_ago, _flat("5.93"), "33.72")
    water = Flat(pence=Decimal("212.40"), wastewater_pence=Decimal("148.10"))
    yield _sample(Utility.WATER, "Metered water", long_ago, water, "14.80", vat="0")


def _flat(pence: str) -> Flat:
    return Flat(pence=Decimal(pence))


def _sample(
    utility: Utility,
    name: str,
    first: dt.date,
    rates: Flat | TwoRate,
    standing: str,
    *,
    vat: str = "5",
) -> SampleTariff:
    terms = Terms(rates=rates, standing_pence=Decimal(standing), vat_percent=Decimal(vat))
    return SampleTariff(utility=utility, name=name, first=first, terms=terms)
