"""The terms of a tariff: its unit rates, its standing charge, and whether VAT is in them.

Rates are in pence per kWh (water: per m³), standing charges in pence per day. Times are those of
the clock on the wall in Great Britain.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from daybook.apps.consumption.domain.amounts import number
from daybook.apps.consumption.domain.refusals import InvalidTariff
from daybook.apps.consumption.domain.utilities import Utility
from daybook.apps.prices.domain import product_code, region

ZERO: Final = Decimal(0)
HUNDRED: Final = Decimal(100)
LARGEST_RATE: Final = Decimal(2000)
LARGEST_STANDING: Final = Decimal(2000)
LARGEST_VAT: Final = Decimal(30)
RATE_PLACES: Final = 6
PERCENT_PLACES: Final = 2
MOST_BANDS: Final = 48
# Typical use of two-rate meters at night (Ofgem, typical domestic consumption values, profile 2).
USUAL_NIGHT_PERCENT: Final = Decimal(42)
# What water companies take to come back as wastewater unless somebody shows otherwise.
USUAL_RETURNED_PERCENT: Final = Decimal(95)
#: Fuel and power at home are taxed at the reduced rate, water for households at none.
_VAT: Final = {Utility.ELECTRICITY: Decimal(5), Utility.GAS: Decimal(5), Utility.WATER: ZERO}
_HALF_HOURS: Final = (0, 30)
_LAST_HOUR: Final = 23
_LAST_MINUTE: Final = 59
_BAND: Final = re.compile(r"(\d{1,2})[:.](\d{2})\s*[=\s]\s*([+\u2212-]?[\d.,]+)\s*p?")


class Kind(StrEnum):
    """How a tariff asks for what is used."""

    FLAT = "flat"
    TWO_RATE = "two-rate"
    HALF_HOURLY = "half-hourly"
    OWN = "own"


#: Gas and water have one rate all day, since their meters do not tell the time of use.
KINDS: Final[dict[Utility, tuple[Kind, ...]]] = {
    Utility.ELECTRICITY: tuple(Kind),
    Utility.WATER: (Kind.FLAT,),
    Utility.GAS: (Kind.FLAT,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """One rate all day. Of water a part comes back, and is asked for again as wastewater."""

    pence: Decimal
    wastewater_pence: Decimal = ZERO
    returned_percent: Decimal = USUAL_RETURNED_PERCENT

    @property
    def whole_pence(self) -> Decimal:
        """What a unit costs, with its wastewater."""
        return self.pence + self.wastewater_pence * self.returned_percent / HUNDRED


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoRate:
    """A rate by day and one by night, such as Economy 7.

    ``night_percent`` is the share of the night in a day of which only the total is known. Raises
    ``InvalidTariff`` for a night that begins or ends between half-hours, or lasts no time.
    """

    day_pence: Decimal
    night_pence: Decimal
    night_from: dt.time = dt.time(0, 30)
    night_until: dt.time = dt.time(7, 30)
    night_percent: Decimal = USUAL_NIGHT_PERCENT

    def __post_init__(self) -> None:
        _check_half_hour(self.night_from, field="night_from")
        _check_half_hour(self.night_until, field="night_until")
        if self.night_from == self.night_until:
            raise InvalidTariff("The night has to last some time.", field="night_until")


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """A rate from a time of the day on, up to the next band."""

    from_time: dt.time
    pence: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Rates by the time of the day; ``weekends`` without bands are like ``weekdays``.

    The last band of a day goes on after midnight up to the first one. Raises ``InvalidTariff`` for
    no bands at all, two of one time, or one that begins between half-hours.
    """

    weekdays: tuple[Band, ...]
    weekends: tuple[Band, ...] = ()

    def __post_init__(self) -> None:
        if not self.weekdays:
            raise InvalidTariff("Give at least one time and its rate.", field="weekdays")
        object.__setattr__(self, "weekdays", _in_order(self.weekdays, field="weekdays"))
        object.__setattr__(self, "weekends", _in_order(self.weekends, field="weekends"))


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfHourly:
    """The published rates of a product in a region, given by its letter, such as Agile's.

    Raises ``InvalidProduct`` and ``UnknownRegion`` of prices.
    """

    product: str
    region: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "product", product_code(self.product))
        object.__setattr__(self, "region", region(self.region).letter)


