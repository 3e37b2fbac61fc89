from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.lib.money import (
    CurrencyMismatch,
    InvalidMoney,
    Money,
    pence_from_pounds,
    pounds_from_pence,
    rounded,
    with_energy_vat,
    without_energy_vat,
)

pennies = st.decimals(-10_000, 10_000, places=2)


def gbp(amount):
    return Money(Decimal(amount), "GBP")


class TestPence:
    @given(st.decimals(-1000, 1000, places=4))
    def test_there_and_back_loses_nothing(self, pence):
        assert pence_from_pounds(pounds_from_pence(pence)) == pence

    def test_a_hundred_make_a_pound(self):
        assert pounds_from_pence(Decimal("123.4567")) == Decimal("1.234567")


class TestEnergyVat:
    def test_is_exactly_a_twentieth(self):
        assert with_energy_vat(Decimal("20.79")) == Decimal("21.8295")
        assert with_energy_vat(Decimal("-3.61")) == Decimal("-3.7905")

    @given(st.decimals(-100, 100, places=2))
    def test_can_be_taken_off_again(self, price):
        assert without_energy_vat(with_energy_vat(price)) == price


class TestRounded:
    @pytest.mark.parametrize(
        ("amount", "expected"),
        [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1.0049", "1.00")],
    )
    def test_halves_go_away_from_zero(self, amount, expected):
        assert str(rounded(Decimal(amount))) == expected

    def test_minus_nothing_is_nothing(self):
        assert str(rounded(Decimal("-0.004"))) == "0.00"

    def test_to_as_many_places_as_asked(self):
        assert str(rounded(Decimal("1.23455"), 4)) == "1.2346"


class TestMoney:
    def test_adds_up(self):
        assert gbp("0.10") + gbp("0.20") - gbp("0.05") == gbp("0.25")
        assert -gbp(1) * 3 == gbp(-3)

    def test_compares(self):
        assert gbp(1) < gbp(2) <= gbp(2)
        assert gbp(3) > gbp(2) >= gbp(2)
        assert not gbp(0)

    @pytest.mark.parametrize("mix", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
    def test_never_mixes_currencies(self, mix):
        with pytest.raises(CurrencyMismatch, match="GBP and EUR"):
            getattr(gbp(1), mix)(Money(Decimal(1), "EUR"))

    @pytest.mark.parametrize("amount", ["NaN", "Infinity"])
    def test_is_a_number(self, amount):
        with pytest.raises(InvalidMoney, match="has to be a number"):
            gbp(amount)

    def test_has_a_currency_that_is_known(self):
        with pytest.raises(InvalidMoney, match="CHF, EUR, GBP"):
            Money(Decimal(1), "gbp")

    def test_rounds_to_its_own_coin(self):
        assert gbp("1.005").rounded() == gbp("1.01")
        assert Money(Decimal("10.5"), "JPY").rounded().amount == 11


class TestSharing:
    def test_gives_the_odd_penny_to_the_first(self):
        assert gbp("10.00").split(3) == (gbp("3.34"), gbp("3.33"), gbp("3.33"))

    def test_gives_left_over_pennies_to_those_cut_most(self):
        assert gbp("1.00").allocate([1, 1, 4]) == (gbp("0.17"), gbp("0.17"), gbp("0.66"))

    @given(pennies, st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any))
    def test_loses_no_penny_and_is_never_a_penny_unfair(self, amount, weights):
        shares = Money(amount, "GBP").allocate(weights)
        assert sum(share.amount for share in shares) == amount
        for share, weight in zip(shares, weights, strict=True):
            fair = amount * weight / sum(weights)
            assert abs(share.amount - fair) < Decimal("0.01") + Decimal("1e-20")

    @pytest.mark.parametrize("weights", [[], [0, 0], [2, -1], [Decimal("NaN")]])
    def test_refuses_weights_that_share_nothing(self, weights):
        with pytest.raises(InvalidMoney, match="weights"):
            gbp(1).allocate(weights)

    def test_refuses_parts_of_a_penny(self):
        with pytest.raises(InvalidMoney, match="smallest coin"):
            gbp("0.005").split(2)
