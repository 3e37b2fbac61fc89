"""Meters and readings over HTTP."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from daybook.apps.consumption.models import Meter, Reading

API = "/api/v1/consumption"


def send(browser, method, address, **body):
    return getattr(browser, method)(f"{API}{address}", body, content_type="application/json")


@pytest.fixture
def given():
    """A meter as a script sends it: ``given(digits=6)``."""

    def make(**said):
        return {"utility": "water", "name": "Cellar", "unit": "m3", "decimals": 1} | said

    return make


@pytest.fixture
def made(own, given):
    """The number of a meter of Anna's."""
    return send(own, "post", "/meters", **given()).json()["id"]


@pytest.fixture
def dialled(own, made):
    """Sends a reading of so many days ago of Anna's meter."""

    def make(number, ago=0, browser=own, **said):
        day = (timezone.localdate() - dt.timedelta(days=ago)).isoformat()
        return send(browser, "post", "/readings", meter_id=made, day=day, number=number, **said)

    return make


class TestMeters:
    def test_are_added_and_told(self, own, made):
        told = own.get(f"{API}/meters/{made}").json()
        assert (told["multiplier"], told["digits"], told["latest"]) == ("1.0000", 5, None)
        assert own.get(f"{API}/meters").json()["meters"] == [told]

    def test_are_added_once_for_a_key(self, own, given):
        body = given(key=str(uuid.uuid4()))
        ids = {send(own, "post", "/meters", **body).json()["id"] for _ in range(2)}
        assert len(ids) == Meter.objects.count() == 1

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"unit": "kWh"}, "consumption.invalid-unit"),
            ({"multiplier": "0"}, "consumption.invalid-meter"),
            ({"installed_on": "1960-01-01"}, "consumption.invalid-days"),
            ({"digits": 3}, "validation"),
            ({"colour": "red"}, "validation"),
        ],
    )
    def test_are_refused(self, own, given, said, code):
        answer = send(own, "post", "/meters", **given(**said))
        assert (answer.status_code, answer.json()["type"]) == (422, f"urn:daybook:{code}")
        assert not Meter.objects.exists()

    def test_are_changed(self, own, made, given):
        answer = send(own, "put", f"/meters/{made}", **given(name="Attic"))
        assert (answer.status_code, answer.json()["name"]) == (200, "Attic")

    def test_are_deleted_and_brought_back(self, own, made):
        deletion = own.delete(f"{API}/meters/{made}").json()["deletion"]
        assert own.get(f"{API}/meters/{made}").status_code == 404
        undone = own.delete(f"{API}/meters/deletions/{deletion}")
        assert undone.json() == {"meter_id": made}
        assert own.delete(f"{API}/meters/deletions/{deletion}").status_code == 409


class TestReadings:
    def test_tell_what_was_used(self, own, made, dialled):
        dialled("100.5", 10)
        told = dialled("104.5").json()
        assert (told["number"], told["amount"], told["fate"]) == ("104.500", "4.000000", "counted")
        assert own.get(f"{API}/meters/{made}").json()["a_day"] == "0.400000"

    def test_are_listed_newest_first_by_page(self, own, made, dialled):
        for n in range(21):
            dialled(str(100 - n), n)
        page = own.get(f"{API}/readings", {"page": 2, "meter": made}).json()
        assert (page["count"], page["pages"], len(page["readings"])) == (21, 2, 1)
        first = own.get(f"{API}/meters/{made}/readings").json()["readings"][0]
        assert first["number"] == "100.000"

    def test_are_added_below_their_meter_too(self, own, made):
        answer = send(own, "post", f"/meters/{made}/readings", day="2026-03-01", number="1")
        assert (answer.status_code, answer.json()["meter_id"]) == (201, made)

    @pytest.mark.parametrize("said", [{"is_sure": True}, {"rolled_over": True}])
    def test_are_questioned_until_they_are_explained(self, dialled, said):
        dialled("100", 5)
        answer = dialled("90")
        assert answer.json()["type"] == "urn:daybook:consumption.questionable-step"
        assert Reading.objects.count() == 1
        assert dialled("90", **said).status_code == 201

    def test_are_one_a_day(self, dialled):
        assert dialled("100").json() == dialled("100").json()
        answer = dialled("101")
        assert answer.status_code == 409
        assert answer.json()["type"] == "urn:daybook:consumption.read-on-that-day"

    def test_are_changed_and_deleted(self, own, dialled):
        made = dialled("100").json()["id"]
        day = timezone.localdate().isoformat()
        changed = send(own, "put", f"/readings/{made}", day=day, number="120", time="18:30")
        assert changed.json()["number"] == "120.000"
        assert own.delete(f"{API}/readings/{made}").status_code == 200
        assert not Reading.objects.standing().exists()

    def test_are_nobody_elses(self, strangers, made, dialled):
        kept = dialled("100").json()["id"]
        day = timezone.localdate().isoformat()
        changed = send(strangers, "put", f"/readings/{kept}", day=day, number="120")
        assert changed.status_code == 404
        assert dialled("120", browser=strangers).status_code == 404
        assert strangers.delete(f"{API}/readings/{kept}").status_code == 404
        assert strangers.get(f"{API}/readings", {"meter": made}).json()["count"] == 0
        assert Reading.objects.get().number == 100
