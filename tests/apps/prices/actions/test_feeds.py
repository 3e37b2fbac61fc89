"""Opening, renewing and closing the address of a calendar."""

import pytest

from daybook.apps.prices import actions, queries
from daybook.apps.prices.domain.planning import ALARMS
from daybook.apps.prices.errors import InvalidPlan, NoSuchFeed
from daybook.apps.prices.models import Feed, PlannedWindow
from daybook.core.contributions import personal_data
from daybook.lib.periods import HALF_HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(anna, now):
    return actions.open_feed(person=anna, alarm_minutes=30, now=now)


class TestOpening:
    @pytest.mark.parametrize("minutes", [None, *ALARMS])
    def test_keeps_when_to_ring(self, anna, now, minutes):
        assert (
            actions.open_feed(person=anna, alarm_minutes=minutes, now=now).alarm_minutes == minutes
        )
        assert queries.feed_of(anna.pk).alarm_minutes == minutes

    def test_later_keeps_when_the_address_was_made(self, anna, opened, now):
        again = actions.open_feed(person=anna, alarm_minutes=0, now=now + HALF_HOUR)
        assert (again.made_at, again.key) == (now, opened.key)

    def test_with_a_wrong_alarm_changes_nothing(self, anna, opened, now):
        with pytest.raises(InvalidPlan):
            actions.open_feed(person=anna, alarm_minutes=5, now=now)
        assert queries.feed_of(anna.pk).alarm_minutes == 30

    def test_gives_everybody_an_address_of_their_own(self, opened, eve, now):
        other = actions.open_feed(person=eve, alarm_minutes=None, now=now)
        assert queries.feed_token(other) != queries.feed_token(opened)
        assert queries.feed_behind(queries.feed_token(other)).person == eve


class TestRenewing:
    def test_keeps_the_alarm_and_notes_when(self, anna, opened, now):
        renewed = actions.renew_feed(person=anna, now=now + HALF_HOUR)
        assert (renewed.alarm_minutes, renewed.made_at) == (30, now + HALF_HOUR)

    def test_leaves_the_feeds_of_others(self, anna, opened, eve, now):
        other = actions.open_feed(person=eve, alarm_minutes=None, now=now)
        actions.renew_feed(person=anna, now=now)
        assert queries.feed_behind(queries.feed_token(other)) == other

    def test_of_a_closed_feed_opens_none(self, anna, opened, now):
        actions.close_feed(person=anna)
        with pytest.raises(NoSuchFeed):
            actions.renew_feed(person=anna, now=now)
        assert not Feed.objects.exists()


class TestClosing:
    def test_leaves_the_feeds_of_others(self, anna, opened, eve, now):
        actions.open_feed(person=eve, alarm_minutes=None, now=now)
        actions.close_feed(person=anna)
        assert Feed.objects.get().person == eve

    def test_for_good_gives_another_address_when_opened_again(self, anna, opened, now):
        before = queries.feed_token(opened)
        actions.close_feed(person=anna)
        after = actions.open_feed(person=anna, alarm_minutes=None, now=now)
        assert queries.feed_token(after) != before


class TestMyData:
    def test_has_the_feed_without_its_secret(self, anna, opened):
        ours = dict(personal_data)["prices.preferences"]
        told = str(list(ours.export(anna)))
        assert "calendar feed" in told
        assert queries.feed_token(opened) not in told
        assert str(opened.key) not in told

    def test_erases_what_is_ones_own_twice_without_a_fault(self, anna, opened, eve, now):
        actions.open_feed(person=eve, alarm_minutes=None, now=now)
        ours = dict(personal_data)["prices.preferences"]
        for _ in range(2):
            ours.erase(anna, now)
        assert Feed.objects.get().person == eve
        assert not PlannedWindow.objects.exists()
