"""Windows on the calendar: planned once, dropped by their owner, forgotten in time."""

import datetime as dt

import pytest

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.errors import InvalidPlan, InvalidProduct, NoSuchWindow, TooManyWindows
from daybook.apps.prices.jobs import forget_windows
from daybook.apps.prices.models import PlannedWindow
from daybook.core.contributions import calendar, personal_data
from daybook.lib.periods import Period

AGILE = "AGILE-24-10-01"
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(anna, now):
    """Plans two hours from tomorrow's midnight on, unless told otherwise."""

    def plan(person=anna, *, since=dt.timedelta(hours=15), length=2 * HOUR, product=AGILE):
        period = Period(now + since, now + since + length)
        return actions.plan_window(
            person=person,
            title="Washing",
            period=period,
            product=product,
            region=domain.region("C"),
            now=now,
        )

    return plan


class TestPlanning:
    def test_the_same_block_twice_is_one(self, plan):
        assert plan().pk == plan().pk
        assert PlannedWindow.objects.count() == 1

    def test_another_length_is_another_block(self, plan):
        assert plan().key != plan(length=HOUR).key

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"since": -3 * HOUR}, InvalidPlan),
            ({"since": 32 * DAY}, InvalidPlan),
            ({"length": 7 * HOUR}, InvalidPlan),
            ({"product": "no such!"}, InvalidProduct),
        ],
    )
    def test_refuses_what_cannot_be(self, plan, said, refusal):
        with pytest.raises(refusal):
            plan(**said)
        assert not PlannedWindow.objects.exists()

    def test_takes_a_block_that_has_begun(self, plan):
        assert plan(since=-HOUR).pk

    def test_ends_where_the_calendar_is_full(self, plan, monkeypatch):
        monkeypatch.setattr(domain, "MOST_WINDOWS", 1)
        plan()
        with pytest.raises(TooManyWindows):
            plan(length=HOUR)
        assert PlannedWindow.objects.count() == 1


class TestDropping:
    def test_is_for_its_owner(self, plan, anna, eve):
        window = plan()
        with pytest.raises(NoSuchWindow):
            actions.drop_window(person=eve, window_id=window.pk)
        actions.drop_window(person=anna, window_id=window.pk)
        assert not PlannedWindow.objects.exists()

    def test_comes_by_itself_after_ninety_days(self, plan, monkeypatch, now):
        plan()
        for later, left in ((now + 90 * DAY, 1), (now + 92 * DAY, 0)):
            monkeypatch.setattr("django.utils.timezone.now", lambda later=later: later)
            forget_windows.func()
            assert PlannedWindow.objects.count() == left


class TestWindows:
    def test_to_come_leave_out_what_is_over(self, plan, anna, now):
        window = plan()
        assert list(queries.coming_windows(anna.pk, now)) == [window]
        assert not queries.coming_windows(anna.pk, window.ends_at)

    def test_are_contributed_to_the_calendar_of_their_owner(self, plan, anna, eve, now):
        plan()
        source = dict(calendar)["prices.windows"]
        assert [e.title for e in source(anna, now.date(), now.date() + 2 * DAY)] == ["Washing"]
        assert list(source(anna, now.date(), now.date() + DAY)) == []
        assert list(source(eve, now.date(), now.date() + 2 * DAY)) == []

    def test_leave_and_go_with_the_person(self, plan, anna, eve, now):
        plan()
        plan(eve)
        actions.open_feed(person=anna, alarm_minutes=None, now=now)
        ours = dict(personal_data)["prices.preferences"]
        assert [kind for kind, _ in ours.export(anna)] == ["calendar feed", "planned window"]
        ours.erase(anna, now)
        assert list(ours.export(anna)) == []
        assert PlannedWindow.objects.get().person == eve
