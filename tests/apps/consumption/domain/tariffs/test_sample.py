"""The invented tariffs."""

import datetime as dt
from itertools import groupby

import pytest

from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.domain.sample import sample_use
from daybook.apps.consumption.domain.tariffs import checked_kind, day_rates, kind_of
from daybook.apps.consumption.domain.tariffs.sample import sample_tariffs

TODAY = dt.date(2026, 3, 3)
LEAP_DAY = dt.date(2028, 2, 29)


def by_utility(today=TODAY):
    found = groupby(sample_tariffs(today), key=lambda one: one.utility)
    return {utility: list(tariffs) for utility, tariffs in found}


class TestSampleTariffs:
    def test_are_the_same_each_time(self):
        assert list(sample_tariffs(TODAY)) == list(sample_tariffs(TODAY))

    def test_are_of_every_utility(self):
        assert set(by_utility()) == set(Utility)

    @pytest.mark.parametrize("today", [TODAY, LEAP_DAY])
    def test_follow_one_another(self, today):
        for tariffs in by_utility(today).values():
            firsts = [tariff.first for tariff in tariffs]
            assert firsts == sorted(set(firsts))
            assert firsts[-1] < today

    def test_hold_since_before_the_first_use(self):
        first = min(use.first for use in sample_use(TODAY))
        assert all(tariffs[0].first <= first for tariffs in by_utility().values())

    def test_are_of_kinds_that_are_sold(self):
        for tariff in sample_tariffs(TODAY):
            assert checked_kind(tariff.utility, kind_of(tariff.terms.rates))

    def test_ask_something_of_every_half_hour(self):
        for tariff in sample_tariffs(TODAY):
            assert min(day_rates(tariff.terms.rates, TODAY)) > 0
            assert tariff.terms.standing_pence > 0

    def test_tax_water_at_nothing(self):
        vat = {one.utility: one.terms.vat_percent for one in sample_tariffs(TODAY)}
        assert vat == {Utility.ELECTRICITY: 5, Utility.GAS: 5, Utility.WATER: 0}
