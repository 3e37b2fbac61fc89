"""What a product costs on one day."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices import domain
from daybook.apps.prices.errors import NoPrices
from daybook.lib.periods import LONDON, local_day
from tests.priced import priced

DAY = dt.date(2026, 3, 3)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)
PENCE = st.integers(-20_0000, 100_0000).map(lambda n: Decimal(n).scaleb(-4))
KIND = domain.Product(
    code="X-1",
    full_name="X in full",
    display_name="X",
    brand="OCTOPUS_ENERGY",
    direction="IMPORT",
    available_from=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
)


def offer(*pence, day=DAY, standing=Decimal(0)):
    whole = local_day(day, LONDON)
    return domain.offer_of(KIND, priced(*pence, start=whole.starts_at), standing, whole)


class TestOffer:
    def test_has_the_ends_and_the_mean_of_its_day(self):
        found = offer(*[10] * 24, *[20] * 23, -4)
        assert (found.lowest_pence, found.highest_pence) == (-4, 20)
        assert found.mean_pence == Decimal(24 * 10 + 23 * 20 - 4) / 48
        assert not found.is_flat

    def test_of_one_rate_is_flat(self):
        assert offer(*[Decimal("24.5")] * 48).is_flat

    def test_counts_what_is_missing_and_leaves_it_out_of_the_mean(self):
        found = offer(*[10] * 40, *[None] * 8)
        assert (found.mean_pence, found.missing_slots) == (10, 8)

    def test_without_any_price_is_refused(self):
        with pytest.raises(NoPrices):
            offer()

    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (AUTUMN, 50)])
    def test_knows_how_many_half_hours_its_day_has(self, day, count):
        assert offer(*[1] * count, day=day).missing_slots == 0
        assert offer(*[1] * (count - 3), day=day).missing_slots == 3

    def test_leaves_out_what_lies_beyond_the_day(self):
        assert offer(*[10] * 48, *[1000] * 4).highest_pence == 10


class TestDayPounds:
    def test_is_a_365th_of_the_use_and_the_standing_charge(self):
        found = offer(*[20] * 48, standing=Decimal(50))
        assert found.day_pounds(Decimal(3650)) == Decimal("2.5")

    def test_may_be_below_zero(self):
        found = offer(*[-10] * 48, standing=Decimal(50))
        assert found.day_pounds(Decimal(3650)) == Decimal("-0.5")

    @settings(max_examples=25)
    @given(st.lists(PENCE, min_size=48, max_size=48), st.integers(1, 100_000))
    def test_is_what_all_half_hours_cost_one_by_one(self, pence, kwh):
        standing = Decimal("45.1234")
        each = Decimal(kwh) / 365 / 48
        parts = sum((each * p for p in pence), standing) / 100
        told = offer(*pence, standing=standing).day_pounds(Decimal(kwh))
        assert abs(told - parts) < Decimal("1e-15")

    @settings(max_examples=25)
    @given(PENCE, st.integers(1, 50_000))
    def test_grows_evenly_with_the_use(self, pence, kwh):
        found = offer(*[pence] * 48)
        once, twice = found.day_pounds(Decimal(kwh)), found.day_pounds(Decimal(2 * kwh))
        assert abs(twice - 2 * once) < Decimal("1e-15")
