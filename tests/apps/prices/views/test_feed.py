"""The page of the feed, and the file as a calendar reads it."""

import datetime as dt
import re

import pytest
from icalendar import Calendar

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.models import Feed
from daybook.lib.periods import Period
from tests.replay import BROKEN

AGILE = "AGILE-24-10-01"
HOUR = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, anna, clock, octopus):
    """Anna's browser; her usual tariff is known."""
    wishes = actions.Wishes(region="C", product=AGILE)
    actions.prefer(person=anna, wishes=wishes, now=clock.now)
    client.force_login(anna)
    return client


@pytest.fixture
def address(member, anna):
    """Where Anna's calendar reads."""
    member.post("/prices/feed/", {"alarm": "30"})
    return f"/prices/feed/{queries.feed_token(queries.feed_of(anna.pk))}.ics"


@pytest.fixture
def events(address, stranger):
    """What a calendar without any cookie finds."""
    return lambda: Calendar.from_ical(stranger.get(address).content).walk("VEVENT")


class TestPage:
    def test_shows_no_address_before_it_is_turned_on(self, member):
        page = member.get("/prices/feed/").content.decode()
        assert "Turn on the feed" in page
        assert ".ics" not in page

    def test_shows_the_address_to_subscribe_to(self, member, address):
        page = member.get("/prices/feed/").content.decode()
        assert f'value="http://testserver{address}"' in page
        assert f'href="webcal://testserver{address}"' in page

    def test_says_when_no_tariff_is_known(self, client, eve, clock):
        client.force_login(eve)
        assert "Your usual tariff is not known" in client.get("/prices/feed/").content.decode()

    def test_refuses_an_alarm_nobody_offers(self, member):
        answer = member.post("/prices/feed/", {"alarm": "7"})
        assert answer.status_code == 422
        assert not Feed.objects.exists()

    def test_keeps_one_feed_when_turned_on_twice(self, member, address):
        member.post("/prices/feed/", {"alarm": ""})
        assert Feed.objects.get().alarm_minutes is None

    def test_gives_another_address(self, member, address):
        member.post("/prices/feed/renew/")
        assert member.get(address).status_code == 404

    def test_turns_it_off(self, member, address):
        member.post("/prices/feed/off/")
        assert member.get(address).status_code == 404
        member.post("/prices/feed/renew/")
        assert not Feed.objects.exists()


class TestFile:
    def test_has_the_blocks_with_the_reminder(self, events):
        today, tomorrow = events()
        assert today["uid"] != tomorrow["uid"]
        assert re.match(r"Cheapest 4 h of electricity, \d+\.\d\dp per kWh", today["summary"])
        assert today.walk("VALARM")[0]["trigger"].dt == dt.timedelta(minutes=-30)

    def test_has_what_is_planned(self, events, anna, clock):
        period = Period(clock.now + HOUR, clock.now + 3 * HOUR)
        window = actions.plan_window(
            person=anna,
            title="Wash; dry, iron",
            period=period,
            product=AGILE,
            region=domain.region("C"),
            now=clock.now,
        )
        found = {event["uid"]: event for event in events()}[f"{window.key}@daybook"]
        assert (found["dtstart"].dt, found["dtend"].dt) == (period.starts_at, period.ends_at)
        assert found["summary"] == "Wash; dry, iron"

    @pytest.mark.parametrize("day", ["2026-03-29T06:00Z", "2025-10-26T06:00Z"])
    def test_is_right_when_clocks_change(self, events, clock, world, day):
        clock.now = world.now = dt.datetime.fromisoformat(day)
        (today, *_rest) = events()
        assert today["dtstart"].to_ical().endswith(b"Z")
        assert today["dtend"].dt - today["dtstart"].dt == 4 * HOUR

    def test_names_its_events_the_same_each_time(self, events, clock):
        before = [event["uid"] for event in events()]
        clock.now += 5 * HOUR
        assert [event["uid"] for event in events()] == before

    def test_is_not_sent_twice(self, address, stranger, clock):
        first = stranger.get(address)
        clock.now += dt.timedelta(minutes=3)
        again = stranger.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_is_sent_again_when_something_changes(self, address, stranger, anna, clock):
        first = stranger.get(address)
        wishes = actions.Wishes(region="C", product=AGILE, duration_hours=domain.duration("2"))
        actions.prefer(person=anna, wishes=wishes, now=clock.now)
        again = stranger.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 200

    def test_is_private_and_sets_no_cookie(self, address, stranger):
        answer = stranger.get(address)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "private" in answer["Cache-Control"]
        assert not answer.cookies

    def test_is_unavailable_rather_than_empty(self, address, stranger, octopus, caplog):
        octopus.next("*", *[BROKEN] * 9)
        answer = stranger.get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "600")
        ours = [r.getMessage() for r in caplog.records if r.name.startswith("daybook")]
        assert ours
        assert not [line for line in ours if address in line]

    def test_costs_three_queries(self, address, stranger, django_assert_num_queries):
        with django_assert_num_queries(3):
            stranger.get(address)

    def test_is_read_so_often_and_not_more(self, address, stranger):
        statuses = [stranger.get("/prices/feed/guess.ics").status_code for _ in range(121)]
        assert statuses == [404] * 120 + [429]
