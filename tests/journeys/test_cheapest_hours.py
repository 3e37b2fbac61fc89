"""A stranger finds the cheapest hours for a car, signs up, and comes back."""

import re

import pytest

from tests.replay import World, serving
from tests.visitor import Visitor

PASSWORD = "seven quiet rivers"


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
