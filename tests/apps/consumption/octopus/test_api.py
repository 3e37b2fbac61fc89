import datetime as dt

import pytest

from daybook.apps.consumption.domain import Trouble
from daybook.apps.consumption.models import MeteredDay, OctopusAccount
from tests.conftest import NOW
from tests.loopback import BROKEN, FORBIDDEN
from tests.octopus_home import ACCOUNT, KEY, MPAN, NUMBER

API = "/api/v1/consumption/octopus"
BODY = {"number": NUMBER, "api_key": KEY, "gas_unit": "m3"}


def put(browser, **said):
    return browser.put(API, data=BODY | said, content_type="application/json")


class TestConnecting:
    def test_answers_without_the_key(self, own, octopus):
        answer = put(own)
        told = answer.json()
        assert (answer.status_code, told["number"], told["key_hint"]) == (200, NUMBER, "x7Qa")
        assert KEY not in answer.content.decode()
        assert {one["meter_point"] for one in told["agreements"]} >= {MPAN}
        assert own.get(API).json() == told

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [(FORBIDDEN, (422, "consumption.key-refused")), (BROKEN, (503, "http.unreachable"))],
    )
    def test_says_what_octopus_says(self, own, octopus, answer, expected):
        octopus.always(ACCOUNT, answer)
        told = put(own)
        status, code = expected
        assert (told.status_code, told.json()["type"]) == (status, f"urn:daybook:{code}")
        assert KEY not in told.content.decode()
        assert not OctopusAccount.objects.exists()

    @pytest.mark.parametrize(
        "wrong", [{"number": "B-1"}, {"api_key": "x" * 121}, {"gas_unit": "l"}, {"more": 1}]
    )
    def test_refuses_another_shape(self, own, octopus, wrong):
        told = put(own, **wrong)
        assert told.status_code == 422
        assert "x" * 121 not in told.content.decode()
        assert octopus.count() == 0

    def test_of_another_account_is_a_conflict(self, own, octopus):
        put(own)
        answer = put(own, number="A-00000000")
        assert answer.json()["type"] == "urn:daybook:consumption.other-account"


class TestAsking:
    def test_without_an_account_is_not_found(self, own):
        for answer in (own.get(API), own.get(f"{API}/gaps"), own.post(f"{API}/renew")):
            assert answer.json()["type"] == "urn:daybook:consumption.not-connected"

    def test_tells_of_gaps(self, own, connect, fetch, home, monkeypatch):
        monkeypatch.setattr("daybook.apps.consumption.api.octopus.timezone.now", lambda: NOW)
        home.gaps.add(dt.datetime(2026, 2, 20, 12, tzinfo=dt.UTC))
        fetch(connect())
        gaps = own.get(f"{API}/gaps").json()["gaps"]
        assert gaps[0] == {
            "utility": "electricity",
            "day": "2026-02-20",
            "starts": ["2026-02-20T12:00:00Z"],
        }

    def test_begins_a_job(self, own, connect, django_capture_on_commit_callbacks):
        connect()
        with django_capture_on_commit_callbacks() as begun:
            assert own.post(f"{API}/renew").status_code == 202
        assert len(begun) == 1

    def test_waits_for_the_key(self, own, connect):
        OctopusAccount.objects.filter(pk=connect().pk).update(trouble=Trouble.KEY)
        answer = own.post(f"{API}/renew")
        assert (answer.status_code, answer.json()["type"]) == (
            409,
            "urn:daybook:consumption.connection-paused",
        )
        assert own.get(API).json()["trouble"] == "key"


class TestDisconnecting:
    @pytest.mark.parametrize(("query", "left"), [("", True), ("?keep=false", False)])
    def test_forgets_the_account(self, own, connected, query, left):
        assert connected.points.exists()
        assert own.delete(f"{API}{query}").status_code == 204
        assert MeteredDay.objects.exists() is left
        assert not OctopusAccount.objects.exists()

    def test_is_not_for_others(self, strangers, connect):
        connect()
        assert strangers.delete(API).status_code == 404
        assert OctopusAccount.objects.exists()
