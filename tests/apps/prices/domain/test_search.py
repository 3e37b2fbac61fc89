import datetime as dt
from decimal import Decimal
from fractions import Fraction
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.prices.domain import (
    Limits,
    best,
    cheapest,
    dearest,
    earliest_within,
    normalised,
    sample_slots,
)
from daybook.apps.prices.errors import InvalidCount, InvalidDuration, InvalidTolerance, NoWindow
from daybook.lib.periods import LONDON, Period, local_day
from tests.priced import HALF_HOUR, MIDNIGHT, priced, recorded_slots

HOUR = Decimal(1)
# Few different prices, so that ties are common; a tenth of a penny breaks floats.
prices = st.sampled_from([None, "-5.1", "0", "0.1", "0.2", "0.3", "35", "35"])
days = st.lists(prices, min_size=1, max_size=40)
lengths = st.one_of(
    st.sampled_from([Decimal(h) for h in ("0.5", "1", "1.5", "3", "3.25", "6")]),
    st.decimals("0.5", "6", places=4),
)
moments = st.one_of(st.none(), st.integers(-4, 160).map(lambda n: MIDNIGHT + n * HALF_HOUR / 4))


@st.composite
def limits(draw):
    start, latest, end = draw(moments), draw(moments), draw(moments)
    if start and latest and latest < start:
        latest = None
    return Limits(start, latest, None if start and end and end <= start else end)


def after(half_hours):
    return MIDNIGHT + half_hours * HALF_HOUR


def length_of(hours):
    return dt.timedelta(microseconds=int(hours * 3_600_000_000))


def every_block(slots, hours, allowed):
    """The brute-force twin: every allowed block as (mean, start), slot by slot in fractions."""
    found = []
    for first in slots:
        start, end = first.starts_at, first.starts_at + length_of(hours)
        parts = [
            (min(s.ends_at, end) - s.starts_at, Fraction(s.pence_inc_vat))
            for s in slots
            if start <= s.starts_at < end
        ]
        whole = sum((part for part, _ in parts), dt.timedelta(0)) == end - start
        early = allowed.not_before is not None and start < allowed.not_before
        late = allowed.not_after is not None and start > allowed.not_after
        over = allowed.finish_by is not None and end > allowed.finish_by
        if whole and not (early or late or over):
            cost = sum(Fraction(part / dt.timedelta(microseconds=1)) * p for part, p in parts)
            found.append((cost / Fraction((end - start) / dt.timedelta(microseconds=1)), start))
    return found


def greedy(blocks, length, count):
    chosen = []
    for _, start in sorted(blocks):
        if len(chosen) < count and all(abs(start - other) >= length for other in chosen):
            chosen.append(start)
    return chosen


class TestCheapest:
    def test_finds_the_cheapest_hour(self):
        found = cheapest(priced(9, 3, 2, 8), HOUR)
        assert found.period == Period(after(1), after(3))
        assert found.mean_pence == Decimal("2.5")

    def test_prices_three_and_a_quarter_hours_as_six_and_a_half_slots(self):
        found = cheapest(priced(*[10] * 6, 20), Decimal("3.25"))
        assert found.weighted_pence == 70
        assert found.mean_pence == Decimal(70) / Decimal("6.5")
        assert found.ends_at == MIDNIGHT + dt.timedelta(hours=3, minutes=15)
        assert len(found.slots) == 7

    def test_prefers_the_earliest_of_equals(self):
        """Three blocks of three hours cost the same; sums of floats choose a later one."""
        day = priced(*["0.1", "0.2", "0.3"] * 2, 9, *["0.3", "0.2", "0.1"] * 2, 9, *["0.2"] * 6)
        assert cheapest(day, Decimal(3)).starts_at == MIDNIGHT
        assert [w.starts_at for w in best(day, Decimal(3), 3)] == [after(n) for n in (0, 7, 14)]

    def test_never_jumps_over_a_gap(self):
        assert cheapest(priced(1, None, 1, 9, 9), HOUR).starts_at == after(2)

    def test_a_fraction_needs_its_slot_too(self):
        with pytest.raises(NoWindow):
            cheapest(priced(1, 1, None, 1), Decimal("1.01"))

    def test_seeks_out_negative_prices(self):
        found = cheapest(priced(0, 0, -3, "-3.5", 0), HOUR)
        assert (found.starts_at, found.mean_pence) == (after(2), Decimal("-3.25"))

    def test_takes_the_first_of_a_plateau(self):
        assert cheapest(priced(*[100] * 48), Decimal(6)).starts_at == MIDNIGHT

    @pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
    def test_runs_through_a_clock_change(self, day):
        night = local_day(day, LONDON)
        slots = sample_slots(night)
        found = cheapest(slots, Decimal(6), Limits(finish_by=night.starts_at + 12 * HALF_HOUR))
        assert found.period == Period(night.starts_at, night.starts_at + 12 * HALF_HOUR)

    @pytest.mark.parametrize("hours", ["0.4", "6.1", "NaN", "1.00001"])
    def test_refuses_a_length_out_of_range(self, hours):
        with pytest.raises(InvalidDuration, match=r"0\.5 to 6 hours"):
            cheapest(priced(*[1] * 20), Decimal(hours))

    @given(days, lengths, limits())
    def test_agrees_with_its_brute_force_twin(self, pence, hours, allowed):
        slots = priced(*pence)
        expected = every_block(slots, hours, allowed)
        if not expected:
            with pytest.raises(NoWindow):
                cheapest(slots, hours, allowed)
            return
        found = cheapest(slots, hours, allowed)
        assert (Fraction(found.weighted_pence) / Fraction(hours * 2), found.starts_at) == min(
            expected
        )
        assert found.ends_at - found.starts_at == length_of(hours)

    @pytest.mark.parametrize("hours", ["0.5", "3", "3.25", "5.9999"])
    def test_agrees_with_its_twin_on_recorded_prices(self, hours):
        slots = normalised(recorded_slots())
        expected = min(every_block(slots, Decimal(hours), Limits()))
        assert cheapest(slots, Decimal(hours)).starts_at == expected[1]

    def test_searches_a_year_in_an_instant(self):
        """The bench watches the aim of 5 ms; this catches a search that is not linear."""
        year = sample_slots(Period(MIDNIGHT, MIDNIGHT + dt.timedelta(days=365)))
        began = perf_counter()
        cheapest(year, Decimal("3.25"))
        assert perf_counter() - began < 0.25


