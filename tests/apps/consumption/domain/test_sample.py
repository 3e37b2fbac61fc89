import datetime as dt
from itertools import pairwise

from daybook.apps.consumption.domain import Utility, in_standard_unit
from daybook.apps.consumption.domain.sample import sample_use

TODAY = dt.date(2026, 3, 3)


def test_is_the_same_each_time():
    assert list(sample_use(TODAY)) == list(sample_use(TODAY))


def test_says_the_same_of_a_day_whenever_it_is_made():
    later = {(use.utility, use.first): use for use in sample_use(TODAY + dt.timedelta(days=3))}
    shared = [use for use in sample_use(TODAY) if (use.utility, use.first) in later]
    assert len(shared) > 500
    assert all(later[use.utility, use.first] == use for use in shared)


def test_ends_before_today():
    assert max(use.last for use in sample_use(TODAY)) == TODAY - dt.timedelta(days=1)


def test_has_every_day_once():
    for utility in Utility:
        days = [use for use in sample_use(TODAY) if use.utility is utility]
        assert all(a.last < b.first for a, b in pairwise(days))


def test_is_a_household_one_can_believe():
    year = [use for use in sample_use(TODAY) if use.first >= dt.date(2025, 3, 1)]
    sums = {
        utility: sum(
            in_standard_unit(use.value, use.unit, utility) for use in year if use.utility is utility
        )
        for utility in Utility
    }
    assert 2000 < sums[Utility.ELECTRICITY] < 4000
    assert 8000 < sums[Utility.GAS] < 16000
    assert 80 < sums[Utility.WATER] < 160
