"""Preferences, appliances and plans over HTTP."""

import pytest
from django.test import Client

from daybook.apps.prices import queries
from daybook.apps.prices.models import Appliance, Preference
from tests.apps.prices.appliances import add
from tests.loopback import BROKEN

ROOT = "/api/v1/prices"
HERE = {"region": "C", "product": "AGILE-24-10-01"}
CAR = HERE | {"kind": "ev", "kwh": "20"}
DISHWASHER = {"name": "Dishwasher", "kind": "dishwasher", "profile": "0.52 0.04", "minutes": 60}


@pytest.fixture
def annas(anna, octopus, neso, clock):
    """Asks as Anna, in JSON."""
    browser = Client()
    browser.force_login(anna)

    def ask(method, path, body=None):
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(browser, method)(f"{ROOT}{path}", **more)

    return ask


@pytest.fixture
def plan(client, octopus, neso, clock):
    """Asks for a plan, as anybody may."""
    return lambda **asked: client.get(f"{ROOT}/plan", CAR | asked)


class TestPreferences:
    def test_are_empty_until_something_is_said(self, annas):
        assert annas("get", "/preferences").json() == {
            "region": "",
            "product": "",
            "export_product": "",
            "duration": "4",
            "capacity": "",
            "tolerance": "0",
        }

    def test_are_told_as_they_were_said(self, annas):
        said = HERE | {"duration": "3.5", "capacity": "10", "tolerance": "0.5"}
        assert annas("put", "/preferences", said).status_code == 200
        assert annas("get", "/preferences").json() == said | {"export_product": ""}

    @pytest.mark.parametrize("wrong", [{"region": "I"}, {"duration": "9"}, {"capacity": "x"}])
    def test_refuse_what_cannot_be(self, annas, wrong):
        assert annas("put", "/preferences", {"duration": "4"} | wrong).status_code == 422
        assert not Preference.objects.exists()


class TestAppliances:
    def test_are_added_changed_deleted_and_brought_back(self, annas):
        added = annas("post", "/appliances", DISHWASHER)
        assert added.status_code == 201
        here = f"/appliances/{added.json()['id']}"
        assert annas("get", here).json()["profile"] == "0.52 0.04"
        changed = annas("put", here, DISHWASHER | {"name": "Sink"})
        assert (changed.status_code, changed.json()["name"]) == (200, "Sink")
        assert annas("delete", here).status_code == 204
        assert annas("get", "/appliances").json() == {"appliances": []}
        assert annas("post", f"{here}/restore").json()["name"] == "Sink"

    def test_are_added_once_for_a_key(self, annas):
        body = DISHWASHER | {"key": "5a3b1c9e-0d6f-4c1b-9a55-7f1a2c3d4e50"}
        ids = {annas("post", "/appliances", body).json()["id"] for _ in range(2)}
        assert len(ids) == Appliance.objects.count() == 1

    @pytest.mark.parametrize("wrong", [{"profile": "x"}, {"name": ""}, {"kind": "toaster"}])
    def test_refuse_what_cannot_be(self, annas, wrong):
        assert annas("post", "/appliances", DISHWASHER | wrong).status_code == 422
        assert not Appliance.objects.exists()

    def test_of_somebody_else_do_not_exist(self, annas, eve, now):
        here = f"/appliances/{add(eve, now).pk}"
        answers = [annas("get", here), annas("put", here, DISHWASHER), annas("delete", here)]
        answers.append(annas("post", f"{here}/restore"))
        assert {answer.status_code for answer in answers} == {404}
        assert answers[0].json()["type"] == "urn:daybook:prices.no-such-appliance"
        assert queries.appliances_of(eve.pk)[0].name == "Kettle"


class TestPlan:
    def test_tells_blocks_cost_saving_and_carbon(self, plan):
        told = plan().json()
        assert told["kwh"] == "20"
        assert sum(float(block["kwh"]) for block in told["blocks"]) == pytest.approx(20)
        saving = float(told["at_once"]["cost_pounds"]) - float(told["cost_pounds"])
        assert float(told["saving_pounds"]) == pytest.approx(saving, abs=0.011)
        assert told["carbon_known"]
        assert told["finish_by"] == "2026-03-04T07:00:00Z"

    def test_answers_the_same_asked_in_json(self, plan, client):
        asked = client.post(f"{ROOT}/plan", CAR, content_type="application/json")
        assert asked.json() == plan().json()

    def test_starts_no_earlier_than_it_may(self, plan):
        told = plan(at="2026-03-03T18:00", is_split=False).json()
        assert told["at_once"]["starts_at"] == "2026-03-03T18:00:00Z"
        assert told["blocks"][0]["starts_at"] >= "2026-03-03T18:00:00Z"
        assert len(told["blocks"]) == 1

    def test_says_what_to_set_the_timer_to(self, plan):
        told = plan(kind="dryer", kwh="", timer="start", timer_steps="3 6 9").json()
        assert told["timer"]["hours"] in {0, 3, 6, 9}

    def test_charges_from_one_share_to_another(self, plan):
        assert plan(from_percent=20, to_percent=50, battery_kwh="60").json()["kwh"] == "18"

    def test_does_without_carbon(self, plan, neso):
        neso.always("*", BROKEN)
        told = plan().json()
        assert (told["carbon_known"], told["carbon_grams"]) == (False, None)

    def test_for_later_asks_for_the_forecast_of_now(self, plan, neso):
        assert plan(at="2026-03-03T18:00").json()["carbon_known"]
        assert "2026-03-03T09:00Z" in neso.requests[0][0]
        assert plan().json()["carbon_known"]
        assert neso.count() == 1

    def test_of_a_sample_says_so(self, plan):
        assert plan(sample="true").json()["sample"]

    @pytest.mark.parametrize(
        ("asked", "status"),
        [
            ({"kind": "own", "kwh": ""}, 422),
            ({"region": "I"}, 422),
            ({"kw": "0"}, 422),
            ({"tolerance": "-1"}, 422),
            ({"ready_by": "late"}, 422),
            ({"kwh": "80", "allowed_from": "02:00", "allowed_until": "03:00"}, 409),
            ({"product": "AGILE-99-01-01"}, 404),
        ],
    )
    def test_refuses_with_a_reason(self, plan, asked, status):
        answer = plan(**asked)
        assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)

    def test_is_unavailable_without_prices(self, plan, octopus):
        octopus.always("*", BROKEN)
        assert plan().status_code == 503
