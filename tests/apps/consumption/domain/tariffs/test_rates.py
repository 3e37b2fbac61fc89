"""Rates of half-hours: whichever terms, whichever day."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.consumption.domain.tariffs import (
    Band,
    Flat,
    HalfHourly,
    Own,
    TwoRate,
    day_rates,
    mean_rate,
    needs_half_hours,
)
from daybook.lib.half_hours import place_count
from daybook.lib.periods import LONDON

FRIDAY, SATURDAY, SUNDAY = (dt.date(2026, 3, day) for day in (6, 7, 8))
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)
AGILE = HalfHourly(product="AGILE-24-10-01", region="C")
TIMES = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 30]))
PENCE = st.decimals(-100, 100, places=2)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


def bands(**pence):
    """Bands by the hour: ``bands(h0=9, h7=30)``."""
    return tuple(Band(dt.time(int(hour[1:])), Decimal(rate)) for hour, rate in pence.items())


@st.composite
def two_rates(draw):
    """Any day and night rate."""
    begin, end = draw(st.lists(TIMES, min_size=2, max_size=2, unique=True))
    day, night = draw(PENCE), draw(PENCE)
    return TwoRate(day_pence=day, night_pence=night, night_from=begin, night_until=end)


class TestRatesOfADay:
    @given(rates=two_rates(), day=DAYS)
    def test_are_one_of_two_at_any_half_hour(self, rates, day):
        found = day_rates(rates, day)
        assert len(found) == place_count(day, LONDON)
        assert set(found) <= {rates.day_pence, rates.night_pence}

    @given(rates=two_rates())
    def test_turn_over_where_the_night_is_the_rest_of_the_day(self, rates):
        other = TwoRate(
            day_pence=rates.night_pence,
            night_pence=rates.day_pence,
            night_from=rates.night_until,
            night_until=rates.night_from,
        )
        assert day_rates(other, FRIDAY) == day_rates(rates, FRIDAY)

    @given(rates=two_rates())
    def test_last_as_long_at_night_as_the_night_does(self, rates):
        begin, end = (time.hour * 2 + time.minute // 30 for time in _night(rates))
        different = rates.day_pence != rates.night_pence
        nights = day_rates(rates, FRIDAY).count(rates.night_pence)
        assert nights == ((end - begin) % 48 if different else 48)

    @pytest.mark.parametrize(("day", "pence"), [(FRIDAY, 30), (SATURDAY, 8), (SUNDAY, 8)])
    def test_are_others_at_weekends(self, day, pence):
        own = Own(weekdays=bands(h0=30), weekends=bands(h0=8))
        assert set(day_rates(own, day)) == {Decimal(pence)}

    def test_are_the_same_at_weekends_unless_told(self):
        own = Own(weekdays=bands(h0=9, h7=30))
        assert day_rates(own, SATURDAY) == day_rates(own, FRIDAY)

    def test_skip_what_the_clock_skips(self):
        own = Own(weekdays=bands(h0=9, h1=50, h2=30))
        found = day_rates(own, SPRING)
        assert (len(found), Decimal(50) in found, found.count(Decimal(9))) == (46, False, 2)

    def test_come_twice_where_the_clock_goes_back(self):
        own = Own(weekdays=bands(h0=9, h1=50, h2=30))
        found = day_rates(own, AUTUMN)
        assert (len(found), found.count(Decimal(50))) == (50, 4)

    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (FRIDAY, 48), (AUTUMN, 50)])
    def test_of_half_hours_that_nobody_published_are_unknown(self, day, count):
        assert day_rates(AGILE, day) == (None,) * count

    def test_of_water_have_the_wastewater_in_them(self):
        water = Flat(pence=Decimal(200), wastewater_pence=Decimal(100))
        assert set(day_rates(water, FRIDAY)) == {Decimal(295)}


def _night(rates):
    return rates.night_from, rates.night_until


class TestMeanRate:
    @pytest.mark.parametrize(("share", "pence"), [("0", 30), ("100", 10), ("25", 25)])
    def test_of_two_goes_by_the_share_alone(self, share, pence):
        rates = TwoRate(
            day_pence=Decimal(30), night_pence=Decimal(10), night_percent=Decimal(share)
        )
        assert mean_rate(rates, AUTUMN) == pence

    @given(pence=st.lists(PENCE, min_size=2, max_size=2), day=DAYS)
    def test_lies_between_the_dearest_and_the_cheapest(self, pence, day):
        own = Own(weekdays=(Band(dt.time(0), pence[0]), Band(dt.time(7), pence[1])))
        assert min(pence) <= mean_rate(own, day) <= max(pence)

    def test_leaves_out_what_is_not_known(self):
        published = (Decimal(10), None, Decimal(20)) + (None,) * 45
        assert mean_rate(AGILE, FRIDAY, published) == 15

    def test_of_nothing_published_is_unknown(self):
        assert mean_rate(AGILE, FRIDAY) is None
        assert mean_rate(AGILE, FRIDAY, (None,) * 48) is None

    def test_of_a_free_day_is_nothing_and_known(self):
        assert mean_rate(AGILE, FRIDAY, (Decimal(0),) * 48) == 0


class TestNeedingHalfHours:
    @pytest.mark.parametrize(
        ("rates", "needs"),
        [
            (Flat(pence=Decimal(1)), False),
            (TwoRate(day_pence=Decimal(1), night_pence=Decimal(1)), True),
            (Own(weekdays=bands(h0=1)), True),
            (AGILE, True),
        ],
    )
    def test_is_asked_of_all_but_one_rate(self, rates, needs):
        assert needs_half_hours(rates) is needs
