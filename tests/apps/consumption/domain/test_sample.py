import datetime as dt
from itertools import pairwise

from daybook.apps.consumption.domain import Utility, in_standard_unit
from daybook.apps.consumption.domain.sample import sample_half_hours, sample_use
from daybook.lib.periods import LONDON, local_date

TODAY = dt.date(2026, 3, 3)


def test_is_the_same_each_time():
    assert list(sample_use(TODAY)) == list(sample_use(TODAY))


def test_says_the_same_of_a_day_whenever_it_is_made():
    later = {(use.utility, use.first): use for use in sample_use(TODAY + dt.timedelta(days=3))}
    shared = [use for use in sample_use(TODAY) if (use.utility, use.first) in later]
    assert len(shared) > 150
    assert all(later[use.utility, use.first] == use for use in shared)


def test_ends_before_today():
    assert max(use.last for use in sample_use(TODAY)) < TODAY
    assert local_date(max(sample_half_hours(TODAY)), LONDON) == TODAY - dt.timedelta(days=1)


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
    assert 8000 < sums[Utility.GAS] < 16000
    assert 80 < sums[Utility.WATER] < 160


class TestHalfHours:
    def test_are_two_years_of_a_household_one_can_believe(self):
        found = sample_half_hours(TODAY)
        assert 34_900 < len(found) < 35_040
        assert 4000 < sum(found.values()) < 8000

    def test_go_on_where_the_records_end(self):
        typed = [use for use in sample_use(TODAY) if use.utility is Utility.ELECTRICITY]
        first = min(local_date(at, LONDON) for at in sample_half_hours(TODAY))
        assert typed[-1].last + dt.timedelta(days=1) == first

    def test_come_at_night_too_when_clocks_change(self):
        found = sample_half_hours(TODAY)
        sunday = [at for at in found if local_date(at, LONDON) == dt.date(2025, 10, 26)]
        assert len(sunday) == 50
