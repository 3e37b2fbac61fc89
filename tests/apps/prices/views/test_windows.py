"""Putting a block on the calendar from the page of prices."""

import datetime as dt
import re

import pytest
from icalendar import Calendar

from daybook.apps.prices.models import PlannedWindow

pytestmark = pytest.mark.django_db
BLOCK = {
    "region": "C",
    "product": "AGILE-24-10-01",
    "starts_at": "2026-03-04T01:00:00Z",
    "ends_at": "2026-03-04T05:00:00Z",
}


@pytest.fixture
def member(client, anna, clock, octopus):
    """Anna's browser."""
    client.force_login(anna)
    return client


class TestPrices:
    def test_offer_a_file_to_strangers(self, prices, client):
        link = re.search(r'href="(/prices/window\.ics[^"]+)"', prices().html)[1]
        (event,) = Calendar.from_ical(client.get(link.replace("&amp;", "&")).content).walk("VEVENT")
        assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(hours=4)
        assert not PlannedWindow.objects.exists()

    def test_offer_the_calendar_to_members(self, prices, member):
        form = re.search(
            r'<form method="post" action="/prices/windows/add/">.*?</form>',
            prices().html,
            re.DOTALL,
        )
        said = dict(re.findall(r'name="(\w+)" value="([^"]+)"', form[0]))
        member.post("/prices/windows/add/", said)
        assert PlannedWindow.objects.get().region == "C"

    def test_offer_no_made_up_block(self, prices):
        assert "Add to my calendar" not in prices(sample="1").text


class TestAdding:
    def test_twice_is_once(self, member, anna):
        for _ in range(2):
            assert member.post("/prices/windows/add/", BLOCK).url == "/prices/windows/"
        window = PlannedWindow.objects.get()
        assert (window.person, window.title) == (anna, "Cheap electricity for 4\xa0h")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"starts_at": "nonsense"},
            {"ends_at": "2026-03-04T01:00:00Z"},
            {"ends_at": "2026-03-04T09:00:00Z"},
            {"starts_at": "2026-03-01T01:00:00Z", "ends_at": "2026-03-01T02:00:00Z"},
            {"region": "I"},
            {"product": "!"},
        ],
    )
    def test_refuses_what_is_no_block(self, member, stranger, wrong):
        page = member.post("/prices/windows/add/", BLOCK | wrong, follow=True)
        assert b"notice-warning" in page.content or b"flash" in page.content
        assert stranger.get("/prices/window.ics", BLOCK | wrong).status_code == 422
        assert not PlannedWindow.objects.exists()


class TestList:
    def test_shows_what_is_planned_and_takes_it_off(self, member):
        member.post("/prices/windows/add/", BLOCK)
        assert "tomorrow 01:00\N{EN DASH}05:00" in member.get("/prices/windows/").content.decode()
        member.post(f"/prices/windows/{PlannedWindow.objects.get().pk}/delete/")
        assert "Nothing planned" in member.get("/prices/windows/").content.decode()

    def test_tells_the_repeated_hour_apart(self, member, clock):
        clock.now = dt.datetime(2025, 10, 25, 12, tzinfo=dt.UTC)
        night = {"starts_at": "2025-10-26T00:30:00Z", "ends_at": "2025-10-26T01:30:00Z"}
        member.post("/prices/windows/add/", BLOCK | night)
        assert "01:30 BST\N{EN DASH}01:30 GMT" in member.get("/prices/windows/").content.decode()

    def test_is_nobody_elses(self, member, stranger, eve):
        member.post("/prices/windows/add/", BLOCK)
        stranger.force_login(eve)
        window = PlannedWindow.objects.get()
        assert "Nothing planned" in stranger.get("/prices/windows/").content.decode()
        assert stranger.post(f"/prices/windows/{window.pk}/delete/").status_code == 404
        assert PlannedWindow.objects.exists()

    def test_costs_as_much_however_long(self, member, django_assert_max_num_queries):
        for hour in range(10, 16):
            hours = {"starts_at": f"2026-03-04T{hour}:00Z", "ends_at": f"2026-03-04T{hour + 1}:00Z"}
            member.post("/prices/windows/add/", BLOCK | hours)
        member.get("/prices/windows/")
        with django_assert_max_num_queries(4):
            member.get("/prices/windows/")
