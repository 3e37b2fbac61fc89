"""A household reads its gas meter for half a year, slips once, and gets a new meter."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from daybook.apps.consumption.domain import gas_kwh
from daybook.apps.consumption.models import DayUse

METERS = "/consumption/meters/"
OLD = {
    "utility": "gas",
    "name": "Hall",
    "unit": "ft3",
    "digits": "4",
    "decimals": "0",
    "multiplier": "100",
}
NEW = {"name": "Hall", "unit": "m3", "digits": "5", "decimals": "3", "multiplier": "1"}


@pytest.fixture
def household(client, anna):
    """Anna's browser, and how it writes down what was so many days ago."""
    client.force_login(anna)

    def send(address, ago=None, **typed):
        day = timezone.localdate() - dt.timedelta(days=ago or 0)
        dated = {"day": day.isoformat()} if ago is not None else {}
        return client.post(address, dated | typed, follow=True)

    return send


@pytest.fixture
def old(household):
    """The address of the imperial meter in the hall."""
    answer = household(f"{METERS}add/", key=str(uuid.uuid4()), **OLD)
    return answer.request["PATH_INFO"]


def total(anna):
    return sum(DayUse.objects.filter(person=anna).values_list("amount", flat=True))


def kwh(hundred_feet=0, metres=0):
    volume = hundred_feet * Decimal("2.83") + Decimal(metres)
    return gas_kwh(volume, Decimal(40))


def test_from_the_first_reading_to_the_new_meter(household, old, anna):
    readings = f"{old}readings/"
    household(readings, 180, number="9980")
    household(readings, 90, number="20")  # past its top
    assert abs(total(anna) - kwh(40)) < Decimal("0.0001")

    slip = household(readings, 60, number="2")
    assert (slip.status_code, "What happened?" in slip.content.decode()) == (422, True)
    household(readings, 60, number="29")
    assert abs(total(anna) - kwh(49)) < Decimal("0.0001")

    asked = household(readings, 30, number="0", answer="replaced")
    assert asked.request["PATH_INFO"] == f"{old}replace/"
    swap = {"last": "39", "first": "0", "key": str(uuid.uuid4())}
    new = household(f"{old}replace/", 30, **NEW, **swap).request["PATH_INFO"]
    household(f"{new}readings/", 0, number="31.250")

    assert abs(total(anna) - kwh(59, "31.25")) < Decimal("0.0001")
    assert DayUse.objects.filter(person=anna).count() == 180


def test_what_was_deleted_by_mistake_comes_back(household, old, anna, client):
    readings = f"{old}readings/"
    household(readings, 20, number="100")
    household(readings, 0, number="110")
    before = total(anna)
    gone = household(f"{old}delete/")
    assert total(anna) == 0
    household(f"{METERS}undo/{gone.context['deletion']['id']}/")
    assert total(anna) == before > 0
    assert "In all" in client.get("/consumption/").content.decode()
