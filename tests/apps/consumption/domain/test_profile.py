import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption.domain import clock_places, profile, weekday_means
from daybook.lib.half_hours import place_count
from daybook.lib.periods import LONDON

MONDAY = dt.date(2026, 3, 2)
SPRING = dt.date(2026, 3, 29)
AUTUMN = dt.date(2025, 10, 26)


def row(day=MONDAY, usual="0.5", **said):
    """A day of the same half-hours, but for those named by their place: ``p3="0.1"``."""
    places = [Decimal(usual)] * place_count(day, LONDON)
    for name, amount in said.items():
        places[int(name[1:])] = None if amount is None else Decimal(amount)
    return {day: tuple(places)}


class TestClockPlaces:
    def test_skip_the_hour_that_clocks_skip(self):
        assert clock_places(SPRING) == (0, 1, *range(4, 48))

    def test_repeat_the_hour_that_clocks_repeat(self):
        assert clock_places(AUTUMN) == (0, 1, 2, 3, 2, 3, *range(4, 48))

    def test_are_plain_on_other_days(self):
        assert clock_places(MONDAY) == tuple(range(48))


class TestProfile:
    def test_of_nothing_is_none(self):
        assert profile({}) is None
        assert profile({MONDAY: (None,) * 48}) is None

    def test_tells_the_highest_half_hour_the_first_of_equals(self):
        peak = profile(row(p20="2", p30="2")).peak
        assert (peak.day, peak.place, peak.amount) == (MONDAY, 20, 2)

    @pytest.mark.parametrize(("day", "night"), [(MONDAY, 14), (SPRING, 12), (AUTUMN, 16)])
    def test_counts_the_night_by_the_clock(self, day, night):
        assert profile(row(day)).night_share == Decimal(night) / place_count(day, LONDON)

    def test_leaves_out_what_is_missing(self):
        told = profile(row(p40=None))
        assert (told.known, told.missing, told.amount) == (47, 1, Decimal("23.5"))

    def test_takes_the_usual_day_by_the_clock(self):
        told = profile(row(AUTUMN, p2="1", p4="3") | row(MONDAY, p0=None))
        assert told.weekend[2] == 2
        assert (told.workday[0], told.workday[1]) == (None, Decimal("0.5"))


class TestBaseLoad:
    def test_is_the_lowest_three_hours_of_the_night(self):
        quiet = {f"p{n}": "0.05" for n in range(4, 10)}
        told = profile(row(p0="0.01", **quiet))
        assert told.base_watts == 100
        assert told.base_share == Decimal("0.05") * 48 / told.amount

    def test_is_the_middle_one_of_all_nights(self):
        days = {}
        for n, usual in enumerate(("0.1", "0.2", "0.9")):
            days |= row(MONDAY + n * dt.timedelta(days=1), usual)
        assert profile(days).base_watts == 400

    def test_is_not_told_by_a_night_with_a_gap(self):
        told = profile(row(p5=None))
        assert (told.base_watts, told.base_share) == (None, None)

    @pytest.mark.parametrize("day", [SPRING, AUTUMN])
    def test_is_known_when_clocks_change(self, day):
        assert profile(row(day)).base_watts == 1000

    def test_of_a_home_without_use_is_nothing(self):
        told = profile(row(usual="0"))
        assert (told.base_watts, told.base_share, told.night_share) == (0, None, None)


def test_weekdays_have_their_means():
    daily = {MONDAY: Decimal(4), MONDAY + dt.timedelta(days=7): Decimal(6)}
    assert weekday_means(daily) == (5, *(None,) * 6)