class TestLimits:
    def test_each_is_allowed_itself(self):
        allowed = Limits(not_before=after(2), not_after=after(2), finish_by=after(4))
        assert cheapest(priced(*[1] * 8), HOUR, allowed).starts_at == after(2)

    def test_a_start_between_slots_waits_for_the_next(self):
        found = cheapest(priced(*[1] * 8), HOUR, Limits(not_before=after(2.5)))
        assert found.starts_at == after(3)

    def test_an_end_between_slots_is_kept(self):
        allowed = Limits(not_before=after(1), finish_by=after(3.5))
        assert cheapest(priced(*[1] * 8), Decimal("1.25"), allowed).ends_at == after(3.5)


class TestNoWindow:
    @pytest.mark.parametrize(
        ("pence", "allowed", "why"),
        [
            ([], Limits(), "No prices are known"),
            ([1, 1, 1], Limits(), r"Only 1\.5 hours of prices are known"),
            ([1, 1, 1, None, 1, 1, 1], Limits(), "cannot run over a gap"),
            ([1] * 8, Limits(finish_by=after(2)), "fits the allowed hours"),
        ],
    )
    def test_says_what_stands_in_the_way(self, pence, allowed, why):
        for search in (
            lambda slots: cheapest(slots, Decimal(2), allowed),
            lambda slots: best(slots, Decimal(2), 3, allowed),
            lambda slots: earliest_within(slots, Decimal(2), Decimal(1), allowed),
        ):
            with pytest.raises(NoWindow, match=why):
                search(priced(*pence))


class TestBest:
    def test_gives_separate_blocks_best_first(self):
        found = best(priced(5, 5, 9, 1, 1, 9, 3, 3), HOUR, 3)
        assert [w.starts_at for w in found] == [after(3), after(6), after(0)]

    def test_gives_fewer_when_no_more_fit(self):
        assert len(best(priced(1, 1, 1, None, 1), HOUR, 5)) == 1

    def test_refuses_to_find_none(self):
        with pytest.raises(InvalidCount, match="at least one"):
            best(priced(1, 1), HOUR, 0)

    @given(days, lengths, st.integers(1, 6), limits())
    def test_agrees_with_its_brute_force_twin(self, pence, hours, count, allowed):
        slots = priced(*pence)
        blocks = every_block(slots, hours, allowed)
        if blocks:
            found = best(slots, hours, count, allowed)
            assert [w.starts_at for w in found] == greedy(blocks, length_of(hours), count)
            assert found[0] == cheapest(slots, hours, allowed)


class TestEarliestWithin:
    def test_starts_sooner_for_a_little_more(self):
        slots = priced(9, "2.5", "2.5", 9, 2, 2)
        assert earliest_within(slots, HOUR, Decimal("0.5")).starts_at == after(1)
        assert earliest_within(slots, HOUR, Decimal("0.4999")).starts_at == after(4)

    @pytest.mark.parametrize("pence", ["-0.1", "100.1", "NaN"])
    def test_refuses_a_tolerance_out_of_range(self, pence):
        with pytest.raises(InvalidTolerance, match="0 to 100 pence"):
            earliest_within(priced(1, 1), HOUR, Decimal(pence))

    @given(days, lengths, st.decimals(0, 40, places=1), limits())
    def test_agrees_with_its_brute_force_twin(self, pence, hours, more, allowed):
        slots = priced(*pence)
        blocks = every_block(slots, hours, allowed)
        if blocks:
            most = min(blocks)[0] + Fraction(more)
            expected = min(start for mean, start in blocks if mean <= most)
            assert earliest_within(slots, hours, more, allowed).starts_at == expected


def test_the_dearest_block_is_the_best_to_send_out():
    slots = sample_slots(local_day(dt.date(2025, 10, 26), LONDON))
    found = dearest(slots, Decimal("1.5"))
    means = [sum(s.pence_inc_vat for s in slots[n : n + 3]) / 3 for n in range(len(slots) - 2)]
    assert found.mean_pence == max(means)
    assert found.slots == slots[means.index(max(means)) :][:3]
