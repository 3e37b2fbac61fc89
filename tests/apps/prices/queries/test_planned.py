"""Windows of a person, by time."""

import datetime as dt

import pytest

from daybook.apps.prices import actions, queries
from daybook.lib.periods import Period

HOUR = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(anna, now, code, london):
    """Plans a block that begins so many hours from now."""

    def plan(since, hours=1, person=anna):
        period = Period(now + since * HOUR, now + (since + hours) * HOUR)
        return actions.plan_window(
            person=person, title="Wash", period=period, product=code, region=london, now=now
        )

    return plan


class TestWindowsOf:
    def test_come_in_order_of_time(self, plan, anna):
        later, sooner, longer = plan(9), plan(2), plan(9, 2)
        assert list(queries.windows_of(anna.pk)) == [sooner, later, longer]

    def test_are_nobody_elses(self, plan, anna, eve):
        plan(1, person=eve)
        assert not queries.windows_of(anna.pk).exists()


class TestWindowsWithin:
    @pytest.mark.parametrize(
        ("block", "is_in"),
        [((1, 1), False), ((1, 2), True), ((2, 1), True), ((3, 2), True), ((4, 1), False)],
    )
    def test_have_a_part_in_the_period(self, plan, anna, now, block, is_in):
        plan(*block)
        period = Period(now + 2 * HOUR, now + 4 * HOUR)
        assert queries.windows_within(anna.pk, period).exists() is is_in

    def test_are_nobody_elses(self, plan, anna, eve, now):
        plan(1, person=eve)
        assert not queries.windows_within(anna.pk, Period(now, now + 9 * HOUR)).exists()


class TestComingWindows:
    def test_have_the_one_that_runs_until_it_ends(self, plan, anna, now):
        window = plan(-1, 2)
        assert list(queries.coming_windows(anna.pk, now)) == [window]
        assert list(queries.coming_windows(anna.pk, now + HOUR - HOUR / 3600)) == [window]
        assert list(queries.coming_windows(anna.pk, now + HOUR)) == []
