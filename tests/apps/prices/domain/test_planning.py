"""Which blocks may be planned, and the cheapest one of each day."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices import domain
from daybook.apps.prices.domain.planning import ALARMS, FARTHEST, LONGEST
from daybook.apps.prices.errors import InvalidDuration, InvalidPlan
from daybook.lib.periods import LONDON, Period, local_day
from tests.priced import priced

NOW = dt.datetime(2026, 3, 3, 9, 10, tzinfo=dt.UTC)
DAY = NOW.date()
NEXT = DAY + dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)


def block(since, length=HOUR):
    return Period(NOW + since, NOW + since + length)


class TestPlan:
    @pytest.mark.parametrize(
        "period",
        [
            block(-HOUR, HOUR + SECOND),
            block(FARTHEST),
            block(HOUR, LONGEST),
            block(-2 * HOUR, LONGEST),
        ],
    )
    def test_may_be_at_the_very_edge(self, period):
        assert domain.checked_plan(period, NOW) == period

    @pytest.mark.parametrize(
        ("period", "words"),
        [
            (block(-HOUR), "over"),
            (block(FARTHEST + SECOND), "too far away"),
            (block(HOUR, LONGEST + SECOND), "too long"),
        ],
    )
    def test_beyond_the_edge_is_refused_in_words(self, period, words):
        with pytest.raises(InvalidPlan, match=words):
            domain.checked_plan(period, NOW)

    def test_lasts_six_hours_of_time_also_when_clocks_change(self):
        now = dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC)
        night = Period(
            dt.datetime(2026, 3, 28, 23, tzinfo=LONDON), dt.datetime(2026, 3, 29, 6, tzinfo=LONDON)
        )
        assert domain.checked_plan(night, now).duration == 6 * HOUR


class TestAlarm:
    @pytest.mark.parametrize("minutes", [None, *ALARMS])
    def test_is_one_of_those_offered(self, minutes):
        assert domain.checked_alarm(minutes) == minutes

    @pytest.mark.parametrize("minutes", [-10, 1, 59, 61, 10**9])
    def test_of_another_length_is_refused(self, minutes):
        with pytest.raises(InvalidPlan):
            domain.checked_alarm(minutes)


class TestCheapestByDay:
    def test_is_one_block_for_each_day(self):
        slots = domain.sample_slots(
            Period(local_day(DAY, LONDON).starts_at, local_day(NEXT, LONDON).ends_at)
        )
        found = domain.cheapest_by_day(slots, Decimal(3), [DAY, NEXT])
        assert list(found) == [DAY, NEXT]
        for day, window in found.items():
            assert local_day(day, LONDON).contains(window.starts_at)

    def test_leaves_out_a_day_of_which_too_little_is_known(self):
        slots = priced(*[10] * 48, *[1] * 5)
        assert list(domain.cheapest_by_day(slots, Decimal(3), [DAY, NEXT])) == [DAY]

    def test_of_no_prices_is_nothing(self):
        assert domain.cheapest_by_day((), Decimal(3), [DAY, NEXT]) == {}

    def test_may_end_after_midnight_where_it_begins_before(self):
        slots = priced(*[10] * 46, *[1] * 6, *[10] * 44)
        window = domain.cheapest_by_day(slots, Decimal(3), [DAY])[DAY]
        assert window.period == Period(
            local_day(DAY, LONDON).ends_at - HOUR, local_day(DAY, LONDON).ends_at + 2 * HOUR
        )

    def test_does_not_jump_over_a_gap(self):
        slots = priced(*[10] * 20, 1, None, 1, *[10] * 25)
        window = domain.cheapest_by_day(slots, Decimal(1), [DAY])[DAY]
        assert window.weighted_pence == 11
        assert window.period.duration == HOUR

    def test_begins_earlier_where_that_is_hardly_dearer(self):
        slots = priced(*[10] * 4, *[20] * 20, *[Decimal("9.8")] * 4, *[20] * 20)
        exact = domain.cheapest_by_day(slots, Decimal(2), [DAY])[DAY]
        early = domain.cheapest_by_day(slots, Decimal(2), [DAY], tolerance_pence=Decimal(1))[DAY]
        assert exact.starts_at == local_day(DAY, LONDON).starts_at + 12 * HOUR
        assert early.starts_at == local_day(DAY, LONDON).starts_at

    @pytest.mark.parametrize("hours", ["0", "0.4", "6.5", "-1"])
    def test_of_a_wrong_length_is_refused(self, hours):
        with pytest.raises(InvalidDuration):
            domain.cheapest_by_day(priced(*[1] * 48), Decimal(hours), [DAY])

    @settings(max_examples=25)
    @given(st.lists(st.integers(-5, 60), min_size=50, max_size=50), st.sampled_from([1, 2, 3]))
    def test_is_the_least_of_all_blocks_of_its_day(self, pence, hours):
        day = local_day(AUTUMN, LONDON)
        slots = priced(*pence, start=day.starts_at)
        window = domain.cheapest_by_day(slots, Decimal(hours), [AUTUMN])[AUTUMN]
        count = 2 * hours
        sums = [sum(pence[n : n + count]) for n in range(51 - count)]
        assert window.weighted_pence == min(sums)
        assert (window.starts_at - day.starts_at) // (HOUR / 2) == sums.index(min(sums))
