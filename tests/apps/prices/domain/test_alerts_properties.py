"""What is told of a day, whatever its prices are."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices import domain
from daybook.apps.prices.domain import AlertKind, Kind, Machine, Outlook, Slot
from daybook.apps.prices.errors import InvalidMinutes, InvalidThreshold
from daybook.lib.periods import HALF_HOUR

DAY = dt.date(2026, 3, 4)
FEW = settings(max_examples=40)
START = domain.agile_day(DAY).starts_at
PENCE = st.decimals(min_value=-100, max_value=100, places=2)
LENGTHS = st.sampled_from([Decimal("0.5"), Decimal(1), Decimal("2.25"), Decimal(4)])
#: A price, or none where it is missing.
PRICES = st.lists(st.none() | PENCE, min_size=1, max_size=48)


def slots(prices):
    return [
        Slot(START + n * HALF_HOUR, START + (n + 1) * HALF_HOUR, pence, pence)
        for n, pence in enumerate(prices)
        if pence is not None
    ]


def outlook(prices, begun=0):
    return Outlook(DAY, slots(prices), START + begun * HALF_HOUR)


class TestStretches:
    @FEW
    @given(PRICES, PENCE, st.sampled_from([AlertKind.BELOW, AlertKind.ABOVE]))
    def test_hold_exactly_the_half_hours_that_fit(self, prices, pence, kind):
        is_above = kind is AlertKind.ABOVE
        fitting = {
            slot.starts_at
            for slot in slots(prices)
            if (slot.pence_inc_vat > pence if is_above else slot.pence_inc_vat < pence)
        }
        told = {
            found.starts_at + n * HALF_HOUR
            for found in outlook(prices).stretches(kind, pence)
            for n in range((found.ends_at - found.starts_at) // HALF_HOUR)
        }
        assert told == fitting

    @FEW
    @given(PRICES, PENCE)
    def test_are_apart_and_in_order(self, prices, pence):
        found = outlook(prices).stretches(AlertKind.BELOW, pence)
        assert all(one.ends_at < other.starts_at for one, other in pairwise(found))

    @FEW
    @given(PRICES, PENCE)
    def test_name_their_lowest_and_highest(self, prices, pence):
        day = outlook(prices)
        for found in day.stretches(AlertKind.BELOW, pence):
            inside = [
                slot.pence_inc_vat
                for slot in day.slots
                if found.starts_at <= slot.starts_at < found.ends_at
            ]
            assert (min(inside), max(inside)) == (found.lowest_pence, found.highest_pence)

    @FEW
    @given(PRICES)
    def test_that_are_negative_are_those_below_nought(self, prices):
        day = outlook(prices)
        assert day.stretches(AlertKind.NEGATIVE) == day.stretches(AlertKind.BELOW, Decimal(0))

    @FEW
    @given(PRICES)
    def test_are_worked_out_once(self, prices):
        day = outlook(prices)
        first = day.stretches(AlertKind.BELOW, Decimal(10))
        assert day.stretches(AlertKind.BELOW, Decimal(10)) is first


class TestOutlook:
    @FEW
    @given(PRICES, st.integers(0, 50))
    def test_tells_only_of_what_has_not_begun(self, prices, begun):
        day = outlook(prices, begun)
        assert all(slot.starts_at >= START + begun * HALF_HOUR for slot in day.slots)
        assert day.has_prices == bool(day.slots)

    @FEW
    @given(PRICES, LENGTHS, st.integers(1, 4))
    def test_has_blocks_apart_and_best_first(self, prices, hours, count):
        found = outlook(prices).blocks(hours, count)
        assert len(found) <= count
        assert [block.mean_pence for block in found] == sorted(block.mean_pence for block in found)
        in_order = sorted(found, key=lambda block: block.starts_at)
        assert all(one.ends_at <= other.starts_at for one, other in pairwise(in_order))

    @FEW
    @given(PRICES, LENGTHS)
    def test_plans_an_even_load_where_the_cheapest_block_is(self, prices, hours):
        day = outlook(prices)
        machine = Machine(kind=Kind.OWN, kwh=Decimal(1), minutes=int(hours * 60))
        plan, blocks = day.plan(machine), day.blocks(hours)
        assert (plan is None) == (not blocks)
        if plan is not None:
            assert plan.blocks[0].starts_at == blocks[0].starts_at
            assert abs(plan.pence - blocks[0].mean_pence) < Decimal("1e-9")

    @FEW
    @given(PRICES, LENGTHS, st.integers(0, 100))
    def test_never_plans_later_with_more_patience_for_prices(self, prices, hours, pence):
        day = outlook(prices)
        machine = Machine(kind=Kind.OWN, kwh=Decimal(1), minutes=int(hours * 60))
        plan, easy = day.plan(machine), day.plan(machine, tolerance_pence=Decimal(pence))
        if plan is not None:
            assert easy.blocks[0].starts_at <= plan.blocks[0].starts_at
            assert easy.pence <= plan.pence + pence


class TestNumbers:
    @FEW
    @given(st.decimals(min_value=-100, max_value=200, places=4))
    def test_of_prices_are_taken_as_they_are(self, pence):
        assert domain.threshold(f"{pence:f}") == domain.threshold(pence) == pence

    @FEW
    @given(st.integers(1, 10**9), st.sampled_from(["200.{:04d}", "-100.{:04d}", "{}00"]))
    def test_beyond_all_prices_are_refused(self, number, form):
        with pytest.raises(InvalidThreshold):
            domain.threshold(form.format(number + 2))

    @FEW
    @given(st.integers(5, 180))
    def test_of_minutes_are_taken_as_text_and_as_numbers(self, minutes):
        assert domain.minutes(str(minutes)) == domain.minutes(minutes) == minutes

    @FEW
    @given(st.integers().filter(lambda n: not 5 <= n <= 180))
    def test_of_other_minutes_are_refused(self, minutes):
        with pytest.raises(InvalidMinutes):
            domain.minutes(minutes)

    @pytest.mark.parametrize("text", ["٣٠", "15²", "½", "fifteen", "15m", "+15", "0x10"])
    def test_in_other_writing_are_refused(self, text):
        with pytest.raises(InvalidMinutes):
            domain.minutes(text)
