"""Two at the same moment: nothing is doubled and nothing is lost."""

import datetime as dt
from functools import partial

import pytest

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.errors import NoSuchWindow, TooManyWindows
from daybook.apps.prices.models import Feed, PlannedWindow
from daybook.lib.periods import Period
from tests import racing

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)


at_once = partial(racing.at_once, count=6)


@pytest.fixture
def plan(anna, now):
    def plan(hours=1):
        return actions.plan_window(
            person=anna,
            title="Washing",
            period=Period(now + hours * HOUR, now + (hours + 1) * HOUR),
            product="AGILE-24-10-01",
            region=domain.region("C"),
            now=now,
        )

    return plan


def test_a_block_clicked_at_once_is_planned_once(plan):
    assert at_once(lambda _n: plan()) == []
    assert PlannedWindow.objects.count() == 1


def test_a_full_calendar_takes_none_of_many(plan, monkeypatch):
    monkeypatch.setattr(domain, "MOST_WINDOWS", 2)
    failed = at_once(lambda n: plan(n + 1))
    assert {type(error) for error in failed} == {TooManyWindows}
    assert PlannedWindow.objects.count() == 2


def test_a_window_is_dropped_once(plan, anna):
    window = plan()
    failed = at_once(lambda _n: actions.drop_window(person=anna, window_id=window.pk))
    assert [type(error) for error in failed] == [NoSuchWindow] * 5


def test_a_feed_opened_at_once_has_one_address(anna, now):
    opened = at_once(lambda _n: actions.open_feed(person=anna, alarm_minutes=None, now=now))
    assert opened == []
    assert Feed.objects.count() == 1


def test_a_feed_renewed_at_once_has_one_address_that_works(anna, now):
    actions.open_feed(person=anna, alarm_minutes=None, now=now)
    tokens = []

    def renew(_n):
        tokens.append(queries.feed_token(actions.renew_feed(person=anna, now=now)))

    assert at_once(renew) == []
    assert queries.feed_token(Feed.objects.get()) in tokens
