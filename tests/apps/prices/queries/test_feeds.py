"""The secret of a feed, tried with everything that is nearly right; and what stands in it."""

import base64
import datetime as dt
import re
import uuid
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices import actions, queries
from daybook.apps.prices.errors import NoSuchFeed
from daybook.apps.prices.models import Feed, PlannedWindow
from daybook.config.log_secrets import without_secrets
from daybook.lib.periods import LONDON, local_day
from tests.replay import rates_path

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)


class TestToken:
    @settings(max_examples=30)
    @given(st.uuids())
    def test_is_one_that_logs_hide(self, key):
        token = queries.feed_token(Feed(key=key))
        assert re.fullmatch(r"[\w-]{43}", token)
        assert token not in without_secrets(f"/prices/feed/{token}.ics")

    @settings(max_examples=30)
    @given(st.uuids(), st.uuids())
    def test_is_another_one_for_another_key(self, one, other):
        assert (one == other) == (
            queries.feed_token(Feed(key=one)) == queries.feed_token(Feed(key=other))
        )


@pytest.fixture
def feed(anna, now):
    return actions.open_feed(person=anna, alarm_minutes=None, now=now)


@pytest.fixture
def token(feed):
    return queries.feed_token(feed)


class TestFeedBehind:
    def changed(self, token, at):
        other = "A" if token[at] != "A" else "B"
        return token[:at] + other + token[at + 1 :]

    @pytest.mark.parametrize("at", [0, 10, 21, 22, 30, 41])
    def test_is_not_there_when_one_letter_is_another(self, token, at):
        with pytest.raises(NoSuchFeed):
            queries.feed_behind(self.changed(token, at))

    @pytest.mark.parametrize("added", ["A", "AAAA", "=", "!", " ", "\n", ".", "%"])
    def test_is_not_there_when_something_is_added(self, token, added):
        for wrong in (token + added, added + token, token[:9] + added + token[9:]):
            with pytest.raises(NoSuchFeed):
                queries.feed_behind(wrong)

    @pytest.mark.parametrize("length", [0, 1, 21, 22, 42])
    def test_is_not_there_when_something_is_cut_off(self, token, length):
        with pytest.raises(NoSuchFeed):
            queries.feed_behind(token[:length])

    def test_is_not_there_for_a_key_that_never_was(self, feed):
        with pytest.raises(NoSuchFeed):
            queries.feed_behind(queries.feed_token(Feed(key=uuid.uuid4())))

    def test_is_not_there_for_a_key_without_its_mark(self, feed):
        bare = base64.urlsafe_b64encode(feed.key.bytes + bytes(16)).rstrip(b"=").decode()
        with pytest.raises(NoSuchFeed):
            queries.feed_behind(bare)

    def test_is_found_with_one_question_and_a_guess_with_none(
        self, token, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            queries.feed_behind(token)
        with django_assert_num_queries(0), pytest.raises(NoSuchFeed):
            queries.feed_behind("A" * 43)


@pytest.fixture
def prefer(anna, now, code):
    """Says what is usual for Anna."""

    def prefer(**wishes):
        said = {"region": "C", "product": code} | wishes
        return actions.prefer(person=anna, wishes=actions.Wishes(**said), now=now)

    return prefer


@pytest.fixture
def stored(anna, code, now):
    """A window in the database, whatever may be planned now."""

    def stored(starts_at, hours=1, person=anna):
        return PlannedWindow.objects.create(
            person=person,
            title="Wash",
            starts_at=starts_at,
            ends_at=starts_at + hours * HOUR,
            product=code,
            region="C",
            planned_at=now,
        )

    return stored


class TestProgramme:
    @pytest.mark.parametrize("wishes", [{"region": ""}, {"product": ""}])
    def test_of_half_a_tariff_has_no_blocks_and_asks_nobody(
        self, anna, octopus, prefer, wishes, now
    ):
        prefer(**wishes)
        assert queries.programme_of(anna.pk, now=now).blocks == {}
        assert octopus.count() == 0

    def test_of_a_product_nobody_knows_has_no_blocks(self, anna, octopus, prefer, stored, now):
        prefer(product="AGILE-99-01-01")
        window = stored(now + HOUR)
        found = queries.programme_of(anna.pk, now=now)
        assert (found.blocks, found.planned) == ({}, (window,))

    def test_has_one_day_while_tomorrow_is_not_announced(self, anna, octopus, world, prefer, now):
        world.has_tomorrow = False
        prefer()
        assert list(queries.programme_of(anna.pk, now=now).blocks) == [now.date()]

    def test_has_blocks_as_long_as_wished(self, anna, octopus, prefer, now):
        prefer(duration_hours=Decimal("2.5"))
        blocks = queries.programme_of(anna.pk, now=now).blocks.values()
        assert {block.period.duration for block in blocks} == {2.5 * HOUR}

    def test_begins_earlier_for_a_tolerance(self, anna, octopus, prefer, now):
        prefer()
        exact = queries.programme_of(anna.pk, now=now).blocks
        prefer(tolerance_pence=Decimal(100))
        early = queries.programme_of(anna.pk, now=now).blocks
        assert all(early[day].starts_at < exact[day].starts_at for day in exact)

    def test_has_plans_of_a_month_back_and_all_to_come(self, anna, eve, stored, now):
        stored(now - 31 * DAY)
        within = [stored(now - 30 * DAY), stored(now + HOUR), stored(now + 31 * DAY)]
        stored(now + HOUR, person=eve)
        assert list(queries.programme_of(anna.pk, now=now).planned) == within

    @pytest.mark.parametrize("day", [SPRING, AUTUMN])
    def test_stays_within_its_day_when_clocks_change(self, anna, octopus, world, prefer, day):
        world.now = dt.datetime.combine(day, dt.time(0, 30), tzinfo=dt.UTC)
        prefer()
        block = queries.programme_of(anna.pk, now=world.now).blocks[day]
        assert block.period.duration == 4 * HOUR
        assert local_day(day, LONDON).contains(block.starts_at)

    def test_asks_once_however_often_it_is_read(self, anna, octopus, prefer, now):
        prefer()
        for minutes in range(4):
            queries.programme_of(anna.pk, now=now + minutes * HOUR / 60)
        assert octopus.count(rates_path()) == 1

    def test_is_revised_with_every_wish(self, anna, octopus, prefer, now):
        found = queries.programme_of(anna.pk, now=now)
        before = found.revised_at(now.date())
        prefer()
        assert queries.programme_of(anna.pk, now=now).revised_at(now.date()) == now > before
