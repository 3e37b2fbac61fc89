"""Putting windows on a calendar: every refusal writes nothing."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybook.apps.prices import actions, domain
from daybook.apps.prices.errors import (
    InvalidPlan,
    InvalidProduct,
    NoSuchWindow,
    TooManyWindows,
)
from daybook.apps.prices.jobs import WINDOWS_KEPT, forget_windows
from daybook.apps.prices.models import PlannedWindow
from daybook.lib.periods import Period

HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(anna, now):
    def plan(since=1, hours=2, *, person=anna, product="AGILE-24-10-01", letter="C", title="Wash"):
        return actions.plan_window(
            person=person,
            title=title,
            period=Period(now + since * HOUR, now + (since + hours) * HOUR),
            product=product,
            region=domain.region(letter),
            now=now,
        )

    return plan


class TestPlanning:
    def test_keeps_all_that_was_said(self, plan, anna, now):
        window = plan(title="Wash; dry")
        window.refresh_from_db()
        assert (window.person, window.title, window.region) == (anna, "Wash; dry", "C")
        assert (window.starts_at, window.ends_at) == (now + HOUR, now + 3 * HOUR)
        assert window.planned_at == now

    def test_writes_codes_as_octopus_does(self, plan):
        assert plan(product=" agile-24-10-01").product == "AGILE-24-10-01"
        plan(product="AGILE-24-10-01")
        assert PlannedWindow.objects.count() == 1

    def test_again_under_another_name_keeps_the_first(self, plan):
        assert plan().pk == plan(title="Another").pk
        assert PlannedWindow.objects.get().title == "Wash"

    @pytest.mark.parametrize("other", [{"letter": "D"}, {"product": "AGILE-23-12-06"}])
    def test_for_another_tariff_is_another_window(self, plan, other):
        assert plan().pk != plan(**other).pk

    @pytest.mark.parametrize("product", ["", "x", "no such!", "A" * 61])
    def test_of_no_product_is_refused(self, plan, product):
        with pytest.raises(InvalidProduct):
            plan(product=product)
        assert not PlannedWindow.objects.exists()

    @pytest.mark.parametrize(("since", "hours"), [(-2, 2), (24 * 31 + 1, 1), (1, 6.1)])
    def test_out_of_reach_is_refused(self, plan, since, hours):
        with pytest.raises(InvalidPlan):
            plan(since, hours)
        assert not PlannedWindow.objects.exists()

    def test_counts_for_each_person(self, plan, eve, monkeypatch):
        monkeypatch.setattr(domain, "MOST_WINDOWS", 1)
        plan()
        plan(person=eve)
        with pytest.raises(TooManyWindows):
            plan(5)
        assert PlannedWindow.objects.count() == 2

    def test_of_what_is_there_is_fine_on_a_full_calendar(self, plan, monkeypatch):
        window = plan()
        monkeypatch.setattr(domain, "MOST_WINDOWS", 1)
        assert plan().pk == window.pk

    @settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.sampled_from([1, 2, 3]), max_size=6))
    def test_in_any_order_is_a_set(self, plan, hours):
        PlannedWindow.objects.all().delete()
        for hour in hours:
            plan(hour)
        assert PlannedWindow.objects.count() == len(set(hours))


class TestDropping:
    def test_twice_says_that_it_is_gone(self, plan, anna):
        window = plan()
        actions.drop_window(person=anna, window_id=window.pk)
        with pytest.raises(NoSuchWindow):
            actions.drop_window(person=anna, window_id=window.pk)

    def test_takes_one_and_leaves_the_others(self, plan, anna):
        window, other = plan(), plan(5)
        actions.drop_window(person=anna, window_id=window.pk)
        assert PlannedWindow.objects.get() == other

    def test_makes_room_for_the_same_block_under_another_key(self, plan, anna):
        before = plan()
        actions.drop_window(person=anna, window_id=before.pk)
        assert plan().key != before.key


class TestForgetting:
    def test_leaves_what_ended_at_that_very_moment(self, plan):
        window = plan()
        assert actions.forget_windows(ended_before=window.ends_at) == 0
        assert actions.forget_windows(ended_before=window.ends_at + SECOND) == 1
        assert actions.forget_windows(ended_before=window.ends_at + SECOND) == 0

    def test_is_of_everybody_and_says_how_many(self, plan, eve, monkeypatch, now):
        plan()
        plan(person=eve)
        later = now + WINDOWS_KEPT + 4 * HOUR
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)
        assert forget_windows.func() == 2
        assert forget_windows.func() == 0
