import datetime as dt
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.consumption.domain import comparison
from daybook.apps.consumption.domain.comparison import MOST_KWH_SHIFTED_INTO, Offer, compared
from daybook.lib.half_hours import place_count
from daybook.lib.periods import LONDON

DAY, NEXT = dt.date(2026, 3, 31), dt.date(2026, 4, 1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)
TEN = Decimal(10)


def day_of(value, day=DAY):
    return (value if value is None else Decimal(value),) * place_count(day, LONDON)


def flat(rate="10", standing="50", days=(DAY, NEXT), key="flat"):
    rates = {day: day_of(rate, day) for day in days}
    return Offer(key=key, rates=rates, standing=dict.fromkeys(days, Decimal(standing)))


def with_gap(places, n=0):
    return (*places[:n], None, *places[n + 1 :])


def shifted(uses, rates, *, kwh_a_day):
    return comparison.shifted(uses, rates, kwh_a_day=[kwh_a_day])[0]


class TestComparing:
    def test_costs_what_was_used_and_the_days(self):
        one = compared({DAY: day_of("0.5")}, [flat()]).of("flat")
        assert (one.energy_pence, one.standing_pence, one.total_pence) == (240, 50, 290)

    @pytest.mark.parametrize(("day", "kwh"), [(SPRING, 46), (AUTUMN, 50)])
    def test_counts_every_half_hour_of_a_day_that_clocks_change(self, day, kwh):
        found = compared({day: day_of("1", day)}, [flat(days=[day])])
        assert (found.kwh, found.half_hours) == (kwh, kwh)
        assert found.of("flat").energy_pence == 10 * kwh

    def test_keeps_months_apart(self):
        found = compared({DAY: day_of("0.5"), NEXT: day_of("0.25")}, [flat()])
        months = {dt.date(2026, 3, 1): Decimal(290), dt.date(2026, 4, 1): Decimal(170)}
        assert found.of("flat").months == months

    def test_takes_the_half_hours_that_all_tariffs_know(self):
        rates = {DAY: with_gap(day_of("20"), 7)}
        gapped = Offer(key="agile", rates=rates, standing={DAY: Decimal(0)})
        found = compared({DAY: day_of("1")}, [flat(), gapped])
        assert (found.half_hours, found.missing_half_hours) == (47, 1)
        assert [offer.energy_pence for offer in found.offers] == [470, 940]

    def test_leaves_out_a_day_that_one_tariff_does_not_know(self):
        found = compared({DAY: day_of("1"), NEXT: day_of("1")}, [flat(), flat(days=[DAY], key="b")])
        assert found.days == 1
        assert {offer.standing_pence for offer in found.offers} == {Decimal(50)}

    def test_leaves_out_a_day_whose_standing_charge_is_not_known(self):
        free = Offer(key="b", rates={DAY: day_of("1")}, standing={})
        assert compared({DAY: day_of("1")}, [flat(), free]).days == 0

    def test_says_which_half_hours_of_the_use_are_missing(self):
        found = compared({DAY: with_gap(day_of("1"))}, [flat()])
        assert (found.missing_half_hours, found.kwh) == (1, 47)

    def test_credits_negative_prices(self):
        assert compared({DAY: day_of("1")}, [flat("-5", "0")]).of("flat").total_pence == -240

    def test_finds_the_cheapest_and_of_equals_the_first(self):
        offers = [flat("11", key="a"), flat("10", key="b"), flat("10", key="c")]
        assert compared({DAY: day_of("1")}, offers).cheapest.key == "b"

    def test_of_nothing_is_nothing(self):
        found = compared({}, [flat()])
        assert (found.days, found.kwh, found.of("flat").total_pence) == (0, 0, 0)


class TestShifting:
    def test_moves_the_dearest_to_the_cheapest(self):
        uses = {DAY: (Decimal(2), Decimal(1), Decimal(0))}
        rates = {DAY: (Decimal(30), Decimal(20), Decimal(5))}
        found = shifted(uses, rates, kwh_a_day=Decimal(1))
        assert (found.saved_pence, found.moved_kwh) == (25, 1)

    def test_fills_the_next_cheapest_once_one_is_full(self):
        uses = {DAY: (Decimal(3), Decimal(0), Decimal(0))}
        rates = {DAY: (Decimal(30), Decimal(20), Decimal(5))}
        found = shifted(uses, rates, kwh_a_day=Decimal(3))
        assert found.saved_pence == Decimal("1.5") * 25 + Decimal("1.5") * 10

    def test_moves_nothing_where_nothing_is_saved(self):
        found = shifted({DAY: day_of("1")}, {DAY: day_of("10")}, kwh_a_day=Decimal(3))
        assert (found.saved_pence, found.moved_kwh) == (0, 0)

    def test_is_paid_to_use_at_negative_prices(self):
        uses = {DAY: (Decimal(1), Decimal(0))}
        found = shifted(uses, {DAY: (Decimal(10), Decimal(-5))}, kwh_a_day=Decimal(1))
        assert found.saved_pence == 15

    def test_counts_each_day_by_itself(self):
        uses = {DAY: (Decimal(1), Decimal(0)), NEXT: (Decimal(1), Decimal(0))}
        rates = {DAY: (TEN, TEN), NEXT: (Decimal(20), TEN)}
        assert shifted(uses, rates, kwh_a_day=TEN).saved_pence == 10

    def test_tells_of_several_amounts_at_once(self):
        uses, rates = {DAY: (Decimal(2), Decimal(0))}, {DAY: (Decimal(30), TEN)}
        found = comparison.shifted(uses, rates, kwh_a_day=[Decimal(1), Decimal(2)])
        assert [one.saved_pence for one in found] == [20, 30]

    @given(
        uses=st.lists(st.integers(0, 4), min_size=3, max_size=3),
        rates=st.lists(st.integers(-10, 40), min_size=3, max_size=3),
        kwh=st.integers(0, 4),
    )
    def test_is_as_good_as_trying_everything(self, uses, rates, kwh):
        steps = [Decimal(n) / 2 for n in uses]
        found = shifted(
            {DAY: tuple(steps)}, {DAY: tuple(map(Decimal, rates))}, kwh_a_day=Decimal(kwh) / 2
        )
        assert found.saved_pence == Decimal(_best(uses, rates, kwh)) / 2


def _best(uses, rates, kwh):
    """The most that any other way of using the same half-kWh saves."""
    room = int(MOST_KWH_SHIFTED_INTO * 2)
    best = 0
    for now in product(*(range(used + room + 1) for used in uses)):
        if sum(now) != sum(uses):
            continue
        moved = sum(max(0, a - b) for a, b in zip(uses, now, strict=True))
        if moved <= kwh:
            saved = sum((a - b) * rate for a, b, rate in zip(uses, now, rates, strict=True))
            best = max(best, saved)
    return best
