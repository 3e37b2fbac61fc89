"""The unit rate of each half-hour of a day."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Final

from daybook.apps.consumption.domain.tariffs.terms import (
    HUNDRED,
    ZERO,
    Band,
    Flat,
    HalfHourly,
    Own,
    TwoRate,
    UnitRates,
)
from daybook.lib.half_hours import Places, place_count, starts
from daybook.lib.money import rounded
from daybook.lib.periods import LONDON

#: To a hundred-millionth of a penny, so that sums of costs stay exact.
MEAN_PLACES: Final = 8

_USUAL_COUNT: Final = 48
_SATURDAY: Final = 5
_USUAL_TIMES: Final = tuple(dt.time(place // 2, place % 2 * 30) for place in range(_USUAL_COUNT))


def needs_half_hours(rates: UnitRates) -> bool:
    """Whether it matters at which time of the day something is used."""
    return not isinstance(rates, Flat)


def day_rates(rates: UnitRates, day: dt.date, published: Places | None = None) -> Places:
    """Pence per unit of each half-hour of ``day``: 46, 48 or 50 places, as they were typed.

    Of half-hourly rates those ``published`` without VAT, ``None`` where one is not known.
    """
    if isinstance(rates, HalfHourly):
        return published or (None,) * place_count(day, LONDON)
    count, is_weekend = place_count(day, LONDON), day.weekday() >= _SATURDAY
    if count == _USUAL_COUNT:
        return _usual_rates(rates, is_weekend=is_weekend)
    times = (at.astimezone(LONDON).time() for at in starts(day, LONDON))
    return tuple(_rate_at(rates, time, is_weekend=is_weekend) for time in times)


def mean_rate(rates: UnitRates, day: dt.date, published: Places | None = None) -> Decimal | None:
    """What a unit costs where only the total of ``day`` is known; ``None`` where nobody knows.

    Of two rates the mean by the share of the night; of others the plain mean of the half-hours of
    which the rate is known, as if use was even.
    """
    match rates:
        case Flat():
            return rates.whole_pence
        case TwoRate():
            night = rates.night_percent / HUNDRED
            return rates.night_pence * night + rates.day_pence * (1 - night)
        case Own() | HalfHourly():
            known = [rate for rate in day_rates(rates, day, published) if rate is not None]
            return rounded(sum(known, ZERO) / len(known), MEAN_PLACES) if known else None


@lru_cache(maxsize=1024)
def _usual_rates(rates: Flat | TwoRate | Own, *, is_weekend: bool) -> Places:
    return tuple(_rate_at(rates, time, is_weekend=is_weekend) for time in _USUAL_TIMES)


def _rate_at(rates: Flat | TwoRate | Own, time: dt.time, *, is_weekend: bool) -> Decimal:
    match rates:
        case Flat():
            return rates.whole_pence
        case TwoRate():
            return rates.night_pence if _is_night(rates, time) else rates.day_pence
        case Own():
            return _band_at(
                rates.weekends if is_weekend and rates.weekends else rates.weekdays, time
            )


def _is_night(rates: TwoRate, time: dt.time) -> bool:
    if rates.night_from < rates.night_until:
        return rates.night_from <= time < rates.night_until
    return time >= rates.night_from or time < rates.night_until


def _band_at(bands: tuple[Band, ...], time: dt.time) -> Decimal:
    begun = [band for band in bands if band.from_time <= time]
    return (begun or bands)[-1].pence
