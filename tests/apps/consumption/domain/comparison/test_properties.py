"""What holds of every comparison, whatever was used and whatever it cost."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.consumption.domain.comparison import Offer, compared, shifted

DAYS = [dt.date(2026, 3, 30), dt.date(2026, 3, 31), dt.date(2026, 4, 1)]
KWH = st.decimals(0, 3, places=3)
PENCE = st.decimals(-20, 60, places=2)


def places(amounts):
    """Four half-hours of a short day, some of which may be missing."""
    return st.lists(st.none() | amounts, min_size=4, max_size=4).map(tuple)


def by_day(amounts):
    return st.dictionaries(st.sampled_from(DAYS), places(amounts))


@st.composite
def offers(draw, key="a"):
    """A tariff that knows some of the days."""
    rates = draw(by_day(PENCE))
    return Offer(key=key, rates=rates, standing=dict.fromkeys(rates, Decimal(50)))


#: Each example is a whole world: a few of them find what there is to find.
FEW = settings(max_examples=25)
EVERY = {"uses": by_day(KWH), "one": offers("a"), "other": offers("b")}


class TestComparisons:
    @FEW
    @given(**EVERY)
    def test_have_months_that_add_up(self, uses, one, other):
        for priced in compared(uses, [one, other]).offers:
            assert sum(priced.months.values()) == priced.total_pence
            assert priced.total_pence == priced.energy_pence + priced.standing_pence

    @FEW
    @given(**EVERY)
    def test_do_not_depend_on_the_order(self, uses, one, other):
        here, there = compared(uses, [one, other]), compared(uses, [other, one])
        assert (here.kwh, here.days, here.half_hours) == (there.kwh, there.days, there.half_hours)
        assert here.of("a") == there.of("a")

    @FEW
    @given(**EVERY)
    def test_know_no_more_with_another_tariff(self, uses, one, other):
        alone, together = compared(uses, [one]), compared(uses, [one, other])
        assert together.half_hours <= alone.half_hours
        assert set(together.compared) <= set(alone.compared)

    @FEW
    @given(**EVERY)
    def test_count_each_half_hour_of_their_days(self, uses, one, other):
        found = compared(uses, [one, other])
        assert found.half_hours + found.missing_half_hours == 4 * found.days

    @FEW
    @given(**EVERY)
    def test_find_none_cheaper_than_the_cheapest(self, uses, one, other):
        found = compared(uses, [one, other])
        assert found.cheapest.total_pence == min(each.total_pence for each in found.offers)

    @FEW
    @given(uses=by_day(KWH), one=offers())
    def test_of_a_tariff_with_itself_are_equal(self, uses, one):
        twin = Offer(key="twin", rates=one.rates, standing=one.standing)
        found = compared(uses, [one, twin])
        assert found.of("a").months == found.of("twin").months

    @FEW
    @given(uses=by_day(KWH), one=offers())
    def test_leave_out_days_that_a_tariff_does_not_know(self, uses, one):
        found = compared(uses, [one])
        assert all(one.knows(day) for day in found.compared)


class TestShifts:
    @FEW
    @given(uses=by_day(KWH), one=offers())
    def test_of_more_save_no_less(self, uses, one):
        found = shifted(uses, one.rates, kwh_a_day=[Decimal(n) for n in range(4)])
        saved = [each.saved_pence for each in found]
        assert saved == sorted(saved)
        assert saved[0] == 0

    @FEW
    @given(uses=by_day(KWH), one=offers(), kwh=KWH)
    def test_move_no_more_than_there_is(self, uses, one, kwh):
        (found,) = shifted(uses, one.rates, kwh_a_day=[kwh])
        used = [amount for day in uses.values() for amount in day if amount is not None]
        assert 0 <= found.moved_kwh <= min(kwh * len(uses), sum(used, Decimal(0)))

    @FEW
    @given(uses=by_day(KWH), one=offers(), kwh=KWH, more=PENCE)
    def test_save_the_same_where_every_rate_is_higher(self, uses, one, kwh, more):
        dearer = {
            day: tuple(None if rate is None else rate + more for rate in rates)
            for day, rates in one.rates.items()
        }
        assert shifted(uses, dearer, kwh_a_day=[kwh]) == shifted(uses, one.rates, kwh_a_day=[kwh])


class TestOffers:
    def test_know_a_day_by_one_half_hour_and_its_standing_charge(self):
        rates = {DAYS[0]: (None, Decimal(0)), DAYS[1]: (None, None), DAYS[2]: (Decimal(1),)}
        offer = Offer(key="a", rates=rates, standing=dict.fromkeys(DAYS[:2], Decimal(0)))
        assert [offer.knows(day) for day in DAYS] == [True, False, False]
