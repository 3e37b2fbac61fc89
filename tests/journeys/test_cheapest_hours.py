"""A stranger finds the cheapest hours for a car, signs up, and comes back."""

import re
from html import unescape

import pytest

from tests.replay import World, serving

PASSWORD = "seven quiet rivers"


class Visitor:
    """Follows links by their words and sends forms by their fields, as people do."""

    def __init__(self, client):
        self.client = client

    def open(self, address, **asked):
        answer = self.client.get(address, asked, follow=True)
        assert answer.status_code == 200, answer.status_code
        self.address = answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"]
        self.html = answer.content.decode()

    def follow(self, words):
        links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', self.html, re.DOTALL)
        found = [unescape(href) for href, inside in links if words in unescape(inside)]
        assert found, f"no link {words!r}"
        self.open(found[0])

    def fill(self, **typed):
        """Send the form with these fields along with what it hides."""
        forms = re.findall(r"<form.*?</form>", self.html, re.DOTALL)
        form = next(f for f in forms if all(f'name="{name}"' in f for name in typed))
        tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
        hidden = {
            re.search(r'name="([^"]+)"', tag)[1]: unescape(re.search(r'value="([^"]*)"', tag)[1])
            for tag in tags
        }
        where = re.search(r'action="([^"]*)"', form)
        address = unescape(where[1]) if where else self.address
        if 'method="post"' in form:
            answer = self.client.post(address, hidden | typed, follow=True)
            self.html = answer.content.decode()
        else:
            self.open(address, **hidden, **typed)

    def reads(self, *words):
        text = " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).replace("\xa0", " ").split())
        for some in words:
            assert some in text, some


@pytest.fixture
def _octopus(now, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    with serving(World(now=now), settings=settings, folder=tmp_path / "answers"):
        yield


@pytest.fixture
def visitor(client, db, _octopus):
    client.handler.enforce_csrf_checks = True
    return Visitor(client)


def test_a_stranger_finds_the_cheapest_hours_and_is_remembered(visitor):
    visitor.open("/")
    visitor.reads("Electricity in London today", "The cheapest four hours from now on")
    visitor.follow("Show my prices")
    visitor.reads("Your postcode tells which is yours")

    visitor.fill(postcode="m1 1ae")
    visitor.reads("North West England", "AGILE-24-10-01", "Cheapest block")

    visitor.fill(duration="3.25", capacity="10")
    visitor.reads("for 10 kWh", "per kWh on average", "Or else")
    assert re.search(r"£\d\.\d\d", visitor.html)
    assert "duration=3.25" in visitor.address

    visitor.follow("Tomorrow")
    visitor.reads("Prices tomorrow", "Prices from 23:00 are announced tomorrow at about 16:00.")
    assert "duration=3.25" in visitor.address

    visitor.open("/accounts/signup/")
    mia = {"name": "Mia", "email": "mia@example.com"}
    visitor.fill(**mia, password=PASSWORD, confirmation=PASSWORD)
    visitor.reads("Mia")

    visitor.open("/")
    visitor.reads("Good day, Mia", "Electricity in North West England today")
    visitor.follow("Open your prices")
    visitor.reads("North West England", "for 10 kWh", "Prices today")
    assert "duration=3.25" in visitor.address
