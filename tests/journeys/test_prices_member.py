"""From a stranger with a postcode to a member whose calendar knows the cheapest hours."""

import datetime as dt
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.test import Client
from icalendar import Calendar

from daybook.apps.prices.models import Alert, Feed, PlannedWindow, Preference
from tests.carbon import serving_carbon
from tests.replay import World, serving
from tests.visitor import Visitor

PASSWORD = "seven quiet rivers"
HOUR = dt.timedelta(hours=1)
#: An ordinary morning, and the mornings on which clocks go forward and back.
MORNINGS = ["2026-03-03T09:10Z", "2026-03-29T00:10Z", "2025-10-25T23:40Z"]


class Member(Visitor):
    """Also presses buttons, as people do."""

    def press(self, words):
        forms = re.findall(r"<form.*?</form>", self.html, re.DOTALL)
        said = r'<button(?![^>]*type="button")[^>]*>(?:(?!</button>).)*' + re.escape(words)
        form = next(f for f in forms if re.search(said, f, re.DOTALL))
        tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
        hidden = {
            re.search(r'name="([^"]+)"', tag)[1]: unescape(re.search(r'value="([^"]*)"', tag)[1])
            for tag in tags
        }
        address = unescape(re.search(r'action="([^"]*)"', form)[1])
        self.html = self.client.post(address, hidden, follow=True).content.decode()


@pytest.fixture(params=MORNINGS)
def clock(request, monkeypatch):
    stopped = SimpleNamespace(now=dt.datetime.fromisoformat(request.param))
    monkeypatch.setattr("django.utils.timezone.now", lambda: stopped.now)
    monkeypatch.setattr("daybook.core.http.waiting.FIRST_WAIT", 0.0)
    return stopped


@pytest.fixture
def visitor(client, db, clock, settings, tmp_path):
    client.handler.enforce_csrf_checks = True
    world = World(now=clock.now)
    with (
        serving(world, settings=settings, folder=tmp_path / "answers"),
        serving_carbon(settings),
    ):
        yield Member(client)


@pytest.fixture
def mia(visitor):
    """Mia, who has found her prices as a stranger and then signed up."""
    visitor.open("/prices/")
    visitor.fill(postcode="m1 1ae")
    visitor.fill(duration="2.5", capacity="7")
    visitor.reads("North West England", "Cheapest block", "for 7 kWh")
    visitor.open("/accounts/signup/")
    who = {"name": "Mia", "email": "mia@example.com"}
    visitor.fill(**who, password=PASSWORD, confirmation=PASSWORD)
    return visitor


def block_on(html):
    """The cheapest block of a page of prices as a machine reads it."""
    form = re.search(r'action="/prices/windows/add/".*?</form>', html, re.DOTALL)[0]
    said = dict(re.findall(r'name="(starts_at|ends_at)" value="([^"]+)"', form))
    return tuple(dt.datetime.fromisoformat(said[name]) for name in ("starts_at", "ends_at"))


def events(address):
    """What a calendar that knows nobody finds at ``address``."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_choice_is_saved_as_usual_and_greets_on_every_device(mia, clock):
    mia.open("/prices/")
    mia.press("Save as default")
    mia.reads("Saved as usual for you", "Mia.", "Your cheapest 2.5 hours are")
    assert Preference.objects.get().region == "G"

    elsewhere = Member(Client())
    elsewhere.client.force_login(Preference.objects.get().person)
    elsewhere.open("/prices/")
    elsewhere.reads("North West England", "for 7 kWh", "Mia.")
    elsewhere.open("/prices/preferences/")
    assert '<option value="G" selected>' in elsewhere.html
    assert 'value="2.5"' in elsewhere.html


def test_an_appliance_is_added_and_planned(mia, clock):
    mia.open("/prices/")
    mia.press("Save as default")
    mia.open("/prices/appliances/")
    mia.follow("Add an appliance")
    runs = {"minimum_run": "1", "most_runs": "1"}
    mia.fill(name="Old washer", kind="washing-machine", kwh="1.2", minutes="90", **runs)
    mia.reads("Old washer")
    mia.open("/prices/appliances/")
    mia.follow("Old washer")
    mia.open("/prices/appliances/")
    mia.follow("Plan")
    mia.reads("Best plan", "for 1.2 kWh in 1 h 30 min")


def test_a_block_stands_on_the_calendar_and_in_the_feed(mia, clock):
    mia.open("/prices/")
    mia.press("Save as default")
    starts_at, ends_at = block_on(mia.html)
    assert ends_at - starts_at == 2.5 * HOUR
    mia.press("Add to my calendar")
    mia.reads("The block is on your calendar", "Cheap electricity for 2 h 30 min")
    mia.open("/calendar/")
    mia.reads("Cheap electricity for 2 h 30 min")

    mia.open("/prices/feed/")
    mia.fill(alarm="30")
    mia.reads("Your calendar feed is on.")
    address = re.search(r'value="http://testserver(/prices/feed/[^"]+\.ics)"', mia.html)[1]
    found = [e for e in events(address) if e["dtstart"].dt == starts_at]
    assert {e["dtend"].dt for e in found} == {ends_at}
    assert f"{PlannedWindow.objects.get().key}@daybook" in {e["uid"] for e in found}

    mia.press("Make a new address")
    assert Client().get(address).status_code == 404
    mia.press("Turn off the feed")
    mia.reads("Your calendar feed is off.")
    assert not Feed.objects.exists()
    assert PlannedWindow.objects.exists()


def test_alerts_are_switched_on_once_the_tariff_is_known(mia, clock):
    mia.open("/prices/alerts/")
    mia.reads("Save your tariff first")
    mia.open("/prices/")
    mia.press("Save as default")
    mia.open("/prices/alerts/")
    prices = {"below_pence": "9.5", "above_pence": "35", "window_minutes": "15"}
    mia.fill(below="on", negative="on", **prices)
    mia.reads("Your alerts are saved.")
    on = Alert.objects.filter(is_on=True).values_list("kind", flat=True)
    assert set(on) == {"below", "negative"}


def test_a_stranger_takes_the_block_away_as_a_file(visitor, clock):
    visitor.open("/prices/")
    visitor.fill(postcode="sw1a 1aa")
    visitor.fill(duration="3", capacity="")
    link = re.search(r'href="(/prices/window\.ics[^"]+)"', visitor.html)[1]
    (event,) = events(unescape(link))
    assert event["dtend"].dt - event["dtstart"].dt == 3 * HOUR
    visitor.open("/prices/feed/")
    visitor.reads("Sign in")
    assert not PlannedWindow.objects.exists()
