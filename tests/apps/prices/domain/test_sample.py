import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices.domain import average, highest, lowest, normalised, runs, sample_slots
from daybook.lib.periods import LONDON, Period, local_day

DAY = dt.timedelta(days=1)
MARCH = [dt.date(2026, 3, 1) + n * DAY for n in range(31)]


def sample_day(day):
    return sample_slots(local_day(day, LONDON))


class TestSampleSlots:
    @pytest.mark.parametrize(
        ("day", "count"), [(MARCH[0], 48), (dt.date(2026, 3, 29), 46), (dt.date(2026, 10, 25), 50)]
    )
    def test_fill_a_day_without_a_gap(self, day, count):
        slots = sample_day(day)
        assert slots == normalised(slots)
        assert (len(slots), len(runs(slots))) == (count, 1)

    def test_are_the_same_for_whoever_asks(self):
        day = local_day(MARCH[2], LONDON)
        afternoon = Period(day.starts_at + dt.timedelta(hours=12), day.ends_at)
        assert sample_slots(afternoon) == sample_slots(day)[24:]

    def test_stay_what_they_were(self):
        first = sample_day(MARCH[2])[0]
        assert (first.pence_exc_vat, first.pence_inc_vat) == (Decimal("16.45"), Decimal("17.2725"))

    def test_include_a_half_hour_that_is_only_touched(self):
        start = local_day(MARCH[0], LONDON).starts_at + dt.timedelta(minutes=10)
        assert len(sample_slots(Period(start, start + dt.timedelta(minutes=30)))) == 2

    def test_carry_vat_exactly(self):
        assert all(
            s.pence_inc_vat == s.pence_exc_vat * Decimal("1.05") for s in sample_day(MARCH[0])
        )

    def test_differ_from_day_to_day(self):
        assert len({lowest(sample_day(day)).pence_inc_vat for day in MARCH}) > 25

    def test_are_dearest_in_the_early_evening(self):
        for day in MARCH:
            slots = sample_day(day)
            peak = Period(slots[-16].starts_at, slots[-10].starts_at)
            whole = local_day(day, LONDON)
            assert average(slots, peak).mean_pence > average(slots, whole).mean_pence

    def test_are_below_zero_on_some_days_but_not_on_most(self):
        windy = [day for day in MARCH if lowest(sample_day(day)).pence_inc_vat < 0]
        assert 2 <= len(windy) <= 12

    def test_are_below_zero_only_for_a_few_half_hours_of_the_night(self):
        for day in MARCH:
            below = [slot for slot in sample_day(day) if slot.pence_inc_vat < 0]
            assert len(below) <= 10
            assert {slot.starts_at.astimezone(LONDON).hour for slot in below} <= set(range(6))

    def test_are_lowest_at_night_and_highest_at_the_peak(self):
        for day in MARCH:
            slots = sample_day(day)
            assert lowest(slots).starts_at.astimezone(LONDON).hour <= 5
            assert 16 <= highest(slots).starts_at.astimezone(LONDON).hour <= 18