UnitRates = Flat | TwoRate | Own | HalfHourly


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """All that decides what a day costs.

    ``includes_vat`` tells of the rates and the standing charge as they were typed; published
    half-hourly rates are always taken without VAT.
    """

    rates: UnitRates
    standing_pence: Decimal = ZERO
    vat_percent: Decimal = Decimal(5)
    includes_vat: bool = True


def kind_of(rates: UnitRates) -> Kind:
    """The kind of tariff that has such rates."""
    match rates:
        case Flat():
            return Kind.FLAT
        case TwoRate():
            return Kind.TWO_RATE
        case Own():
            return Kind.OWN
        case HalfHourly():
            return Kind.HALF_HOURLY


def checked_kind(utility: Utility, kind: Kind) -> Kind:
    """``kind`` where ``utility`` is sold so; raises ``InvalidTariff`` where it is not."""
    if kind not in KINDS[utility]:
        raise InvalidTariff(
            f"{utility.capitalize()} has one rate all day: choose a flat tariff.", field="kind"
        )
    return kind


def usual_vat_percent(utility: Utility) -> Decimal:
    """The VAT on what households take of ``utility``: 5 % on energy, none on water."""
    return _VAT[utility]


def rate_pence(value: Decimal) -> Decimal:
    """A unit rate in pence, negative ones included; raises ``InvalidTariff`` beyond 2000."""
    return _checked(value, -LARGEST_RATE, LARGEST_RATE, RATE_PLACES, "a rate in pence, like 24.5")


def standing_pence(value: Decimal) -> Decimal:
    """A standing charge in pence per day; raises ``InvalidTariff`` below 0 or beyond 2000."""
    return _checked(value, ZERO, LARGEST_STANDING, RATE_PLACES, "pence a day, such as 53.8")


def share_percent(value: Decimal) -> Decimal:
    """A share in percent; raises ``InvalidTariff`` outside 0 to 100."""
    return _checked(value, ZERO, HUNDRED, PERCENT_PLACES, "a share in percent, such as 42")


def vat_percent(value: Decimal) -> Decimal:
    """A rate of VAT in percent; raises ``InvalidTariff`` outside 0 to 30."""
    return _checked(value, ZERO, LARGEST_VAT, PERCENT_PLACES, "the VAT in percent, such as 5")


def read_bands(text: str) -> tuple[Band, ...]:
    """Bands as people write them, one a line: ``00:30 9.5`` and ``05:30 = 28.6p``.

    Raises ``InvalidTariff`` for a line that is not a time and a rate.
    """
    lines = [line.strip() for line in re.split(r"[\n;]", text) if line.strip()]
    if len(lines) > MOST_BANDS:
        raise InvalidTariff("A day has 48 half-hours; give no more rates than that.")
    return tuple(sorted(_read_band(line) for line in lines))


def bands_text(bands: Iterable[Band]) -> str:
    """The bands as ``read_bands`` reads them."""
    return "\n".join(f"{band.from_time:%H:%M} {band.pence:f}" for band in bands)


def _read_band(line: str) -> Band:
    found = _BAND.fullmatch(line)
    if found is None or int(found[1]) > _LAST_HOUR or int(found[2]) > _LAST_MINUTE:
        raise InvalidTariff(f"“{line[:40]}” is not a time and a rate. Write it like 05:30 28.6.")
    return Band(dt.time(int(found[1]), int(found[2])), rate_pence(number(found[3])))


def _in_order(bands: tuple[Band, ...], *, field: str) -> tuple[Band, ...]:
    times = [band.from_time for band in bands]
    for time in times:
        _check_half_hour(time, field=field)
    if len(set(times)) < len(times):
        raise InvalidTariff("Give each time once.", field=field)
    return tuple(sorted(bands))


def _check_half_hour(time: dt.time, *, field: str) -> None:
    if time.tzinfo is not None:
        raise InvalidTariff("Give the time on the clock in London, without a zone.", field=field)
    if time.minute not in _HALF_HOURS or time.second or time.microsecond:
        raise InvalidTariff("Rates change on the hour or at half past.", field=field)


def _checked(value: Decimal, least: Decimal, most: Decimal, places: int, what: str) -> Decimal:
    if not value.is_finite() or not least <= value <= most:
        raise InvalidTariff(f"Give {what}, from {least} to {most}.")
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -places:
        raise InvalidTariff(f"Give at most {places} decimals.")
    return value
