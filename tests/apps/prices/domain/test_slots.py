import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.prices.domain import (
    Slot,
    average,
    by_local_day,
    half_hourly,
    highest,
    lowest,
    missing,
    normalised,
    runs,
    sample_slots,
    slot_at,
    touching,
)
from daybook.apps.prices.errors import InvalidSlots, NoPrices
from daybook.lib.periods import LONDON, InvalidInstant, Period, half_hours, local_day
from tests.priced import HALF_HOUR, MIDNIGHT, priced, recorded_slots, slot

CLOCK_CHANGES = [(dt.date(2026, 3, 29), 46), (dt.date(2026, 3, 3), 48), (dt.date(2026, 10, 25), 50)]


def after(half_hours_later):
    return MIDNIGHT + half_hours_later * HALF_HOUR


class TestSlot:
    def test_is_kept_in_utc(self):
        summer = dt.datetime(2026, 7, 1, 12, tzinfo=LONDON)
        assert slot(summer, 10).starts_at.isoformat() == "2026-07-01T11:00:00+00:00"

    def test_lasts_half_an_hour(self):
        with pytest.raises(InvalidSlots, match="half an hour"):
            Slot(MIDNIGHT, MIDNIGHT + 2 * HALF_HOUR, Decimal(1), Decimal(1))

    @pytest.mark.parametrize("pence", ["NaN", "Infinity", "1000000", "1e-21"])
    def test_refuses_what_is_no_price(self, pence):
        with pytest.raises(InvalidSlots, match="price was received"):
            slot(MIDNIGHT, pence)

    def test_refuses_a_price_without_vat_that_is_no_number(self):
        with pytest.raises(InvalidSlots, match="not a number"):
            Slot(MIDNIGHT, after(1), Decimal(1), Decimal("NaN"))

    def test_refuses_times_without_a_zone(self):
        with pytest.raises(InvalidInstant, match="needs a zone"):
            slot(MIDNIGHT.replace(tzinfo=None), 1)

    def test_equals_a_slot_of_the_same_price(self):
        assert slot(MIDNIGHT, "7.1") == slot(MIDNIGHT, "7.10")


class TestHalfHourly:
    def test_cuts_a_long_rate_into_slots(self):
        rate = Period(MIDNIGHT, after(5))
        cut = half_hourly(rate, pence_inc_vat=Decimal(21), pence_exc_vat=Decimal(20))
        assert [s.starts_at for s in cut] == [after(n) for n in range(5)]

    def test_refuses_to_cut_a_half_hour(self):
        rate = Period(MIDNIGHT, after(1.5))
        with pytest.raises(InvalidSlots, match="half an hour"):
            half_hourly(rate, pence_inc_vat=Decimal(21), pence_exc_vat=Decimal(20))


class TestNormalised:
    def test_sorts_and_drops_repeats(self):
        slots = priced(3, 1, 2)
        assert normalised([slots[2], slots[0], slots[1], slots[0]]) == slots

    def test_refuses_two_prices_for_one_half_hour(self):
        with pytest.raises(InvalidSlots, match="2026-03-03 00:00 UTC"):
            normalised([*priced(3), *priced(4)])

    def test_refuses_slots_that_overlap(self):
        with pytest.raises(InvalidSlots, match="Two different prices"):
            normalised([slot(MIDNIGHT, 3), slot(after(0.5), 3)])

    def test_puts_a_recorded_answer_in_order(self):
        slots = normalised(recorded_slots())
        assert len(slots) == 100
        assert len(runs(slots)) == 1

    @given(st.permutations(range(8)), st.lists(st.integers(0, 7)))
    def test_does_not_depend_on_the_order_given(self, order, again):
        slots = priced(*range(8))
        assert normalised([slots[n] for n in [*order, *again]]) == slots


class TestMissing:
    def test_names_the_half_hours_without_a_price(self):
        assert missing(Period(MIDNIGHT, after(4)), priced(1, None, 0, None)) == (after(1), after(3))

    def test_counts_half_hours_that_are_only_touched(self):
        assert missing(Period(after(0.5), after(1.5)), ()) == (after(0), after(1))

    @pytest.mark.parametrize(("day", "count"), CLOCK_CHANGES)
    def test_counts_whole_days_when_clocks_change(self, day, count):
        period = local_day(day, LONDON)
        assert len(missing(period, ())) == count
        assert missing(period, sample_slots(period)) == ()

    @given(st.lists(st.one_of(st.none(), st.integers(-5, 40)), min_size=1, max_size=60))
    def test_is_what_is_not_known(self, pence):
        period = Period(MIDNIGHT, after(len(pence)))
        expected = [after(n) for n, price in enumerate(pence) if price is None]
        assert list(missing(period, priced(*pence))) == expected


class TestRuns:
    def test_cuts_at_gaps(self):
        assert [len(run) for run in runs(priced(1, 2, None, 3, None, None, 4, 5))] == [2, 1, 2]

    def test_of_nothing_are_none(self):
        assert runs(()) == ()

    def test_refuse_slots_out_of_order(self):
        with pytest.raises(InvalidSlots, match="in order"):
            runs(priced(1, 2)[::-1])


class TestByLocalDay:
    @pytest.mark.parametrize(("day", "count"), CLOCK_CHANGES)
    def test_has_as_many_slots_as_the_day_has_half_hours(self, day, count):
        eve, morrow = day - dt.timedelta(days=1), day + dt.timedelta(days=1)
        around = Period(local_day(eve, LONDON).starts_at, local_day(morrow, LONDON).ends_at)
        grouped = by_local_day(sample_slots(around), LONDON)
        assert list(grouped) == [eve, day, morrow]
        assert [s.starts_at for s in grouped[day]] == list(half_hours(local_day(day, LONDON)))
        assert len(grouped[day]) == count


class TestAverage:
    def test_rests_on_what_is_known_and_says_what_is_not(self):
        found = average(priced(-10, None, 40, None), Period(MIDNIGHT, after(4)))
        assert (found.mean_pence, found.known_slots, found.missing_slots) == (15, 2, 2)

    def test_leaves_out_what_is_outside(self):
        assert average(priced(1, 2, 3), Period(after(1), after(2))).mean_pence == 2

    def test_of_nothing_is_refused(self):
        with pytest.raises(NoPrices, match="No price is known"):
            average((), Period(MIDNIGHT, after(1)))


class TestExtremes:
    def test_ties_go_to_the_earliest(self):
        slots = priced(2, -1, 5, -1, 5)
        assert lowest(reversed(slots)) == slots[1]
        assert highest(reversed(slots)) == slots[2]

    @pytest.mark.parametrize("extreme", [lowest, highest])
    def test_of_nothing_are_refused(self, extreme):
        with pytest.raises(NoPrices, match="No price is known"):
            extreme(())

    def test_of_a_recorded_answer(self):
        slots = recorded_slots()
        assert lowest(slots).pence_inc_vat == min(s.pence_inc_vat for s in slots)
        assert highest(slots).pence_inc_vat == max(s.pence_inc_vat for s in slots)


class TestSlotAt:
    def test_holds_its_start_and_not_its_end(self):
        slots = priced(1, 2)
        assert slot_at(slots, after(1)) == slots[1]
        assert slot_at(slots, after(0.5)) == slots[0]

    @pytest.mark.parametrize("later", [-1, 1, 1.5, 3])
    def test_is_none_where_no_price_is_known(self, later):
        assert slot_at(priced(1, None, 3), after(later)) is None


def test_touching_keeps_what_shares_some_time():
    slots = priced(1, 2, 3, 4)
    assert touching(slots, Period(after(0.5), after(2))) == slots[:2]
