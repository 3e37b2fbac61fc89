"""The secret of a feed, and what a calendar finds behind it."""

import datetime as dt
import uuid

import pytest

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.errors import InvalidPlan, NoSuchFeed, OctopusUnavailable
from daybook.apps.prices.models import Feed
from daybook.lib.periods import LONDON, local_day
from tests.replay import BROKEN

AGILE = "AGILE-24-10-01"
C = domain.region("C")
pytestmark = pytest.mark.django_db


@pytest.fixture
def feed(anna, now):
    return actions.open_feed(person=anna, alarm_minutes=10, now=now)


@pytest.fixture
def tariff(anna, now):
    """Anna's usual tariff."""
    wishes = actions.Wishes(region="C", product=AGILE)
    return actions.prefer(person=anna, wishes=wishes, now=now)


class TestSecret:
    def test_leads_to_the_feed(self, feed):
        assert queries.feed_behind(queries.feed_token(feed)) == feed

    def test_is_not_in_the_database(self, feed):
        assert queries.feed_token(feed) not in str(Feed.objects.values().get())

    def test_cannot_be_made_of_the_key_elsewhere(self, feed, settings):
        elsewhere = queries.feed_token(feed)
        settings.SECRET_KEY = "another installation's"
        with pytest.raises(NoSuchFeed):
            queries.feed_behind(elsewhere)

    @pytest.mark.parametrize("guess", ["", "a", "nobody-has-this", "A" * 43, "ä", "A" * 5000])
    def test_is_not_guessed(self, feed, guess):
        with pytest.raises(NoSuchFeed):
            queries.feed_behind(guess)

    def test_of_before_leads_nowhere(self, anna, feed, now):
        before = queries.feed_token(feed)
        after = actions.renew_feed(person=anna, now=now)
        assert queries.feed_token(after) != before
        with pytest.raises(NoSuchFeed):
            queries.feed_behind(before)

    def test_of_somebody_who_has_left_leads_nowhere(self, anna, feed):
        anna.is_active = False
        anna.save()
        with pytest.raises(NoSuchFeed):
            queries.feed_behind(queries.feed_token(feed))


class TestOpening:
    def test_again_keeps_the_address_and_sets_the_alarm(self, anna, feed, now):
        again = actions.open_feed(person=anna, alarm_minutes=None, now=now)
        assert (again.key, again.alarm_minutes) == (feed.key, None)

    def test_refuses_an_alarm_nobody_offers(self, anna, now):
        with pytest.raises(InvalidPlan):
            actions.open_feed(person=anna, alarm_minutes=7, now=now)
        assert not Feed.objects.exists()

    def test_is_undone_by_closing_and_again(self, anna, feed):
        actions.close_feed(person=anna)
        actions.close_feed(person=anna)
        assert queries.feed_of(anna.pk) is None

    def test_anew_needs_a_feed(self, anna, now):
        with pytest.raises(NoSuchFeed):
            actions.renew_feed(person=anna, now=now)


class TestProgramme:
    def test_has_the_cheapest_block_of_today_and_tomorrow(self, anna, tariff, octopus, now):
        found = queries.programme_of(anna.pk, now=now)
        today = local_day(now.date(), LONDON)
        rates = queries.rates(product=AGILE, region=C, period=today, now=now)
        assert list(found.blocks) == [now.date(), now.date() + dt.timedelta(days=1)]
        best = domain.cheapest(rates.slots, tariff.duration_hours)
        assert found.blocks[now.date()].period == best.period

    def test_keeps_the_block_of_today_when_it_is_over(self, anna, tariff, octopus, now):
        morning = queries.programme_of(anna.pk, now=now).blocks
        evening = queries.programme_of(anna.pk, now=now + dt.timedelta(hours=12)).blocks
        assert morning == evening

    def test_without_a_tariff_asks_nobody(self, anna, octopus, now):
        assert queries.programme_of(anna.pk, now=now).blocks == {}
        assert octopus.count() == 0

    def test_is_not_to_be_had_without_prices(self, anna, tariff, octopus, now):
        octopus.next("*", *[BROKEN] * 9)
        with pytest.raises(OctopusUnavailable):
            queries.programme_of(anna.pk, now=now)

    def test_takes_kept_prices_where_octopus_is_away(self, anna, tariff, octopus, now):
        octopus.next("*", *[BROKEN] * 9)
        slots = domain.sample_slots(local_day(now.date(), LONDON))
        actions.keep_rates(product=AGILE, region=C, slots=slots)
        assert list(queries.programme_of(anna.pk, now=now).blocks) == [now.date()]

    @pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2025, 10, 26)])
    def test_lasts_as_long_as_wished_when_clocks_change(self, day):
        slots = domain.sample_slots(local_day(day, LONDON))
        (block,) = domain.cheapest_by_day(slots, domain.duration("4"), [day]).values()
        assert block.period.duration == dt.timedelta(hours=4)
        assert local_day(day, LONDON).covers(block.period)


def test_a_feed_has_a_key_nobody_counts_to(feed):
    assert uuid.UUID(str(feed.key)).version == 4
