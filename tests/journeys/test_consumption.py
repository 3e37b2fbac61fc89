"""A household starts to write down what it uses, and sees what that adds up to."""

import pytest
from django.test import Client

from tests.visitor import Visitor

PASSWORD = "seven quiet rivers"
pytestmark = pytest.mark.django_db


@pytest.fixture
def _clock(now, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def member(name):
    """Somebody who has just signed up."""
    person = Visitor(Client())
    person.open("/accounts/signup/")
    person.fill(email=f"{name}@example.com", name=name, password=PASSWORD, confirmation=PASSWORD)
    return person


@pytest.mark.usefixtures("_clock")
def test_a_household_records_what_it_uses_and_nobody_else_sees_it():
    rosa = member("Rosa")

    rosa.open("/consumption/records/")
    rosa.reads("Nothing recorded yet")
    rosa.fill(line="8.3 kWh yesterday guests")
    rosa.reads("Added: Electricity, 8.3 kWh", "guests")

    rosa.follow("Add a record")
    rosa.fill(utility="water", value="-2", unit="m3", first="2026-03-01", last="", notes="garden")
    rosa.reads("An amount used is 0 or more")
    rosa.fill(utility="water", value="2", unit="m3", first="2026-03-01", last="", notes="garden")
    rosa.reads("Added: Water, 2")

    rosa.open("/consumption/")
    rosa.reads("Electricity", "Water", "In all", "An average month", "This month so far")

    sam = member("Sam")
    sam.open("/consumption/records/")
    sam.reads("Nothing recorded yet")
    assert "garden" not in sam.html
